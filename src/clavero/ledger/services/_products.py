"""Products come into being from the lines, follow the latest of them, and go with the last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.db import transaction

from clavero.core.audit import record_many
from clavero.core.references import referred_to
from clavero.identity.rules import Actor
from clavero.ledger.engine import lines
from clavero.ledger.engine.lines import ProductFound
from clavero.ledger.models import CODE_LENGTH, FAMILY_LENGTH, NAME_LENGTH, Product
from clavero.ledger.store import Store

_AT_ONCE = 5_000
_MONTHS_AT_ONCE = 12


def register(found: Sequence[ProductFound]) -> None:
    """Create the products that are new and follow the latest lines of the others."""
    for batch in _batches(found):
        known = Product.objects.in_bulk(batch, field_name="code")
        _save(
            [
                _following(known.get(code), each)
                for code, each in batch.items()
                if code not in known or known[code].last_sold <= each.last_sold
            ]
        )


@transaction.atomic
def lines_gone(
    store: Store, months: Mapping[str, Sequence[str]], gone: Sequence[ProductFound]
) -> None:
    """Follow what the ledger's ``months`` still say of products after lines of theirs went out.

    One without any line is removed, unless a person merged it or something refers to it. The
    latest months are looked at first: most products are found there.
    """
    for batch in _batches(gone):
        products = Product.objects.in_bulk(batch, field_name="code")
        # What was sold later than the lines that went out has lines of its own.
        missing = {
            code: product
            for code, product in products.items()
            if product.last_sold <= batch[code].last_sold
        }
        for found in _latest(store, months, missing):
            _save([_following(missing.pop(each.code), each) for each in found])
        _remove(list(missing.values()))


def _latest(
    store: Store, months: Mapping[str, Sequence[str]], missing: Mapping[str, Product]
) -> Iterator[list[ProductFound]]:
    """What the last lines of the ``missing`` say; who is told of them takes them out."""
    latest = sorted(months, reverse=True)
    for start in range(0, len(latest), _MONTHS_AT_ONCE):
        if not missing:
            return
        files = [
            store.table / path
            for month in latest[start : start + _MONTHS_AT_ONCE]
            for path in months[month]
        ]
        yield lines.products_in(files, only=list(missing))


def _remove(products: Sequence[Product]) -> None:
    referred = referred_to(Product, [each.pk for each in products])
    merged = {each.pk for each in products if each.merged_into_id is not None}
    going = [each for each in products if each.pk not in referred | merged]
    record_many(
        Actor.system(),
        "product.left_ledger",
        [(each, {"code": each.code, "name": each.name}, None) for each in going],
    )
    Product.objects.filter(pk__in=[each.pk for each in going]).delete()


def _batches(found: Sequence[ProductFound]) -> Iterator[dict[str, ProductFound]]:
    usable = [each for each in found if len(each.code) <= CODE_LENGTH]
    for start in range(0, len(usable), _AT_ONCE):
        yield {each.code: each for each in usable[start : start + _AT_ONCE]}


def _following(known: Product | None, found: ProductFound) -> Product:
    product = known or Product(code=found.code)
    product.name = (found.name or product.name)[:NAME_LENGTH]
    product.family = (found.family or product.family)[:FAMILY_LENGTH]
    product.last_sold = found.last_sold
    return product


def _save(products: Sequence[Product]) -> None:
    Product.objects.bulk_create(
        products,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "family", "last_sold"],
    )
