"""KPIs as the reader writes them: values, targets, changes, the drawn course."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.core.estimates import Estimate, Missing
from clavero.core.money import Money
from clavero.kpis.rules.catalogue import OF_DELIVERIES
from clavero.kpis.rules.framework import Framework
from clavero.kpis.rules.kpi import GROWING, Direction, Joined, Kpi, Light, Quality, Unit
from clavero.kpis.rules.profit import turn
from clavero.kpis.rules.wallet import Place, WalletSource
from clavero.kpis.selectors import Board, Catalogue, Line, Value
from clavero.kpis.showing.delivering import conventions_in_words
from clavero.kpis.words import (
    LIGHT_ICONS,
    LIGHT_NAMES,
    LIGHT_TONES,
    PER_HUNDRED,
    QUALITY_NAMES,
    READINGS,
    TURN_NAMES,
    WALLET_NAMES,
    WEIGHED_BY,
    WHITE_SPACE_NAMES,
    Name,
    name_of,
    written,
)
from clavero.ui import formats

_WIDTH, _HEIGHT, _PAD = 120, 28, 3
_OF_ANSWERS = frozenset({"first-response", "median-response"})
_PROFIT_GROWTHS = frozenset({"contribution-growth", "customer-contribution-growth"})


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
    before_note: str
    change: str
    target: str
    light: Light
    light_name: Name
    light_icon: str
    light_tone: str
    sparkline: Sparkline | None
    weight: str
    address: str  # of the records behind it
    owner: str


def shown_value(value: Value, currency: str) -> str:
    """A value, or a dash."""
    found = value.estimate.value
    return formats.NOTHING if found is None else written(found, value.kpi.unit, currency)


def shown_line(
    line: Line, board: Board, currency: str, names: Mapping[str, str], address: str
) -> Shown:
    """A line of a board in words; its records are at ``address``."""
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
        notes=[*_notes(line, currency), *_beside(line, board)],
        before=_before(line, currency),
        before_note=_before_note(line, currency),
        change=_change(line, currency),
        target="" if item is None else target_in_words(kpi, item.target, currency),
        light=line.light,
        light_name=LIGHT_NAMES[line.light],
        light_icon=LIGHT_ICONS[line.light],
        light_tone=LIGHT_TONES[line.light],
        sparkline=sparkline(line, currency),
        weight="" if item is None else formats.number(item.weight),
        address=address,
        owner="" if item is None or not item.owner_id else board.owners.get(item.owner_id, ""),
    )


def target_in_words(kpi: Kpi, target: Decimal, currency: str) -> str:
    """What is wanted of a KPI."""
    told = written(target, kpi.unit, currency)
    if kpi.direction is Direction.AT_LEAST:
        return _("at least %(value)s") % {"value": told}
    return _("at most %(value)s") % {"value": told}


def targets_in_words(framework: Framework, known: Catalogue, currency: str) -> Iterator[str]:
    """Each target of a framework, with its tolerance and weight."""
    for item in framework.items:
        kpi = known.by_key.get(item.key)
        if kpi is None:
            yield _("%(kpi)s, which is no longer kept") % {"kpi": item.key}
            continue
        yield _("%(kpi)s: %(target)s (tolerance %(tolerance)s, weight %(weight)s)") % {
            "kpi": name_of(kpi, known.names),
            "target": target_in_words(kpi, item.target, currency),
            "tolerance": written(item.tolerance, kpi.unit, currency),
            "weight": formats.number(item.weight),
        }


def _before(line: Line, currency: str) -> str:
    if line.before is None:
        return ""
    if line.before.value is None:
        return formats.NOTHING
    return written(line.before.value, line.kpi.unit, currency)


def _before_note(line: Line, currency: str) -> str:
    """Of which day or of which accounts it is, where one could take it for another's."""
    if line.before_on is not None:
        return _("entered for %(day)s") % {"day": formats.day(line.before_on)}
    if line.alike is None or line.alike.value is None:
        return ""
    told = written(line.alike.value, line.kpi.unit, currency)
    return (
        ""
        if told == _before(line, currency)
        else _("today's accounts: %(value)s") % {"value": told}
    )


def _change(line: Line, currency: str) -> str:
    """The change since, signed, in the unit of the KPI; of rates in points."""
    now, before = line.value.estimate.value, None if line.before is None else line.before.value
    if now is None or before is None:
        return ""
    unit = Unit.POINTS if line.kpi.unit is Unit.RATE else line.kpi.unit
    told = written(abs(now - before), unit, currency)
    if told == written(Decimal(0), unit, currency):
        return _("no change")
    direction = formats.Direction.UP if now > before else formats.Direction.DOWN
    return formats.with_arrow(direction, formats.signed(now - before, told))


def _notes(line: Line, currency: str) -> Sequence[str]:
    """What has to stand beside a number: of how many, how sure, and what a label says better."""
    kpi, found = line.kpi, line.value.estimate
    notes = sure_in_words(kpi, found, currency)
    if found.value is None and found.change is not None:
        notes.append(_("in money: %(change)s") % {"change": _signed(found.change, currency)})
        if kpi.key in _PROFIT_GROWTHS and found.numerator is not None:
            notes.append(_turn_in_words(found))
    if line.value.quality is Quality.SMALL:
        notes.append(str(QUALITY_NAMES[Quality.SMALL]))
    if kpi.key in GROWING and line.value.joined is None and found.value is not None:
        notes.append(_("of the contact that matters with whom nobody spoke for longest"))
    notes += joint_in_words(line.value, currency)
    source, place = line.value.source, line.value.place
    if source is not None and place is Place.WHITE_SPACE:
        notes.append(_of_white_space(line.value, source))
    elif source is not None and place is Place.MATRIX:
        notes.append(str(WALLET_NAMES[source]) % {"day": formats.day(line.value.day)})
    elif line.value.joined is None and kpi.is_said and (found.value is not None or source):
        told = _("counted on %(day)s") if line.value.is_counted else _("entered for %(day)s")
        notes.append(told % {"day": formats.day(line.value.day)})
    if found.reason is Missing.WHOLE_TOO_SMALL and found.numerator is not None:
        notes.append(_of_too_small(found, currency))
    return [note for note in notes if note]


