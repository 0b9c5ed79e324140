"""What states, stops, reasons and settings are called."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from clavero.core.faults import Fault
from clavero.silence.rules.kinds import Finding, LossReason, Spare, StopKind
from clavero.silence.rules.settings import SettingsFault
from clavero.ui import formats

Name = str | Promise

STATE_NAMES: dict[str, Name] = {
    "lost": pgettext_lazy("a customer's silence", "Lost"),
    "at_risk": _("At risk"),
    "watch": _("To be watched"),
    "active": pgettext_lazy("a customer's silence", "Active"),
    "unknown": _("Cannot be judged"),
}
STATE_TONES: dict[str, str] = {
    "lost": "bad",
    "at_risk": "warn",
    "watch": "accent",
    "active": "good",
}
STATE_ICONS: dict[str, str] = {
    "lost": "circle-x",
    "at_risk": "alert-triangle",
    "watch": "eye",
    "active": "circle-check",
    "unknown": "help-circle",
}
STOP_NAMES: dict[str, Name] = {
    StopKind.HOLIDAY: _("Holidays"),
    StopKind.SEASON: _("Outside its season"),
    StopKind.FRAMEWORK: _("Framework order under way"),
    StopKind.CONTRACT: _("Contract under way"),
    StopKind.STOCK: _("Bought ahead, has stock"),
    StopKind.OTHER: _("Another known reason"),
}
FINDING_NAMES: dict[str, Name] = {
    Finding.CONFIRMED: _("It is lost"),
    Finding.REFUTED: _("It is not lost"),
}
REASON_NAMES: dict[str, Name] = {
    LossReason.COMPETITOR: _("It went to a competitor"),
    LossReason.STOPPED: _("It stopped buying regularly"),
    LossReason.PRICE: _("Price"),
    LossReason.SERVICE: _("Service or deadlines"),
    LossReason.QUALITY: _("Quality"),
    LossReason.NO_NEED: _("It no longer needs what we sell"),
    LossReason.CLOSED: _("It closed or is insolvent"),
    LossReason.OTHER: _("Another reason"),
}
CHANGE_NAMES: dict[str, Name] = {
    "silence.adopted": _("states of silence changed"),
    "silence.confirmed": _("its loss is confirmed"),
    "silence.refuted": _("its loss is refuted"),
    "silence.withdrawn": _("a verdict on its silence is withdrawn"),
    "stop.recorded": _("a known stop is recorded"),
    "stop.withdrawn": _("a known stop is withdrawn"),
}
FIELD_NAMES: dict[str, Name] = {
    "stop_kind": _("Reason of the stop"),
    "stop_first": _("First day"),
    "stop_last": _("Last day included"),
    "stop_every_year": _("Every year"),
    "silence_note": _("What is known"),
    "silence_finding": _("Verdict"),
    "silent_since": _("Last purchase"),
    "lost_on": _("Lost on"),
    "loss_reason": _("Why it was lost"),
    "lost_to": _("Competitor"),
    "refuted_until": _("Not asked again before"),
}

SPARE_NAMES: dict[str, Name] = {
    Spare.SEASON: _("By itself worse; it was as silent around these days of an earlier year."),
    Spare.ORDER: _("By itself worse; an open order or a contract speaks against it."),
}


def _day(value: Any) -> Name:
    return formats.day(date.fromisoformat(value)) if value else ""


VALUE_WORDS: dict[str, Callable[[Any], Name]] = {
    "stop_kind": lambda value: STOP_NAMES.get(value, value),
    "stop_first": _day,
    "stop_last": _day,
    "stop_every_year": lambda value: _("yes") if value else _("no"),
    "silence_finding": lambda value: FINDING_NAMES.get(value, value),
    "silent_since": _day,
    "lost_on": _day,
    "loss_reason": lambda value: REASON_NAMES.get(value, value),
    "refuted_until": _day,
}
SETTING_NAMES: dict[str, Name] = {
    "watch": _("To be watched below"),
    "at_risk": _("At risk below"),
    "lost": _("Lost below"),
    "usual_gaps": _("Lost only after so many usual gaps"),
    "recent_gaps": _("Gaps that make a rhythm, the last ones"),
    "defects": _("Share that leaves at each gap"),
    "workdays_only": _("Count working days only, Monday to Friday"),
    "same_season": _("Compare with the same season of earlier years"),
    "slack": _("Slack of the volume, in standard deviations"),
    "alarm": _("Alarm of the volume, in standard deviations"),
}


def fault_in_words(fault: Fault) -> str:
    """Why settings cannot be used, and what to do."""
    if fault.code == SettingsFault.NOT_A_CHANCE:
        name = SETTING_NAMES[fault.on]
        return gettext("“%(name)s” lies between 0% and 100%, without both.") % {"name": name}
    if fault.code == SettingsFault.OUT_OF_ORDER:
        return gettext(
            "A longer silence is less likely: write the chance of lost below that of at risk, and "
            "that below the one of to be watched."
        )
    if fault.code == SettingsFault.TOO_FEW_GAPS:
        return gettext("Nobody is lost before one usual gap: write 1 to %(most)s of them.") % {
            "most": formats.number(int(fault.limit or 0))
        }
    if fault.code == SettingsFault.NOT_RECENT:
        return gettext("A rhythm is of the last %(fewest)s to %(most)s gaps.") % {
            "fewest": fault.on,
            "most": formats.number(int(fault.limit or 0)),
        }
    if fault.code == SettingsFault.NOT_A_STEP:
        return gettext(
            "Slack and alarm are standard deviations, from 0 to %(most)s; the alarm above 0."
        ) % {"most": formats.number(int(fault.limit or 0))}
    return gettext("These settings cannot be read.")


def days_in_words(days: float) -> str:
    """A number of days, without decimals that say nothing."""
    shown = one_place(days)
    return ngettext("%(count)s day", "%(count)s days", formats.counted_as(shown)) % {
        "count": formats.number(shown)
    }


def one_place(value: float) -> Decimal:
    """A number to a tenth, without a zero at its end."""
    found = Decimal(str(round(value, 1)))
    return found.quantize(Decimal(1)) if found == found.to_integral_value() else found


def against_usual(silent: int, usual: float | None, gaps: int) -> str:
    """How long a silence is against the usual gap, without saying how long it is."""
    if usual is None:
        return gettext("it bought once")
    if not gaps:
        return gettext("it bought once; others come back after %(usual)s") % {
            "usual": days_in_words(usual)
        }
    times = one_place(silent / usual)
    told = ngettext(
        "%(times)s time its usual gap of %(usual)s",
        "%(times)s times its usual gap of %(usual)s",
        1 if times == 1 else 2,
    )
    return told % {
        "times": formats.number(times),
        "usual": days_in_words(usual),
    }


def silence_in_words(silent: int, usual: float | None, gaps: int) -> str:
    """How long it has been silent, against its usual gap; of who bought on the last day that is
    known nothing has lasted yet."""
    if silent == 0:
        return gettext("it bought on the last day that is known")
    return gettext("%(days)s, %(compared)s") % {
        "days": days_in_words(silent),
        "compared": against_usual(silent, usual, gaps),
    }


SMALLEST = 0.001
_A_HUNDREDTH = 0.01


def percent(value: float | None) -> str:
    """A chance; a tiny one is not written as none."""
    if value is None:
        return formats.NOTHING
    if value < SMALLEST:
        return gettext("under %(least)s") % {"least": formats.percent(Decimal(str(SMALLEST)))}
    if value < _A_HUNDREDTH <= round(value, 3):
        # It would be written as the limit below which a customer counts as lost.
        return gettext("under %(least)s") % {"least": formats.percent(Decimal("0.01"), places=0)}
    return formats.percent(Decimal(value))
