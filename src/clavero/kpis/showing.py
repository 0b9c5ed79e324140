"""KPIs as the reader writes them: values, targets, changes, the drawn course."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.core.estimates import Estimate, Missing
from clavero.core.money import Money
from clavero.kpis.rules.health import (
    GREEN_FROM,
    KNOWN_AT_LEAST,
    RED_BELOW,
    GroupHealth,
    Signal,
    Why,
)
from clavero.kpis.rules.kpi import SMALL_SAMPLE, Direction, Kpi, Light, Quality, Source, Unit
from clavero.kpis.rules.profit import turn
from clavero.kpis.selectors import RHYTHM, AccountHealth, Board, Line, Value
from clavero.kpis.words import (
    GROUP_NAMES,
    HEALTH_NAMES,
    LIGHT_ICONS,
    LIGHT_NAMES,
    LIGHT_TONES,
    NAMES,
    QUALITY_NAMES,
    READINGS,
    TURN_NAMES,
    Name,
)
from clavero.silence.words import STATE_NAMES, silence_in_words
from clavero.ui import formats

_WIDTH, _HEIGHT, _PAD = 120, 28, 3


@dataclass(frozen=True, slots=True)
class Sparkline:
    """The course of a value as an SVG's paths, with the height of the target; words beside it."""

    points: str
    end_x: str
    end_y: str
    target_y: str
    words: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of a board."""

    key: str
    name: Name
    reading: Name
    value: str
    reason: str
    notes: Sequence[str]
    before: str
    change: str
    target: str
    light: Light
    light_name: Name
    light_icon: str
    light_tone: str
    sparkline: Sparkline | None
    weight: str


def name_of(kpi: Kpi, names: Mapping[str, str]) -> Name:
    """What a KPI is called; a company's own as it wrote it."""
    return NAMES[kpi.key] if kpi.key in NAMES else names.get(kpi.key, kpi.key)


def written(value: Decimal, unit: Unit, currency: str) -> str:
    """A value in its unit."""
    if unit is Unit.MONEY:
        return formats.money(Money(value, currency), places=0)
    if unit is Unit.RATE:
        return formats.percent(value)
    if unit is Unit.POINTS:
        points = formats.number(value * 100, places=1)
        return _("%(points)s points") % {"points": points}
    if unit is Unit.DAYS:
        return _("%(days)s days") % {"days": formats.number(value, places=1)}
    if unit is Unit.HOURS:
        return _("%(hours)s h") % {"hours": formats.number(value, places=1)}
    return formats.number(value, places=0 if value == value.to_integral_value() else 1)


def shown_value(value: Value, currency: str) -> str:
    """A value, or a dash."""
    found = value.estimate.value
    return formats.NOTHING if found is None else written(found, value.kpi.unit, currency)


def shown_line(line: Line, board: Board, currency: str, names: Mapping[str, str]) -> Shown:
    """A line of a board in words."""
    kpi, found = line.kpi, line.value.estimate
    item = line.item
    return Shown(
        key=kpi.key,
        name=name_of(kpi, names),
        reading=READINGS.get(kpi.key, ""),
        value=shown_value(line.value, currency),
        reason=""
        if found.value is not None
        else str(formats.REASONS[found.reason or Missing.NO_DATA]),
        notes=list(_notes(line, currency)),
        before=_before(line, currency),
        change=_change(line, currency),
        target="" if item is None else _target(kpi, item.target, currency),
        light=line.light,
        light_name=LIGHT_NAMES[line.light],
        light_icon=LIGHT_ICONS[line.light],
        light_tone=LIGHT_TONES[line.light],
        sparkline=sparkline(line, currency),
        weight="" if item is None else formats.number(item.weight),
    )


def _target(kpi: Kpi, target: Decimal, currency: str) -> str:
    told = written(target, kpi.unit, currency)
    if kpi.direction is Direction.AT_LEAST:
        return _("at least %(value)s") % {"value": told}
    return _("at most %(value)s") % {"value": told}


def _before(line: Line, currency: str) -> str:
    if line.before is None:
        return ""
    if line.before.value is None:
        return formats.NOTHING
    return written(line.before.value, line.kpi.unit, currency)


def _change(line: Line, currency: str) -> str:
    """The change since, signed, in the unit of the KPI; of rates in points."""
    now, before = line.value.estimate.value, None if line.before is None else line.before.value
    if now is None or before is None:
        return ""
    unit = Unit.POINTS if line.kpi.unit is Unit.RATE else line.kpi.unit
    told = written(abs(now - before), unit, currency)
    if told == written(Decimal(0), unit, currency):
        return _("no change")
    arrow = formats.ARROWS[formats.Direction.UP if now > before else formats.Direction.DOWN]
    return f"{arrow} {'+' if now > before else '−'}{told}"