def sure_of(value: Value, currency: str) -> str:
    """Of how many a value is and how sure, in one line."""
    few = [str(QUALITY_NAMES[Quality.SMALL])] if value.quality is Quality.SMALL else []
    return ", ".join([*sure_in_words(value.kpi, value.estimate, currency), *few])


def sure_in_words(kpi: Kpi, found: Estimate, currency: str) -> list[str]:
    """Of how many a value is, and within what it lies."""
    notes = []
    if found.n is not None and kpi.is_rate and found.numerator is not None:
        told = _("%(part)s of %(whole)s") % {
            "part": formats.number(found.numerator),
            "whole": formats.number(found.n),
        }
        notes.append(told)
    elif found.n is not None:
        told = ngettext("counts %(count)s", "counts %(count)s", found.n)
        notes.append(told % {"count": formats.number(found.n)})
    if found.interval is not None:
        low, high = (_end(each, kpi.unit, currency) for each in found.interval)
        told = _("95%% interval: %(low)s to %(high)s")
        notes.append(told % {"low": low, "high": high})
    return notes


def _end(limit: float, unit: Unit, currency: str) -> str:
    """An end of an interval: whole points, which is as much as it knows."""
    value = Decimal(str(limit))
    if unit is Unit.RATE:
        return formats.percent(value, places=0)
    return written(Decimal(round(value)), unit, currency)


def joint_in_words(value: Value, currency: str) -> list[str]:
    """Of how many accounts a value of several is, and how it came about; of a sum also what it is
    an account (methods §3.5)."""
    if value.joined is None:
        return []
    count = {"count": formats.number(value.accounts)}
    total = value.estimate.value
    if value.joined is Joined.SUM and total is not None and value.accounts > 1:
        each, unit = total / value.accounts, value.kpi.unit
        told = _("of %(count)s accounts, %(each)s each on average")
        by_one = (
            formats.number(each, places=1) if unit is Unit.COUNT else written(each, unit, currency)
        )
        return [told % {**count, "each": by_one}]
    if value.joined is Joined.MEAN:
        told = ngettext(
            "that of %(count)s account", "average of %(count)s accounts", value.accounts
        )
    else:
        told = ngettext("of %(count)s account", "of %(count)s accounts", value.accounts)
    weighed = WEIGHED_BY.get(value.joined) if value.accounts > 1 else None
    return [told % count, *([] if weighed is None else [str(weighed)])]


def _beside(line: Line, board: Board) -> list[str]:
    """What the board knows of a number: of which months it is where the day does not say it, and
    what it leaves out."""
    if line.kpi.key == PER_HUNDRED and line.value.estimate.value is not None:
        return [formats.period_in_words(board.period)]
    if line.kpi.key in OF_DELIVERIES and line.value.estimate.value is not None:
        by_hand = line.kpi.is_said and not line.value.is_counted
        return [] if by_hand else conventions_in_words(board.windows, line.kpi.key)
    return _unanswered(line, board)


def _unanswered(line: Line, board: Board) -> list[str]:
    """Beside how soon complaints were answered how many of them were not: nobody is quick who
    answers half of them."""
    answered = line.value.estimate.n
    if line.kpi.key not in _OF_ANSWERS or answered is None:
        return []
    key = "unanswered-complaints"
    counts = [each.value.estimate.value for each in board.lines if each.kpi.key == key]
    waiting = int(counts[0] or 0) if counts else 0
    if not waiting:
        return []
    told = ngettext(
        "%(count)s of %(whole)s not answered yet",
        "%(count)s of %(whole)s not answered yet",
        waiting,
    )
    whole = answered + waiting
    return [told % {"count": formats.number(waiting), "whole": formats.number(whole)}]


def _of_white_space(value: Value, source: WalletSource) -> str:
    """How sure a total of the white space is: of which wallets, and how old the oldest is."""
    places = {"day": formats.day(value.day)}
    if value.known == value.cells:
        return str(WHITE_SPACE_NAMES[source]) % places
    places |= {"known": formats.number(value.known), "cells": formats.number(value.cells)}
    return (
        _(
            "by the white space, of %(known)s of %(cells)s cells whose wallet is known, the oldest "
            "since %(day)s: little sure"
        )
        % places
    )


def _of_too_small(found: Estimate, currency: str) -> str:
    """The part and the whole that it is more than."""
    if found.numerator is None or found.denominator is None:
        return ""
    if found.denominator == 1:
        return _("it would be %(share)s") % {"share": formats.percent(found.numerator)}
    return _("%(part)s, of %(whole)s that it is said to buy") % {
        "part": formats.money(Money(found.numerator, currency), places=0),
        "whole": formats.money(Money(found.denominator, currency), places=0),
    }


def _turn_in_words(found: Estimate) -> str:
    if found.numerator is None or found.denominator is None:
        return ""
    label = turn(found.numerator, found.denominator)
    return "" if label is None else str(TURN_NAMES[label])


def _signed(amount: Decimal, currency: str) -> str:
    return formats.signed(amount, formats.money(Money(abs(amount), currency), places=0))


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
