"""A rebate period by period: what was closed, what came of it since, and what is to be credited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from clavero.contracts.models import Closing, Term
from clavero.contracts.rules.quantities import Quantities
from clavero.contracts.rules.rebates import (
    Closed,
    RateMissing,
    StatementRow,
    periods_of,
    statement,
)
from clavero.contracts.rules.terms import Rebate
from clavero.contracts.selectors.book import ContractHeld
from clavero.contracts.selectors.holding import ZERO, covers_of
from clavero.contracts.selectors.volumes import bought_for
from clavero.portfolio.selectors import data_span


@dataclass(frozen=True, slots=True)
class Statement:
    """A rebate's periods, the closed ones with how they were closed; ``until`` is the last day that
    can be closed now, and ``missing`` why nothing can be told; ``quantities``, of
    one by quantity, which lines are not counted."""

    rows: Sequence[tuple[StatementRow, Closing | None]]
    credited: Decimal
    until: date | None
    missing: RateMissing | None = None
    quantities: Quantities | None = None

    @property
    def closings(self) -> list[Closing]:
        """How its periods were closed, the first one first."""
        return [closing for _row, closing in self.rows if closing is not None]

    @property
    def unsettled(self) -> Decimal:
        """By how much the closed periods together would be another today."""
        return next(
            (row.difference for row, closing in reversed(self.rows) if closing is not None), ZERO
        )

    @property
    def has_open(self) -> bool:
        """Whether something of its time is not closed."""
        return any(closing is None for _row, closing in self.rows)


def statement_seen(held: ContractHeld, term: Term, *, last: date | None = None) -> Statement:
    """The statement of a rebate of a contract, which was read before; with ``last``, as if a period
    were to end there."""
    rule = term.rule
    assert isinstance(rule, Rebate)
    span = data_span()  # the ledger's, not of the customers that somebody sees
    until = None if span is None else min(span.last, term.end)
    covers = covers_of([held.contract], held.scope, held.shape)
    found = bought_for(held.scope, covers, [term], by_day=True)[term.pk]
    closings = {each.last: each for each in term.closings.all()}
    if until is not None and (until < term.start or until <= max(closings, default=date.min)):
        until = None
    cuts = [*closings, *([] if last is None else [last])]
    periods = periods_of(rule.valid, cuts)
    closed = [
        Closed(period, closings[period.last].settled)
        for period in periods
        if period.last in closings
    ]
    try:
        rows = statement(rule, periods, found.sold, closed, found.rates)
    except RateMissing as missing:
        return Statement([], found.credited, until, missing)
    told = [(row, closings.get(row.period.end - timedelta(days=1))) for row in rows]
    return Statement(told, found.credited, until, quantities=found.quantities)
