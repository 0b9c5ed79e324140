"""The health of an account in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.core.estimates import Missing
from clavero.kpis.rules.health import (
    GREEN_FROM,
    KNOWN_AT_LEAST,
    RED_BELOW,
    GroupHealth,
    Signal,
    Why,
)
from clavero.kpis.rules.kpi import Light
from clavero.kpis.selectors import COMPLAINTS, RHYTHM, RHYTHM_LIGHTS, AccountHealth
from clavero.kpis.showing.lines import shown_value, target_in_words
from clavero.kpis.words import (
    GROUP_NAMES,
    HEALTH_HEADLINES,
    HEALTH_NAMES,
    LIGHT_ICONS,
    LIGHT_TONES,
    NAMES,
    Name,
)
from clavero.silence.sentences import confirmed_in_words
from clavero.silence.words import STATE_NAMES, silence_in_words
from clavero.ui import formats


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group of an account's health."""

    name: Name
    weight: str
    light_icon: str
    light_tone: str
    light_name: Name
    told: str


@dataclass(frozen=True, slots=True)
class ShownHealth:
    """An account's health in words: ``reasons`` in two lines, ``turning`` what would make it green
    (``unreachable`` why nothing would), ``missing`` what is not known or too old."""

    id: int
    name: str
    light: Light
    light_name: Name
    light_icon: str
    light_tone: str
    reasons: Sequence[str]
    most_telling: str
    groups: Sequence[ShownGroup]
    turning: Sequence[str]
    unreachable: str
    missing: Sequence[str]
    is_lost: bool = False

    @property
    def headline(self) -> str:
        """How the account stands, and why: what holds it back says more than its points. Of one
        whose loss is confirmed, that, and nothing of a danger that is over."""
        if self.is_lost:
            return self.most_telling
        return str(HEALTH_HEADLINES[self.light]) % {"why": self.most_telling}


_NAMED = 3  # signals in a line
_TOLD_BY_SIGNALS = {Why.LOW, Why.BETWEEN}


def shown_health(each: AccountHealth) -> ShownHealth:
    """An account's health in words."""
    health, light = each.health, each.light
    confirmed = _confirmed(each)
    turning = health.turning
    reasons = [line for line in (confirmed or _because(each), _worst(each)) if line]
    unreachable = _("Nothing would yet: too little of it is watched. Give it targets.")
    return ShownHealth(
        id=each.card.id,
        name=each.card.title,
        light=light,
        light_name=health_name(each),
        light_icon=LIGHT_ICONS[light],
        light_tone=LIGHT_TONES[light],
        reasons=reasons,
        most_telling=reasons[-1]
        if health.why in _TOLD_BY_SIGNALS and not confirmed
        else reasons[0],
        groups=[_shown_group(group) for group in health.groups],
        turning=[] if confirmed else [_to_turn(signal, each) for signal in turning or ()],
        unreachable=unreachable if turning is None and not confirmed else "",
        missing=[_missing(signal, each) for signal in health.missing],
        is_lost=bool(confirmed),
    )


def health_name(each: AccountHealth) -> Name:
    """How an account stands, in a word; one whose loss is confirmed is in danger no more."""
    return _("lost, confirmed") if _confirmed(each) else HEALTH_NAMES[each.light]


def _confirmed(each: AccountHealth) -> str:
    """That its manager has confirmed its loss, since when, why and to whom; nothing else."""
    said = None if each.silence is None else each.silence.said
    return confirmed_in_words(said) if said is not None and said.is_loss else ""


def _signal_name(key: str, each: AccountHealth) -> str:
    if key == RHYTHM:
        return _("its rhythm of buying")
    if key == COMPLAINTS:
        return _("complaints past their time")
    return str(NAMES.get(key) or each.names.get(key, key))


def _because(each: AccountHealth) -> str:
    health, row = each.health, each.silence
    points = {
        "points": _points(health.earned / max(sum(health.shares), 1e-9)),
        "bound": _points(GREEN_FROM),
    }
    is_silent = row is not None and RHYTHM_LIGHTS[row.state] is Light.RED
    if health.why is Why.CRITICAL and each.overdue and not is_silent:
        return _("A critical complaint is past its time.")
    if health.why is Why.CRITICAL and row is not None:
        return _("Its silence: “%(state)s”, %(silence)s.") % {
            "state": STATE_NAMES[row.key],
            "silence": silence_in_words(row.silent, row.usual, row.gaps),
        }
    if health.why is Why.LOW:
        return _("%(points)s of 100 points of what is known; in danger below %(bound)s.") % {
            "points": _points(health.score or 0),
            "bound": _points(RED_BELOW),
        }
    if health.why is Why.TOO_LITTLE_KNOWN and health.known < KNOWN_AT_LEAST:
        return _("%(known)s of the weight is known and fresh; it takes %(needed)s to judge.") % {
            "known": _part(health.known),
            "needed": _part(KNOWN_AT_LEAST),
        }
    if health.why is Why.TOO_LITTLE_KNOWN:
        return _("Nobody can say whether it buys as usual: without that, nothing is green.")
    if health.why is Why.GOOD:
        return _("%(points)s of 100 points; healthy from %(bound)s.") % points
    told = _("%(points)s of 100 points; healthy from %(bound)s.")
    if health.missing:
        told = _(
            "%(points)s of 100 points, what is missing counted as none; healthy from %(bound)s."
        )
    return told % points


