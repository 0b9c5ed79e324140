"""Lines held against what was agreed: prices, volumes and dates, for all contracts at once."""

from __future__ import annotations

from datetime import date

import pyarrow as pa

from clavero.core.scope import Scope
from clavero.ledger import store as stores
from clavero.ledger.engine import agreed, cube, dated, delivered
from clavero.ledger.engine.agreed import COVER, OF_NOTE, PRICE, SPAN, WINDOW
from clavero.ledger.engine.cube import Published
from clavero.ledger.engine.dated import Dates
from clavero.ledger.store import Store

__all__ = [
    "COVER",
    "OF_NOTE",
    "PRICE",
    "SPAN",
    "WINDOW",
    "Dates",
    "agreed_differences",
    "agreed_lines",
    "agreed_quantities",
    "agreed_totals",
    "agreed_unheld",
    "agreed_volumes",
    "amounts_outside",
    "credited",
    "due_within_window",
    "held_deliveries",
    "outside_window",
    "short_deliveries",
]


def agreed_totals(scope: Scope, prices: pa.Table, covers: pa.Table) -> pa.Table:
    """How many lines were compared with each of ``PRICE``, and what lies above and below it."""
    return agreed.totals(*_now(), prices, covers, scope.customers)


def agreed_differences(
    scope: Scope,
    prices: pa.Table,
    covers: pa.Table,
    *,
    limit: int | None = None,
    document: str | None = None,
) -> pa.RecordBatchReader:
    """Each line that departs from the price in force, or those of one document, the most money
    first; a piece at a time, as all lines that depart are."""
    return agreed.differences(
        *_now(), prices, covers, scope.customers, limit=limit, document=document
    )


def agreed_unheld(scope: Scope, prices: pa.Table, covers: pa.Table) -> pa.Table:
    """How many lines of what has a price are held against none, by contract."""
    return agreed.unheld(*_now(), prices, covers, scope.customers)


def agreed_volumes(
    scope: Scope, spans: pa.Table, covers: pa.Table, *, by_day: bool = True
) -> pa.Table:
    """What was bought of each of ``SPAN``, by day and currency or by currency alone, credit notes
    taken off."""
    return agreed.volumes(*_now(), spans, covers, scope.customers, by_day=by_day)


def agreed_quantities(scope: Scope, spans: pa.Table, covers: pa.Table, notes: pa.Table) -> pa.Table:
    """What was bought of each of ``SPAN`` by unit of measure, the lines without a quantity apart,
    without the documents of ``OF_NOTE``."""
    return agreed.quantities(*_now(), spans, covers, scope.customers, notes)


def credited(scope: Scope, spans: pa.Table, covers: pa.Table) -> pa.Table:
    """The credit notes of each of ``SPAN``, by document."""
    return agreed.credit_notes(*_now(), spans, covers, scope.customers)


def agreed_lines(
    scope: Scope,
    spans: pa.Table,
    prices: pa.Table,
    covers: pa.Table,
    *,
    document: str | None = None,
    limit: int = 100,
    offset: int = 0,
) -> pa.Table:
    """The lines of ``SPAN``, or of one document within it, each beside its price in force."""
    return agreed.shown(
        *_now(), spans, prices, covers, scope.customers,
        document=document, limit=limit, offset=offset,
    )  # fmt: skip


def outside_window(
    scope: Scope,
    dates: Dates,
    windows: pa.Table,
    covers: pa.Table,
    *,
    today: date,
    limit: int | None = None,
    document: str | None = None,
) -> pa.RecordBatchReader:
    """Invoiced lines delivered or paid outside their ``WINDOW``, or those of one document; with a
    limit, those with the most days."""
    return dated.outside(
        *_now(), dates, windows, covers, scope.customers, today, limit=limit, document=document
    )


def amounts_outside(
    scope: Scope, dates: Dates, windows: pa.Table, covers: pa.Table, *, today: date
) -> pa.Table:
    """The same lines by their amounts and days: what waiting costs follows from them."""
    return dated.amounts_outside(*_now(), dates, windows, covers, scope.customers, today)


def due_within_window(
    scope: Scope, dates: Dates, windows: pa.Table, covers: pa.Table, *, today: date
) -> pa.Table:
    """How many invoiced lines were due in each ``WINDOW``, and how many lie outside it."""
    return dated.due_within(*_now(), dates, windows, covers, scope.customers, today)


def held_deliveries(scope: Scope, windows: pa.Table, covers: pa.Table, *, today: date) -> pa.Table:
    """How the deliveries due in each ``WINDOW`` were kept, by day and by quantity."""
    return delivered.within(*_now(), windows, covers, scope.customers, today)


def short_deliveries(
    scope: Scope,
    windows: pa.Table,
    covers: pa.Table,
    *,
    today: date,
    limit: int | None = None,
    document: str | None = None,
) -> pa.RecordBatchReader:
    """Invoiced lines due in their ``WINDOW`` that came with less than was ordered, or those of one
    document."""
    return delivered.short(
        *_now(), windows, covers, scope.customers, today, limit=limit, document=document
    )


def _now() -> tuple[Store, Published]:
    store = stores.current()
    return store, cube.catch_up(store)