def _notes(line: Line, currency: str) -> Sequence[str]:
    """What has to stand beside a number: of how many, how sure, and what a label says better."""
    notes = []
    kpi, found = line.kpi, line.value.estimate
    if found.n is not None and kpi.is_rate and found.numerator is not None:
        told = _("%(part)s of %(whole)s") % {
            "part": formats.number(found.numerator),
            "whole": formats.number(found.n),
        }
        notes.append(told)
    elif found.n is not None:
        told = ngettext("counts %(count)s", "counts %(count)s", found.n)
        notes.append(told % {"count": formats.number(found.n)})
    if found.interval is not None and found.n is not None and found.n < SMALL_SAMPLE:
        low, high = (formats.percent(Decimal(str(each)), places=0) for each in found.interval)
        told = _("95%% interval: %(low)s to %(high)s")
        notes.append(told % {"low": low, "high": high})
    if found.value is None and found.change is not None:
        notes.append(_("in money: %(change)s") % {"change": _signed(found.change, currency)})
        if kpi.key == "contribution-growth" and found.numerator is not None:
            notes.append(_turn_in_words(found))
    if line.value.quality is Quality.SMALL:
        notes.append(str(QUALITY_NAMES[Quality.SMALL]))
    if kpi.source is Source.ENTRY and found.value is not None:
        notes.append(_("entered for %(day)s") % {"day": formats.day(line.value.day)})
    return [note for note in notes if note]


def _turn_in_words(found: Estimate) -> str:
    if found.numerator is None or found.denominator is None:
        return ""
    label = turn(found.numerator, found.denominator)
    return "" if label is None else str(TURN_NAMES[label])


def _signed(amount: Decimal, currency: str) -> str:
    sign = "+" if amount > 0 else "−" if amount < 0 else ""
    return sign + formats.money(Money(abs(amount), currency), places=0)


def sparkline(line: Line, currency: str) -> Sparkline | None:
    """The course drawn, where two values of it are known at least."""
    known = [(day, value) for day, value in line.course if value is not None]
    if len(known) < 2:
        return None
    target = None if line.item is None else line.item.target
    heights = [value for _day, value in known] + ([] if target is None else [target])
    low, high = min(heights), max(heights)
    first, last = known[0][0], known[-1][0]

    def x(day: date) -> str:
        part = (day - first).days / max((last - first).days, 1)
        return f"{_PAD + part * (_WIDTH - 2 * _PAD):.1f}"

    def y(value: Decimal) -> str:
        part = float((value - low) / (high - low)) if high > low else 0.5
        return f"{_HEIGHT - _PAD - part * (_HEIGHT - 2 * _PAD):.1f}"

    unit = line.kpi.unit
    words = _("From %(first)s in %(then)s to %(last)s in %(now)s.") % {
        "first": written(known[0][1], unit, currency),
        "then": formats.month(first),
        "last": written(known[-1][1], unit, currency),
        "now": formats.month(last),
    }
    return Sparkline(
        points=" ".join(f"{x(day)},{y(value)}" for day, value in known),
        end_x=x(last),
        end_y=y(known[-1][1]),
        target_y="" if target is None else y(target),
        words=words,
    )


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
    groups: Sequence[ShownGroup]
    turning: Sequence[str]
    unreachable: str
    missing: Sequence[str]


_NAMED = 3  # signals in a line


def shown_health(each: AccountHealth) -> ShownHealth:
    """An account's health in words."""
    health, light = each.health, each.light
    turning = health.turning
    unreachable = _("Nothing would yet: too little of it is watched. Give it targets.")
    return ShownHealth(
        id=each.card.id,
        name=each.card.title,
        light=light,
        light_name=HEALTH_NAMES[light],
        light_icon=LIGHT_ICONS[light],
        light_tone=LIGHT_TONES[light],
        reasons=[line for line in (_because(each), _worst(each)) if line],
        groups=[_shown_group(group) for group in health.groups],
        turning=[_to_turn(signal, each) for signal in turning or ()],
        unreachable=unreachable if turning is None else "",
        missing=[_missing(signal, each) for signal in health.missing],
    )


def _signal_name(key: str, each: AccountHealth) -> str:
    if key == RHYTHM:
        return _("its rhythm of buying")
    return str(NAMES.get(key) or each.names.get(key, key))


def _because(each: AccountHealth) -> str:
    health, row = each.health, each.silence
    points = {
        "points": _points(health.earned / max(sum(health.shares), 1e-9)),
        "bound": _points(GREEN_FROM),
    }
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
    return (
        _("%(points)s of 100 points, what is missing counted as none; healthy from %(bound)s.")
        % points
    )


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
    told = [_signal_name(signal.key, each) for signal in found[:_NAMED]]
    return ", ".join(told) + ("…" if len(found) > _NAMED else "")


def _to_turn(signal: Signal, each: AccountHealth) -> str:
    name = _signal_name(signal.key, each)
    if not signal.is_known(each.health.on):
        return _("%(signal)s, which is missing") % {"signal": name}
    if signal.light is Light.RED:
        return _("%(signal)s, which is red") % {"signal": name}
    return _("%(signal)s, which is amber") % {"signal": name}


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
        told = _("nothing of it is known") if group.is_measured else _("not measured yet")
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


def _points(part: float) -> str:
    return formats.number(round(part * 100))


def _part(part: float) -> str:
    return formats.percent(Decimal(str(round(part, 4))), places=0)
