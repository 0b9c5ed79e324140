"""What each kind of alert says, made from its parameters in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from clavero.core.money import Money
from clavero.kpis.rules.kpi import Direction, Unit
from clavero.kpis.words import NAMES, written
from clavero.matrix.words import STRATEGY_NAMES
from clavero.silence.words import STATE_NAMES, one_place, percent
from clavero.ui import formats

Parameters = Mapping[str, Any]
Name = str | Promise
Figures = list[tuple[Name, str]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of alert: its name, why somebody should look, and the figures behind it."""

    name: Name
    sentence: Callable[[Parameters], str]
    evidence: Callable[[Parameters], Figures]


def _day(parameters: Parameters, name: str = "day") -> str:
    return formats.day(date.fromisoformat(parameters[name]))


def _moved(of: Parameters) -> str:
    told = gettext("The review of %(day)s has changed its strategy from “%(before)s” to “%(now)s”.")
    return told % {
        "day": _day(of),
        "before": STRATEGY_NAMES[of["before"]],
        "now": STRATEGY_NAMES[of["now"]],
    }


def _moved_figures(of: Parameters) -> Figures:
    return [
        (_("Strategy before"), str(STRATEGY_NAMES[of["before"]])),
        (_("Strategy now"), str(STRATEGY_NAMES[of["now"]])),
        (_("Review"), _day(of)),
    ]


def _overdue(of: Parameters) -> str:
    told = ngettext(
        "No review of the matrix has looked at it since %(day)s, more than %(count)s month ago.",
        "No review of the matrix has looked at it since %(day)s, more than %(count)s months ago.",
        of["months"],
    )
    return told % {"day": _day(of), "count": formats.number(of["months"])}


def _overdue_figures(of: Parameters) -> Figures:
    return [
        (_("Last review"), _day(of)),
        (_("Strategy of then"), str(STRATEGY_NAMES[of["now"]])),
    ]


def _complaint(of: Parameters) -> str:
    if of["is_answered"]:
        told = gettext("A complaint was to be resolved by %(day)s and is not: %(text)s")
    else:
        told = gettext(
            "A complaint waits for its answer since %(day)s, past what was promised: %(text)s"
        )
    return told % {"day": _day(of), "text": of["text"]}


def _gate(of: Parameters) -> str:
    if date.fromisoformat(of["day"]) > timezone.localdate():
        told = gettext(
            "The gate of “%(purpose)s” is on %(day)s: bring what was reached, %(rest)s wait for it."
        )
    else:
        told = gettext(
            "The gate of “%(purpose)s” was due on %(day)s and nobody has decided it; %(rest)s wait."
        )
    return told % {"purpose": of["purpose"], "day": _day(of), "rest": _rest(of)}


def _gate_figures(of: Parameters) -> Figures:
    return [
        (_("Invested in"), of["purpose"]),
        (_("Day of the gate"), _day(of)),
        (_("Waits to be released"), _rest(of)),
    ]


def _rest(of: Parameters) -> str:
    return formats.money(Money(Decimal(of["rest"]), of["currency"]), places=0)


def _handover(of: Parameters) -> str:
    told = gettext(
        "%(receiver)s should have taken it over by %(day)s and has not accepted the handover yet."
    )
    return told % {"receiver": of["receiver"], "day": _day(of)}


def _detractor(of: Parameters) -> str:
    told = gettext(
        "Somebody there would not recommend us and has not been called since (“%(wave)s”, %(day)s)."
    )
    return told % {"wave": of["wave"], "day": _day(of)}


def _detractor_figures(of: Parameters) -> Figures:
    return [(_("Survey"), of["wave"]), (_("Answered on"), _day(of))]


def _handover_figures(of: Parameters) -> Figures:
    return [
        (_("Comes from"), of["giver"] or gettext("nobody")),
        (_("Goes to"), of["receiver"]),
        (_("Changes hands on"), _day(of)),
        (_("Lines of the checklist that are done"), formats.number(of["done"])),
    ]


def _silent(of: Parameters) -> str:
    usual = of["usual"]
    if usual is None:
        told = gettext("It has not bought for %(silent)s days, since %(day)s.")
        return told % {"silent": formats.number(of["silent"]), "day": _day(of)}
    told = gettext(
        "It has not bought for %(silent)s days, since %(day)s; usually it waits %(usual)s."
    )
    return told % {
        "silent": formats.number(of["silent"]),
        "day": _day(of),
        "usual": formats.number(one_place(usual)),
    }


def _silent_figures(of: Parameters) -> Figures:
    return [
        (_("State"), str(STATE_NAMES[of["state"]])),
        (_("Last purchase"), _day(of)),
        (_("Days without a purchase"), formats.number(of["silent"])),
        (_("Usual days between purchases"), _rounded(of["usual"])),
        (_("How likely so long a silence is"), percent(of["chance"])),
    ]


def _family(of: Parameters) -> str:
    if "day" not in of:  # raised before the day was told
        told = gettext("It no longer buys %(family)s: not for %(silent)s days.")
        return told % {"family": of["family"], "silent": formats.number(of["silent"])}
    told = gettext("It no longer buys %(family)s: for the last time on %(day)s.")
    return told % {"family": of["family"], "day": _day(of)}


def _family_figures(of: Parameters) -> Figures:
    return [
        (_("Product family"), of["family"]),
        (_("Days without a purchase"), formats.number(of["silent"])),
        (_("Usual days between purchases"), _rounded(of["usual"])),
    ]


