"""Purchases by cycle: who takes the next ones, by the fit of the whole base."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.lifetime.rules import opportunities
from clavero.lifetime.rules.fitting import LEAST_CUSTOMERS, LEAST_REPEATERS, NoFit, Why
from clavero.lifetime.rules.histories import Purchases
from clavero.lifetime.rules.opportunities import BetaBernoulli
from clavero.lifetime.rules.terms import (
    Step,
    Taken,
    Term,
    last_whole,
    numbers_of,
    once,
    taken,
)
from clavero.lifetime.selectors.base import (
    Versions,
    base_purchases,
    purchases_of,
    versions_of,
)
from clavero.portfolio.selectors import Structure, data_span, scope_for, structure
from clavero.portfolio.selectors.kept import Kept
from clavero.ui.rows import Rows

AHEAD = {Step.MONTH: 12, Step.QUARTER: 4, Step.YEAR: 3}
"""Cycles to come that are told of."""
_MOST, _MOST_ROWS, _PLACES = 12, 200_000, 4


class Cycle(NamedTuple):
    """The ``number``-th cycle after the first purchase: of so many ``customers`` some ``bought``,
    and the fit says ``expected``."""

    number: int
    customers: int
    bought: int
    expected: float


class Often(NamedTuple):
    """So many ``customers`` bought in ``times`` cycles, and the fit says ``expected``."""

    times: int
    customers: int
    expected: float


@dataclass(frozen=True)
class CyclesFit:
    """BG/BB of the whole base. ``a_cycle`` are the days of purchase in a cycle with any: far above
    one, the model looks away from most of what is known."""

    model: BetaBernoulli
    log_likelihood: float
    customers: int
    repeaters: int
    a_cycle: float
    cycles: Sequence[Cycle]
    often: Sequence[Often]


class CycleRow(NamedTuple):
    """An account. Of ``n`` cycles after its first one it bought in ``x``, the last being ``last``;
    it is there at the next one with probability ``alive`` and buys in ``expected`` of those to
    come."""

    id: int | None
    code: str
    name: str
    x: int
    n: int
    first: Term
    last: Term
    alive: Decimal
    expected: Decimal


@dataclass(frozen=True)
class CyclesPicture:
    """The accounts that a reader sees, by the fit of the whole company's."""

    step: Step
    data: Period
    is_whole: bool
    versions: Versions
    fitted: CyclesFit | NoFit
    rows: Sequence[CycleRow]

    @property
    def listed(self) -> Rows[CycleRow]:
        """The rows for a list."""
        return Rows(self.rows)

    @property
    def alive(self) -> Decimal:
        """How many are likely to be there at the next cycle."""
        return sum((row.alive for row in self.rows), Decimal(0))

    @property
    def expected(self) -> Decimal:
        """In how many of the cycles to come all of them buy."""
        return sum((row.expected for row in self.rows), Decimal(0))


_fits: Kept[CyclesFit | NoFit] = Kept(limit=_MOST, weigh=lambda _found: 1)
_pictures: Kept[CyclesPicture] = Kept(limit=_MOST_ROWS, weigh=lambda picture: len(picture.rows) + 1)


def cycles_picture(actor: Actor, step: Step) -> CyclesPicture | None:
    """Who buys in the next cycles; ``None`` without any sales."""
    data = data_span()
    if data is None:
        return None
    scope, shape = scope_for(actor), structure()
    versions = versions_of(shape)

    def compute() -> CyclesPicture:
        fitted = _fits.get((versions, step), lambda: _fit(base_purchases(versions), data, step))
        rows: list[CycleRow] = []
        if isinstance(fitted, CyclesFit):
            rows = _rows(purchases_of(scope, versions), shape, fitted.model, data, step)
        return CyclesPicture(step, data, scope.is_everything, versions, fitted, rows)

    return _pictures.get((versions, scope, step), compute)


