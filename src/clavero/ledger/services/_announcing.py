"""Telling of a change: products, and whatever a higher domain keeps, follow the lines."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from clavero.ledger import hooks
from clavero.ledger import store as stores
from clavero.ledger.engine import cube, lines
from clavero.ledger.engine.cube import Month
from clavero.ledger.hooks import CustomerSeen, LedgerChange
from clavero.ledger.models import Import, Status
from clavero.ledger.services import _products
from clavero.ledger.store import Store


def tell(store: Store, import_id: str) -> None:
    """Say that an import's lines came in or went out. May run twice."""
    row = Import.objects.get(pk=import_id)
    months = stores.parquet_by_month(store.kept(import_id))
    files = [path for paths in months.values() for path in paths]
    seen = cube.published(store).months
    is_in = row.status == Status.DONE
    gone: list[str] = []
    if is_in:
        # Later months know a customer's name better than the ones that came in.
        later = [seen[each] for each in seen if each >= min(months)]
        # All customers are a first import's: none has to be looked for among its lines.
        has_others = Import.objects.filter(status=Status.DONE).exclude(pk=import_id).exists()
        customers = _described(store, later, files if has_others else None)
    else:
        customers = _described(store, list(seen.values()), files)
        gone = sorted(set(lines.customer_codes(files)) - {each.code for each in customers})
    change = LedgerChange(
        import_id=import_id,
        customers=customers,
        months=sorted(months),
        customers_gone=gone,
    )
    with ThreadPoolExecutor(1) as pool:
        products = pool.submit(lines.products_in, files)  # found while customers are written down
        for hook in hooks.on_change:
            hook(change)
        if is_in:
            _products.register(products.result())
        else:
            files_of = {name: month.files for name, month in seen.items()}
            _products.lines_gone(store, files_of, products.result())
    Import.objects.filter(pk=import_id, version=row.version).update(told=True)


def _described(store: Store, months: list[Month], files: list[Path] | None) -> list[CustomerSeen]:
    """The customers in ``files``, or all, as ``months`` of the ledger describe them."""
    segments = [name for month in months for name in month.segments]
    return lines.customers_in(store, segments, files) if segments else []
