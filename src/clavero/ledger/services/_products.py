"""Products come into being from the lines, follow the latest of them, and go with the last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from secrets import randbits

from django.db import transaction

from clavero.core.audit import record_many
from clavero.core.references import referred_to
from clavero.identity.rules import Actor
from clavero.ledger.engine import lines
from clavero.ledger.engine.lines import ProductFound
from clavero.ledger.models import (
    CODE_LENGTH,
    FAMILY_LENGTH,
    NAME_LENGTH,
    CatalogueVersion,
    Product,
)
from clavero.ledger.store import Store

_AT_ONCE = 5_000
_MONTHS_AT_ONCE = 12


def hold_catalogue() -> None:
    """Wait until nobody else is changing products, to the end of the transaction: each sees the
    last one's result, so that two people cannot merge two products into each other."""
    CatalogueVersion.objects.get_or_create(pk=1)
    CatalogueVersion.objects.select_for_update().get(pk=1)


def bump_catalogue() -> None:
    """Say that products have changed, so that nothing old is shown."""
    CatalogueVersion.objects.update_or_create(pk=1, defaults={"number": randbits(62)})


@transaction.atomic
def register(found: Sequence[ProductFound]) -> None:
    """Create the products that are new and follow the latest lines of the others.

    What a person has written stays. Doing it twice changes nothing.
    """
    hold_catalogue()
    is_changed = False
    for batch in _batches(found):
        known = Product.objects.in_bulk(batch, field_name="code")
        new = [_new(each) for code, each in batch.items() if code not in known]
        is_changed |= _follow([(product, batch[code]) for code, product in known.items()], new)
    if is_changed:
        bump_catalogue()


@transaction.atomic
def lines_gone(
    store: Store, months: Mapping[str, Sequence[str]], gone: Sequence[ProductFound]
) -> None:
    """Follow what the ledger's ``months`` still say of products after lines of theirs went out.

    One without any line is removed, unless a person worked on it or something refers to it. The
    latest months are looked at first: most products are found there.
    """
    hold_catalogue()
    for batch in _batches(gone):
        products = Product.objects.in_bulk(batch, field_name="code")
        # What was sold later than the lines that went out has lines of its own.
        missing = {
            code: product
            for code, product in products.items()
            if product.last_sold <= batch[code].last_sold
        }
        for found in _latest(store, months, missing):
            followed = [(missing.pop(each.code), each) for each in found]
            for product, _each in followed:
                product.last_sold = date.min  # so that what remains has the last word
            _follow(followed)
        _remove(list(missing.values()))
    bump_catalogue()


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
    worked_on = {each.pk for each in products if each.merged_into_id is not None or each.edited}
    going = [each for each in products if each.pk not in referred | worked_on]
    record_many(
        Actor.system(),
        "product.left_ledger",
        [(each, {"code": each.code, "name": each.name}, None) for each in going],
    )
    Product.objects.filter(pk__in=[each.pk for each in going]).delete()


def _batches(found: Sequence[ProductFound]) -> Iterator[dict[str, ProductFound]]:
    usable = [each for each in found if 0 < len(each.code) <= CODE_LENGTH]
    for start in range(0, len(usable), _AT_ONCE):
        yield {each.code: each for each in usable[start : start + _AT_ONCE]}


def _follow(known: Sequence[tuple[Product, ProductFound]], new: Sequence[Product] = ()) -> bool:
    """Write what lines say of products, and the ``new`` ones; whether anything differs."""
    written = list(new)
    renamed: list[tuple[Product, dict[str, str], dict[str, str]]] = []
    for product, found in known:
        days = product.first_sold, product.last_sold
        before, after = _told(product, found)
        if after or days != (product.first_sold, product.last_sold):
            written.append(product)
        if after:
            renamed.append((product, before, after))
    # An upsert writes 50,000 rows in one statement a batch, where UPDATE needs a CASE per row.
    Product.objects.bulk_create(
        written,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "family", "first_sold", "last_sold"],
    )
    record_many(Actor.system(), "product.followed_ledger", renamed)
    return bool(written)


def _new(found: ProductFound) -> Product:
    return Product(
        code=found.code,
        name=(found.name or "").strip()[:NAME_LENGTH],
        family=(found.family or "").strip()[:FAMILY_LENGTH],
        first_sold=found.first_sold,
        last_sold=found.last_sold,
    )


def _told(product: Product, found: ProductFound) -> tuple[dict[str, str], dict[str, str]]:
    """Change ``product`` to what lines say that are not older than those it was named by; the
    names that differ, before and after."""
    said = _new(found)
    is_latest = product.last_sold <= found.last_sold
    after = {
        field: text
        for field in ("name", "family")
        if is_latest and field not in product.edited
        if (text := getattr(said, field)) and text != getattr(product, field)
    }
    before = {field: getattr(product, field) for field in after}
    for field, text in after.items():
        setattr(product, field, text)
    product.first_sold = min(product.first_sold or found.first_sold, found.first_sold)
    product.last_sold = max(product.last_sold, found.last_sold)
    return before, after