def _taken(bought: Purchases, data: Period, step: Step) -> Taken:
    return taken(bought, numbers_of(step, bought.day), last_whole(step, data))


def _fit(bought: Purchases, data: Period, step: Step) -> CyclesFit | NoFit:
    of = _taken(bought, data, step)
    customers, repeaters = len(of.x), int(np.count_nonzero(of.x))
    if customers < LEAST_CUSTOMERS:
        return NoFit(Why.FEW_CUSTOMERS, customers, repeaters)
    if repeaters < LEAST_REPEATERS:
        return NoFit(Why.FEW_REPEATERS, customers, repeaters)
    patterns, count = np.unique(np.column_stack((of.x, of.t_x, of.n)), axis=0, return_counts=True)
    x, t_x, n = patterns.T
    found = opportunities.fit(x, t_x, n, count)
    if isinstance(found, Why):
        return NoFit(found, customers, repeaters)
    model = BetaBernoulli(*found.parameters)
    return CyclesFit(
        model=model,
        log_likelihood=found.log_likelihood,
        customers=customers,
        repeaters=repeaters,
        a_cycle=_a_cycle(bought, data, step),
        cycles=_cycles(bought, of, model, data, step),
        often=_often(of, model),
    )


def _a_cycle(bought: Purchases, data: Period, step: Step) -> float:
    terms = numbers_of(step, bought.day)
    last = last_whole(step, data)
    _who, different = once(bought, terms)
    return float(np.count_nonzero(terms <= last) / np.count_nonzero(different <= last))


def _cycles(
    bought: Purchases, of: Taken, model: BetaBernoulli, data: Period, step: Step
) -> list[Cycle]:
    terms, last = numbers_of(step, bought.day), last_whole(step, data)
    first = np.full(len(bought.names), last)
    first[of.place] = last - of.n
    who, when = once(bought, terms)
    after = when - first[who]
    longest = int(of.n.max())
    took = np.bincount(after[(when <= last) & (after > 0)], minlength=longest + 1)
    return [
        Cycle(
            number,
            customers := int(np.count_nonzero(of.n >= number)),
            int(took[number]),
            customers * model.expected_at(number),
        )
        for number in range(1, longest + 1)
    ]


def _often(of: Taken, model: BetaBernoulli) -> list[Often]:
    longest = int(of.n.max())
    expected = np.zeros(longest + 1)
    for cycles, customers in zip(*np.unique(of.n, return_counts=True), strict=True):
        expected[: cycles + 1] += customers * model.taken(int(cycles))
    customers = np.bincount(of.x, minlength=longest + 1)
    return [
        Often(times, int(customers[times]), float(expected[times])) for times in range(longest + 1)
    ]


def _rows(
    bought: Purchases, shape: Structure, model: BetaBernoulli, data: Period, step: Step
) -> list[CycleRow]:
    of, last = _taken(bought, data, step), last_whole(step, data)
    # Equal histories are equally likely to go on, and there are few different ones.
    keys, places = np.unique(np.column_stack((of.x, of.t_x, of.n)), axis=0, return_inverse=True)
    if not len(keys):
        return []
    alive = model.alive(*keys.T).tolist()
    expected = model.expected_of(AHEAD[step], *keys.T).tolist()
    rows = []
    for at, place in enumerate(of.place.tolist()):
        code, same = bought.names[place], int(places.reshape(-1)[at])
        card = shape.cards.get(code)
        n, t_x = int(of.n[at]), int(of.t_x[at])
        rows.append(
            CycleRow(
                id=card.id if card else None,
                code=code,
                name=card.title if card else code,
                x=int(of.x[at]),
                n=n,
                first=Term(step, last - n),
                last=Term(step, last - n + t_x),
                alive=round(Decimal(alive[same]), _PLACES),
                expected=round(Decimal(expected[same]), _PLACES),
            )
        )
    return sorted(rows, key=lambda row: (-row.expected, row.code))
