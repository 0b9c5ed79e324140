"""Telling of a change: products, and whatever a higher domain keeps, follow the lines."""

from __future__ import annotations

from collections.abc import Sequence

from clavero.ledger import hooks
from clavero.ledger import store as stores
from clavero.ledger.engine import cube, lines
from clavero.ledger.engine.lines import CustomerFound, ProductFound
from clavero.ledger.hooks import CustomerSeen, LedgerChange, ProductSeen
from clavero.ledger.models import CODE_LENGTH, FAMILY_LENGTH, NAME_LENGTH, Import, Product, Status
from clavero.ledger.store import Store

_AT_ONCE = 5_000


def tell(store: Store, import_id: str) -> None:
    """Say that an import's lines came in or went out. May run twice."""
    row = Import.objects.get(pk=import_id)
    months = stores.parquet_by_month(store.kept(import_id))
    customers: list[CustomerFound] = []
    products: list[ProductFound] = []
    if row.status == Status.DONE:
        files = [path for paths in months.values() for path in paths]
        seen = cube.published(store).months
        # Later months know a customer's name better than the ones that came in.
        later = [month for month in seen if month >= min(months)]
        segments = [name for month in later for name in seen[month].segments]
        customers = lines.customers_in(store, segments, files)
        products = lines.products_in(files)
    _register(products)
    change = LedgerChange(
        import_id=import_id,
        customers=[CustomerSeen(*each) for each in customers],
        products=[ProductSeen(each.code, each.name, each.family) for each in products],
        months=sorted(months),
    )
    for hook in hooks.on_change:
        hook(change)
    Import.objects.filter(pk=import_id, version=row.version).update(told=True)


def _register(found: Sequence[ProductFound]) -> None:
    """Create the products that are new and follow the latest lines of the others."""
    usable = [each for each in found if len(each.code) <= CODE_LENGTH]
    for start in range(0, len(usable), _AT_ONCE):
        batch = {each.code: each for each in usable[start : start + _AT_ONCE]}
        known = Product.objects.in_bulk(batch, field_name="code")
        followed = [
            _following(known.get(code), each)
            for code, each in batch.items()
            if code not in known or known[code].last_sold <= each.last_sold
        ]
        Product.objects.bulk_create(
            followed,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["name", "family", "last_sold"],
        )


def _following(known: Product | None, found: ProductFound) -> Product:
    product = known or Product(code=found.code)
    product.name = (found.name or product.name)[:NAME_LENGTH]
    product.family = (found.family or product.family)[:FAMILY_LENGTH]
    product.last_sold = found.last_sold
    return product