def _volume(of: Parameters) -> str:
    told = (
        gettext(
            "From %(day)s to %(until)s it bought less than its season lets expect: "
            "%(bought)s instead of %(expected)s."
        )
        if "until" in of
        else gettext(
            "Since %(day)s it buys less than its season lets expect: "
            "%(bought)s instead of %(expected)s."
        )
    )
    return told % {
        "until": formats.day(date.fromisoformat(of["until"])) if "until" in of else "",
        "day": _day(of),
        "bought": _amount(of, "bought"),
        "expected": _amount(of, "expected"),
    }


def _amount(of: Parameters, name: str) -> str:
    """A whole amount; those raised before their currency was told are plain numbers."""
    if not of.get("currency"):
        return formats.number(of[name])
    return formats.money(Money(Decimal(of[name]), of["currency"]), places=0)


def _volume_figures(of: Parameters) -> Figures:
    return [
        (_("Bought since then"), _amount(of, "bought")),
        (_("Expected since then"), _amount(of, "expected")),
        (_("Lacking, in standard deviations"), formats.number(Decimal(str(of["lacking"])))),
    ]


def _off_target(of: Parameters) -> str:
    is_least = of["direction"] == Direction.AT_LEAST.value
    told = (
        gettext("%(kpi)s is %(value)s, and should be at least %(target)s.")
        if is_least
        else gettext("%(kpi)s is %(value)s, and should be at most %(target)s.")
    )
    told %= {
        "kpi": _kpi(of),
        "value": _in_unit(of, "value"),
        "target": _in_unit(of, "target"),
    }
    return f"{told} {_of_few(of)}".strip()


def _of_few(of: Parameters) -> str:
    """Of how many a value is and within what it lies; nothing where it is sure."""
    if "n" not in of:
        return ""
    figures = {
        "whole": formats.number(of["n"]),
        "low": _in_unit(of, "low"),
        "high": _in_unit(of, "high"),
    }
    if "part" in of:
        figures["part"] = formats.number(Decimal(of["part"]))
        return (
            gettext("It is %(part)s of %(whole)s: the 95%% interval goes from %(low)s to %(high)s.")
            % figures
        )
    return (
        gettext("It counts %(whole)s: the 95%% interval goes from %(low)s to %(high)s.") % figures
    )


def _off_target_figures(of: Parameters) -> Figures:
    return [
        (_("KPI"), _kpi(of)),
        (_("Value"), _in_unit(of, "value")),
        (_("Target"), _in_unit(of, "target")),
        (_("As of"), _day(of)),
    ]


def _changed(of: Parameters) -> str:
    told = {
        "kpi": _kpi(of),
        "value": _in_unit(of, "value"),
        "before": _in_unit(of, "before"),
        "day": _day(of),
    }
    if of["is_single"]:
        text = gettext(
            "%(kpi)s has been off its usual values since %(day)s: it is %(value)s, and usually "
            "%(before)s."
        )
    else:
        text = gettext(
            "%(kpi)s has gone from %(before)s to %(value)s since %(day)s, which is more than its "
            "usual change from month to month."
        )
    return text % told


def _changed_figures(of: Parameters) -> Figures:
    is_change = not of["is_single"]
    usual = gettext("%(low)s to %(high)s") % {
        "low": _in_unit(of, "low", is_change=is_change),
        "high": _in_unit(of, "high", is_change=is_change),
    }
    now: Figures = [(_("KPI"), _kpi(of)), (_("Value"), _in_unit(of, "value"))]
    if not is_change:
        return [*now, (_("Usual values"), usual), (_("Values looked at"), formats.number(of["n"]))]
    return [
        *now,
        (_("Value before it began"), _in_unit(of, "before")),
        (_("Last change from month to month"), _in_unit(of, "step", is_change=True)),
        (_("Usual changes from month to month"), usual),
        (_("Months looked at"), formats.number(of["n"])),
    ]


def _kpi(of: Parameters) -> str:
    return str(NAMES.get(of["kpi"], of["name"] or of["kpi"]))


def _in_unit(of: Parameters, name: str, *, is_change: bool = False) -> str:
    unit = Unit(of["unit"])
    if is_change and unit is Unit.RATE:
        unit = Unit.POINTS
    return written(Decimal(of[name]), unit, of["currency"])


def _rounded(value: float | None) -> str:
    return formats.NOTHING if value is None else formats.number(one_place(value))


KINDS: dict[str, Kind] = {
    "silence.silent": Kind(_("Falling silent"), _silent, _silent_figures),
    "silence.family": Kind(_("A product family is lost"), _family, _family_figures),
    "silence.volume": Kind(_("Buys ever less"), _volume, _volume_figures),
    "kpis.off_target": Kind(_("Target missed"), _off_target, _off_target_figures),
    "kpis.changed": Kind(_("Real change"), _changed, _changed_figures),
    "matrix.moved": Kind(_("Another strategy"), _moved, _moved_figures),
    "matrix.overdue": Kind(_("Review overdue"), _overdue, _overdue_figures),
    "care.late": Kind(
        _("Complaint past its time"), _complaint, lambda of: [(_("Due since"), _day(of))]
    ),
    "investment.gate_due": Kind(_("Gate of an investment"), _gate, _gate_figures),
    "loyalty.detractor": Kind(_("A detractor waits for a call"), _detractor, _detractor_figures),
    "selection.handover": Kind(_("Handover overdue"), _handover, _handover_figures),
}
