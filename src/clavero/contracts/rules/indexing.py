"""How prices follow an index: the days on which each level holds, and what a price is then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from clavero.contracts.rules.terms import Indexation
from clavero.core.money import round_for_display

PLACES = 6
"""Decimals of a price."""


@dataclass(frozen=True, slots=True)
class Step:
    """Days on which prices are multiplied by one factor; ``end`` does not count."""

    start: date
    end: date
    factor: Decimal


def steps(term: Indexation, levels: Iterable[tuple[date, Decimal]]) -> list[Step]:
    """The steps of an indexation, each level from its day to the next one's, within its days. A
    level of a day before them holds at the first; before any level is known prices stay.

    >>> from clavero.core.period import Period
    >>> term = Indexation(Decimal(100), Period.year(2026), cap=Decimal("0.05"))
    >>> told = [(date(2026, 7, 1), Decimal(110)), (date(2026, 4, 1), Decimal(102))]
    >>> [(str(each.start), str(each.end), str(each.factor)) for each in steps(term, told)]
    [('2026-04-01', '2026-07-01', '1.02'), ('2026-07-01', '2027-01-01', '1.05')]
    """
    valid, ordered = term.valid, sorted(levels)
    bounds = [*(day for day, _level in ordered), date.max]
    found = []
    for (start, end), (_day, level) in zip(pairwise(bounds), ordered, strict=True):
        first, stop = max(start, valid.start), min(end, valid.end)
        if first < stop:
            found.append(Step(first, stop, term.factor(level)))
    return found


def indexed(
    price: Decimal, start: date, end: date, stages: Iterable[Step]
) -> Iterator[tuple[date, date, Decimal]]:
    """A price's days cut where its factor changes, with the price in each part.

    >>> stages = [Step(date(2026, 4, 1), date(2026, 7, 1), Decimal("1.02"))]
    >>> for first, stop, price in indexed(
    ...     Decimal("1.25"), date(2026, 1, 1), date(2027, 1, 1), stages
    ... ):
    ...     print(first, stop, price)
    2026-01-01 2026-04-01 1.25
    2026-04-01 2026-07-01 1.275000
    2026-07-01 2027-01-01 1.25
    """
    at = start
    for step in stages:
        first, stop = max(step.start, at), min(step.end, end)
        if first >= stop:
            continue
        if at < first:
            yield at, first, price
        yield first, stop, round_for_display(price * step.factor, PLACES)
        at = stop
    if at < end:
        yield at, end, price
