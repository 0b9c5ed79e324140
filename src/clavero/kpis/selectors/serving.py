"""What is left after serving, as parts of snapshots: of each customer by itself, added up."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa

from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.kpis.store import SCHEMA
from clavero.profitability.selectors import (
    AfterServing,
    after_serving,
    basis_of_serving,
    counted_since,
)

SYSTEM = Actor.system()
ZERO = Decimal(0)
NOTHING = AfterServing(ZERO, ZERO, ZERO)
LATE = timedelta(91)
"""When events were first counted later than so far into the twelve months before, these had fewer
of them only because nobody counted: they are compared with nothing. A default without an empirical
basis."""
SERVED = (
    "served", "served_sales", "alike", "alike_sales", "alike_before", "alike_sales_before",
    "serving", "serving_before",
)  # fmt: skip


def basis(period: Period) -> str | None:
    """The same as long as serving costs the same for the same sales, in the twelve months and in
    those before; ``None`` while nothing says what it costs."""
    return basis_of_serving(Period(period.calendar_before().start, period.end))


@dataclass(frozen=True, slots=True)
class Together:
    """The sums of customers of whom all is known."""

    net_sales: Decimal
    serving: Decimal
    contribution: Decimal


@dataclass(frozen=True)
class AllServed:
    """What every customer leaves now and left before, by code; ``before`` is ``None`` where the
    ledger does not reach back."""

    now: Mapping[str, AfterServing]
    before: Mapping[str, AfterServing] | None

    @property
    def codes(self) -> set[str]:
        """Everybody of whom anything was counted."""
        return {*self.now, *(self.before or ())}

    def of(self, codes: Collection[str]) -> dict[str, Decimal | None]:
        """The parts of some customers together; unknown of one of them, they are of all: a sum
        without it would be another account's."""
        now = _together(self.now, codes)
        before = None if self.before is None else _together(self.before, codes)
        found: dict[str, Decimal | None] = dict.fromkeys(SERVED)
        if now is None:
            return found
        found |= {"served": now.contribution, "served_sales": now.net_sales}
        if before is not None:
            found |= {
                "alike": now.contribution,
                "alike_sales": now.net_sales,
                "alike_before": before.contribution,
                "alike_sales_before": before.net_sales,
                "serving": now.serving,
                "serving_before": before.serving,
            }
        return found


def served_of(
    period: Period, *, reaches_back: bool, only: Collection[str] | None = None
) -> AllServed | None:
    """Of everybody, or of customers with ``only`` these codes; ``None`` while nothing says what
    serving costs."""
    now = after_serving(SYSTEM, period, only)
    if now is None:
        return None
    earlier, counted = period.calendar_before(), counted_since()
    if not reaches_back or (counted is not None and counted > earlier.start + LATE):
        return AllServed(now, None)
    return AllServed(now, after_serving(SYSTEM, earlier, only))


def with_served(
    rows: pa.Table, served: AllServed | None, members: Mapping[str, Collection[str]]
) -> pa.Table:
    """The accounts' rows with what is left after serving; ``members`` are the codes of those that
    are not single customers."""
    if served is None:
        return rows
    told = [
        served.of(members.get(code, (code,))) if code else {}
        for code in rows["subject"].to_pylist()
    ]
    columns = {name: [each.get(name) for each in told] for name in SERVED}
    return pa.table(
        {
            each.name: pa.array(_exact(columns[each.name], each.type), each.type)
            if each.name in columns
            else rows[each.name]
            for each in SCHEMA
        }
    ).cast(SCHEMA)


def _exact(amounts: Iterable[Decimal | None], kind: Any) -> list[Decimal | None]:
    unit = Decimal(1).scaleb(-kind.scale)
    return [None if each is None else each.quantize(unit) for each in amounts]


def _together(found: Mapping[str, AfterServing], codes: Collection[str]) -> Together | None:
    sales = serving = contribution = ZERO
    for code in codes:
        each = found.get(code, NOTHING)  # nobody sold to it or served it
        if each.contribution is None or each.serving is None:
            return None
        sales += each.net_sales
        serving += each.serving
        contribution += each.contribution
    return Together(sales, serving, contribution)
