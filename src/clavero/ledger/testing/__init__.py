"""Ledgers for tests, without files: rows go in, an import comes out.

``ledger_of`` is the whole of it for another domain's test: the rows are staged as a file's would
be and brought in by the same services.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from clavero.core.scope import Scope
from clavero.identity.rules import Actor
from clavero.ledger import store as stores
from clavero.ledger.engine.lines import ProductFound
from clavero.ledger.ingest.findings import Staged
from clavero.ledger.models import Import, Product, Status
from clavero.ledger.services import _settling
from clavero.ledger.services._bringing import bring_in, stand_beside
from clavero.ledger.services._products import register
from clavero.ledger.services._progress import Progress
from clavero.ledger.store import LATER, LINE, Store
from clavero.ledger.testing.remembering import remembered

Day = date
EVERYTHING = Scope(None)
SYSTEM = Actor.system()


@dataclass(frozen=True, slots=True)
class Row:
    """A sales line with sensible defaults: an invoice of 100.00 on 15 January 2024."""

    document: str = "F1"
    customer: str | None = "C1"
    date: date = date(2024, 1, 15)
    net_amount: Decimal = Decimal(100)
    cost: Decimal | None = None
    kind: str = "invoice"
    family: str | None = None
    product: str | None = None
    product_name: str | None = None
    quantity: Decimal | None = Decimal(1)
    line: str | None = None
    customer_name: str | None = None
    tax_number: str | None = None
    country: str | None = None
    currency: str = "EUR"
    rate: Decimal = Decimal(1)
    unit: str | None = None
    list_price: Decimal | None = None
    promised_date: Day | None = None
    delivered_date: Day | None = None
    due_date: Day | None = None
    paid_date: Day | None = None
    ordered_quantity: Decimal | None = None

    def canonical(self, import_id: str, line_no: int) -> dict[str, Any]:
        """The line as the ledger keeps it; ``net_amount`` is in the reporting currency."""
        given = {name: getattr(self, name) for name in self.__slots__}
        return {
            **dict.fromkeys(LINE.names),
            **given,
            "import_id": import_id,
            "line_no": line_no,
            "amount": (self.net_amount / self.rate).quantize(Decimal("1e-6")),
        }


def stage_rows(rows: Sequence[Row], folder: Path, import_id: str) -> Staged:
    """Write ``rows`` to ``folder`` in the layout of a staged file."""
    lines = [row.canonical(import_id, number) for number, row in enumerate(rows, start=2)]
    months: dict[str, list[dict[str, Any]]] = {}
    totals: dict[str, Decimal] = {}
    for line in lines:
        months.setdefault(f"{line['date']:%Y-%m}", []).append(line)
        totals[line["currency"]] = totals.get(line["currency"], Decimal(0)) + line["amount"]
    # As in a file's import: what no row says has no column.
    unsaid = [name for name in LATER if all(line[name] is None for line in lines)]
    schema = pa.schema([each for each in LINE if each.name not in unsaid])
    for month, of_month in months.items():
        target = folder / "kept" / f"month={month}"
        target.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.Table.from_pylist(of_month, schema=schema), target / "data_0.parquet")
    days = [row.date for row in rows]
    return staged_counts(
        folder,
        len(rows),
        unattributed=sum(row.customer is None for row in rows),
        without_cost=sum(row.cost is None for row in rows),
        net_total=totals,
        first=min(days, default=None),
        last=max(days, default=None),
    )


def ledger_of(
    rows: Iterable[Row], *, name: str = "sales.csv", actor: Actor | None = None
) -> Import:
    """Bring ``rows`` into the ledger as one import."""
    lines = list(rows)

    def bring() -> Import:
        return bring_staged(
            lambda folder, import_id: stage_rows(lines, folder, import_id), name=name, actor=actor
        )

    return bring() if actor is not None else remembered((tuple(lines), name), bring)


def ledger_of_again(twin: Import, *, actor: Actor | None = None) -> Import:
    """Bring the file of an import that is in the ledger once more."""
    who = actor or Actor.system()
    store = stores.current()
    row = Import.objects.create(file_name=twin.file_name, by_id=who.user_id, by_name=who.name)
    with store.exclusive():
        _settling.recover(store)
        row.status = Status.READING
        row.save()
        store.share_import(twin.pk, row.pk)
        stand_beside(who, row, twin)
    return Import.objects.get(pk=row.pk)


def bring_staged(
    stage: Callable[[Path, str], Staged], *, name: str = "sales.csv", actor: Actor | None = None
) -> Import:
    """Bring in what ``stage(folder, import_id)`` writes, as a file that has been read."""
    who = actor or Actor.system()
    store = stores.current()
    row = Import.objects.create(file_name=name, by_id=who.user_id, by_name=who.name)
    with store.exclusive():
        _settling.recover(store)
        row.status = Status.READING
        row.save()
        staged = stage(store.import_folder(row.pk), row.pk)
        bring_in(who, store, row, staged, "EUR", Progress(row.pk))
    return Import.objects.get(pk=row.pk)


def staged_counts(folder: Path, lines: int, **more: Any) -> Staged:
    """What staging says of ``lines`` good lines."""
    return Staged(
        **{
            "folder": folder,
            "read": lines,
            "kept": lines,
            "refused": 0,
            "refused_by_reason": {},
            "first_refused": (),
            "unattributed": 0,
            "without_cost": 0,
            "net_total": {},
            "zero_price": 0,
            "negative_price": 0,
            "positive_credit_notes": 0,
            "first": None,
            "last": None,
            **more,
        }
    )


def make_product(code: str, name: str = "", *, family: str = "") -> Product:
    """A product as the ledger brings it."""
    day = date(2024, 1, 15)
    register([ProductFound(code, name or f"Product {code}", family, day, day, day, day)])
    return Product.objects.get(code=code)


def lines_of(store: Store) -> list[dict[str, Any]]:
    """Every line of the ledger, in no order, by its files."""
    tables = [pq.read_table(store.table / file.path, partitioning=None) for file in store.files()]
    nothing = dict.fromkeys(LATER)
    return [{**nothing, **line} for table in tables for line in table.to_pylist()]


def some_rows(
    *,
    customers: int = 5,
    months: int = 14,
    start: date = date(2023, 1, 10),
    families: Sequence[str] = ("Belts", "Bearings", "Lubricants"),
) -> list[Row]:
    """A small regular company: each customer buys monthly, the first one most; nothing random."""
    rows = []
    for month in range(months):
        day = (start.replace(day=1) + timedelta(days=31 * month)).replace(day=start.day)
        for number in range(customers):
            amount = Decimal(1000) / (number + 1)
            amount = amount.quantize(Decimal("0.01"))
            rows.append(
                Row(
                    document=f"F{month:02}-{number}",
                    customer=f"C{number + 1}",
                    customer_name=f"Customer {number + 1}",
                    date=day,
                    net_amount=amount,
                    cost=None if number == customers - 1 else (amount * 7 / 10),
                    family=families[(month + number) % len(families)],
                    product=f"P{(month + number) % len(families)}",
                )
            )
    return rows