def _worst(each: AccountHealth) -> str:
    """The signals that hold it back; without any, those that are missing."""
    health = each.health
    known = [signal for signal in health.signals if signal.is_known(health.on)]
    for light, text in (
        (Light.RED, _("Red: %(signals)s.")),
        (Light.AMBER, _("Amber: %(signals)s.")),
    ):
        if found := [signal for signal in known if signal.light is light]:
            return text % {"signals": _together(found, each)}
    if health.missing:
        return _("Missing: %(signals)s.") % {"signals": _together(health.missing, each)}
    return ""


def _together(found: Sequence[Signal], each: AccountHealth) -> str:
    # Names have commas of their own.
    told = " · ".join(_signal_name(signal.key, each) for signal in found[:_NAMED])
    if (more := len(found) - _NAMED) <= 0:
        return told
    return ngettext("%(signals)s and %(count)s more", "%(signals)s and %(count)s more", more) % {
        "signals": told,
        "count": more,
    }


def _to_turn(signal: Signal, each: AccountHealth) -> str:
    """A signal with how it stands and what would make it green."""
    name = _signal_name(signal.key, each)
    is_known = signal.is_known(each.health.on)
    value, item = each.values.get(signal.key), each.items.get(signal.key)
    if value is not None and item is not None:
        told = {
            "signal": name,
            "value": shown_value(value, each.currency),
            "target": target_in_words(value.kpi, item.target, each.currency),
        }
        if not is_known:
            return _("%(signal)s, which is missing and should be %(target)s") % told
        if signal.light is Light.RED:
            return _("%(signal)s, which is red: it is %(value)s and should be %(target)s") % told
        return _("%(signal)s, which is amber: it is %(value)s and should be %(target)s") % told
    if signal.key == COMPLAINTS:
        return _("%(signal)s: %(count)s") % {
            "signal": name, "count": formats.number(each.overdue)
        }  # fmt: skip
    if not is_known:
        return _("%(signal)s, which is missing") % {"signal": name}
    row = each.silence
    silence = "" if row is None else silence_in_words(row.silent, row.usual, row.gaps)
    if signal.light is Light.RED:
        return _("%(signal)s, which is red: %(silence)s") % {"signal": name, "silence": silence}
    return _("%(signal)s, which is amber: %(silence)s") % {"signal": name, "silence": silence}


def _missing(signal: Signal, each: AccountHealth) -> str:
    name = _signal_name(signal.key, each)
    if signal.day is not None and signal.is_stale(each.health.on):
        return ngettext(
            "%(signal)s: its data are of %(day)s and hold for %(count)s day",
            "%(signal)s: its data are of %(day)s and hold for %(count)s days",
            signal.lasts,
        ) % {"signal": name, "day": formats.day(signal.day), "count": signal.lasts}
    value = each.values.get(signal.key)
    reason = Missing.NO_DATA if value is None else value.estimate.reason or Missing.NO_DATA
    return _("%(signal)s: %(reason)s") % {
        "signal": name,
        "reason": formats.lower_first(str(formats.REASONS[reason])),
    }


def _shown_group(group: GroupHealth) -> ShownGroup:
    if group.score is None:
        light = Light.GREY
        told = _unknown(group)
    else:
        light = Light.GREEN if group.score >= GREEN_FROM else Light.AMBER
        light = Light.RED if group.score < RED_BELOW else light
        told = _("%(points)s of 100 points; %(known)s of it is known, by data of %(day)s") % {
            "points": _points(group.score),
            "known": _part(group.known),
            "day": formats.NOTHING if group.day is None else formats.day(group.day),
        }
    return ShownGroup(
        name=GROUP_NAMES[group.group],
        weight=_part(group.weight),
        light_icon=LIGHT_ICONS[light],
        light_tone=LIGHT_TONES[light],
        light_name=HEALTH_NAMES[light],
        told=told,
    )


def _unknown(group: GroupHealth) -> str:
    if group.is_measured:
        return _("nothing of it is known")
    return _("it has no targets, and so is left out")


def _points(part: float) -> str:
    return formats.number(round(part * 100))


def _part(part: float) -> str:
    return formats.percent(Decimal(str(round(part, 4))), places=0)
