"""Whether the models can be believed: the last months held out, and cohorts as they stayed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from clavero.core.period import Period, add_months, first_of_month, known_days
from clavero.lifetime.rules.fitting import NoFit
from clavero.lifetime.rules.histories import Purchases
from clavero.lifetime.rules.holdout import Holdout, hold_out
from clavero.lifetime.rules.models import Kind
from clavero.lifetime.rules.staying import Cohort, cohorts
from clavero.lifetime.rules.terms import Step, last_whole, numbers_of
from clavero.lifetime.selectors.base import Versions, base_purchases
from clavero.portfolio.selectors.kept import Kept

HELD_OUT = 3
"""Months that are held out at the end."""
_LEAST_BEFORE = 6  # months that must lie before them
_MOST = 24


@dataclass(frozen=True, slots=True)
class HeldOut:
    """The fit of the days before ``held``, beside what happened in them; or why there is none.
    ``result`` of ``None``: the data do not reach back far enough."""

    held: Period
    result: Holdout | NoFit | None


_holdouts: Kept[HeldOut] = Kept(limit=_MOST, weigh=lambda found: 1)


def tested(versions: Versions, data: Period, kind: Kind) -> HeldOut:
    """The model of the whole base tested on its last months."""
    return _holdouts.get(
        (versions, kind), lambda: held_out_last(base_purchases(versions), data, kind)
    )


def held_out(data: Period) -> Period:
    """The last three whole months of the data.

    >>> str(held_out(Period.parse("2010-12-01..2011-12-09")))
    '2011-09-01..2011-11-30'
    """
    end = first_of_month(known_days(data).end)
    return Period(add_months(end, -HELD_OUT), end)


def cohorts_of(bought: Purchases, data: Period, step: Step = Step.QUARTER) -> list[Cohort]:
    """Customers by the term of their first purchase, and how many of them bought in each term
    since, up to the last whole one."""
    return cohorts(bought, numbers_of(step, bought.day), last_whole(step, data), step)


def held_out_last(bought: Purchases, data: Period, kind: Kind) -> HeldOut:
    """The model fitted to purchases without the last whole months of ``data``, and tested on
    them."""
    held = held_out(data)
    if add_months(data.start, _LEAST_BEFORE) > held.start:
        return HeldOut(held, None)
    cut = held.start - timedelta(days=1)
    return HeldOut(held, hold_out(bought, kind, cut=cut.toordinal(), end=held.last.toordinal()))
