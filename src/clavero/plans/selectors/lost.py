"""Account-years with the retention score that each began with, and whether it ended in a loss.

Whoever led an account on the first of a month, as retention counts it: where the account was not
lost yet, it is an account-year with the score of that day. It is what is known today of that day:
sales, silence and what was said by then. Points that somebody said instead are of today, and so are
the ends of contracts, which move as these are renewed: both are left out. Years do not overlap, so
that no loss counts twice. Source: methods §5.6.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING

from clavero.core.estimates import growth
from clavero.core.period import Period, add_months, known_days
from clavero.identity.rules import Actor
from clavero.kpis.rules.retention import active_at, lost_within
from clavero.kpis.selectors import latest, losses, losses_follow_from, values_on
from clavero.plans.rules.calibrating import AccountYear
from clavero.plans.rules.retention import Scorecard, Shown, points_of
from clavero.plans.selectors.live import MOST_YEARS, values_before
from clavero.plans.selectors.retention import shown_on
from clavero.portfolio.selectors import (
    Structure,
    data_span,
    held_on_days,
    results_of,
    scope_for,
    structure,
)
from clavero.silence import selectors as silence

if TYPE_CHECKING:
    from clavero.kpis.models import Snapshot

METHOD = 1
"""Counted up when a score or a loss comes to mean something else."""
_SYSTEM = Actor.system()


@dataclass(frozen=True, slots=True)
class Seen:
    """The account-years until ``day``, of which the first begins on ``first``."""

    day: date
    first: date | None
    years: Sequence[AccountYear]


def basis_of_losses(today: date) -> str:
    """The same for as long as nothing was computed anew of the years that are looked back at, and
    their losses follow from the same."""
    files = [each.file for each in _snapshots(today) if each is not None]
    this, *_days, first = _months(today)
    told = (METHOD, this, files, losses_follow_from(Period(first, this)))
    return sha256(repr(told).encode()).hexdigest()


def account_years(today: date) -> Seen:
    """Those of the last years that are over, as far back as a month was computed for each."""
    first, *days = _months(today)
    found: list[AccountYear] = []
    begins = None
    for day, snapshot in zip(days, _snapshots(today), strict=True):
        if snapshot is None:
            break
        years = list(_beginning(day, snapshot))
        found += years
        begins = day if years else begins
    return Seen(first, begins, found)


def _months(today: date) -> list[date]:
    """The first of this month, or of that in which whole months of the ledger end, and those of the
    same month of the years before."""
    span = data_span()
    this = (today if span is None else min(today, known_days(span).end)).replace(day=1)
    return [add_months(this, -12 * years) for years in range(MOST_YEARS + 1)]


def _snapshots(today: date) -> list[Snapshot | None]:
    """What was computed for each of the months looked back at, ``None`` from a missing one on."""
    found = [latest(day) for day in _months(today)[1:]]
    days = _months(today)[1:]
    return [
        each if each is not None and each.day == day else None
        for day, each in zip(days, found, strict=True)
    ]


def _beginning(day: date, snapshot: Snapshot) -> Iterator[AccountYear]:
    """The account-years that begin on a day."""
    shape = structure()
    year = Period(day, add_months(day, 12))
    lost = losses(year)
    if lost is None:
        return
    led = {held.account for held in held_on_days([day], shape)[day].values()}
    there = sorted(active_at(led, lost, day) & shape.cards.keys())
    left = lost_within(lost, year)
    then = _Then(day, snapshot, there, shape)
    for code in there:
        score = Scorecard(points_of(then.shown(code)), {}).score
        if score is not None:
            yield AccountYear(score, code in left)


class _Then:
    """What some accounts showed on a day."""

    def __init__(
        self, day: date, snapshot: Snapshot, codes: Collection[str], shape: Structure
    ) -> None:
        self.day = day
        self._values = values_on(_SYSTEM, snapshot, codes, day)
        self._before = values_before(_SYSTEM, codes, day, day)
        self._rhythms = _rhythms(codes, day)
        self._sales = list(_sales(codes, day, shape))

    def shown(self, code: str) -> Shown:
        """Of one of them."""
        sales = [each[code] for each in self._sales]
        full = sales.index(None) if None in sales else len(sales)
        return shown_on(
            self.day,
            self._values.get(code, {}),
            self._before.get(code, {}),
            rhythm=self._rhythms.get(code, ""),
            growth=growth(sales[0], sales[1]) if full > 1 else None,
            years=full,
            ends=(),  # of a contract that has run on since nobody knows when it was to end then
        )


def _rhythms(codes: Collection[str], day: date) -> dict[str, str]:
    """The state of each one's silence; who is a part of a group has its own."""
    quiet = silence.states(_SYSTEM, day)
    if quiet is None:
        return {}
    found = {row.code: row for row in quiet.rows if row.code in codes}
    found |= silence.states_by_themselves(_SYSTEM, set(codes) - found.keys(), day)
    return {code: row.state.key for code, row in found.items()}


def _sales(
    codes: Collection[str], day: date, shape: Structure
) -> Iterator[dict[str, Decimal | None]]:
    """The net sales of the full years before a day, the last one first."""
    span, scope = data_span(), scope_for(_SYSTEM)
    year = Period.ttm(day)
    for _number in range(MOST_YEARS):
        if span is None or year.start < known_days(span).start:
            return
        found = results_of(scope, codes, year, shape)
        yield {code: found[code].net_sales if code in found else None for code in codes}
        year = year.year_earlier()
