"""Products come into being from the lines, follow the latest of them, and go with the last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from secrets import randbits

from django.db import transaction

from clavero.core.audit import record_many
from clavero.core.bulk import insert_rows
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

_SAID_ON = {"name": "name_on", "family": "family_on"}
_DAYS = ("first_sold", "last_sold", *_SAID_ON.values())
_PLAIN = ("code", "name", "family", *_DAYS)


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
        new = [_plain(each) for code, each in batch.items() if code not in known]
        insert_rows(Product, _PLAIN, new)
        is_changed |= bool(new)
        is_changed |= _follow([(product, batch[code]) for code, product in known.items()])
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
        missing = {
            code: product
            for code, product in products.items()
            if _may_rest_on(product, batch[code])
        }
        said = {code: _forget(product) for code, product in missing.items()}
        lineless = dict(missing)
        for found in _latest(store, months, missing):
            _follow([(missing[each.code], each) for each in found])
            for code in [each.code for each in found]:
                lineless.pop(code, None)
                if all(getattr(missing[code], day) for day in said[code]):
                    del missing[code]
        _remove(list(lineless.values()))
    bump_catalogue()


def _may_rest_on(product: Product, gone: ProductFound) -> bool:
    """Whether what is known of ``product`` may come from lines that went out: what was sold and
    named later than they were has lines of its own."""
    return any(
        known is not None and out is not None and known <= out
        for day in ("last_sold", *_SAID_ON.values())
        for known, out in [(getattr(product, day), getattr(gone, day))]
    )


def _forget(product: Product) -> list[str]:
    """Take off the days, so that the lines that remain have the last word; those of the texts
    that must be looked for among them."""
    said = [day for day in _SAID_ON.values() if getattr(product, day)]
    product.last_sold = date.min
    for day in said:
        setattr(product, day, None)
    return said


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


def _follow(known: Sequence[tuple[Product, ProductFound]]) -> bool:
    """Write what lines say of products; whether anything differs."""
    written: list[Product] = []
    renamed: list[tuple[Product, dict[str, str], dict[str, str]]] = []
    for product, found in known:
        days = [getattr(product, day) for day in _DAYS]
        before, after = _told(product, found)
        if after or days != [getattr(product, day) for day in _DAYS]:
            written.append(product)
        if after:
            renamed.append((product, before, after))
    # An upsert writes 50,000 rows in one statement a batch, where UPDATE needs a CASE per row.
    Product.objects.bulk_create(
        written,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "family", *_DAYS],
    )
    record_many(Actor.system(), "product.followed_ledger", renamed)
    return bool(written)


def _plain(found: ProductFound) -> tuple[str | date | None, ...]:
    """Its code, name and family, and the days."""
    name = (found.name or "").strip()[:NAME_LENGTH]
    family = (found.family or "").strip()[:FAMILY_LENGTH]
    days = {
        "first_sold": found.first_sold,
        "last_sold": found.last_sold,
        "name_on": found.name_on if name else None,
        "family_on": found.family_on if family else None,
    }
    return found.code, name, family, *(days[each] for each in _DAYS)


def _told(product: Product, found: ProductFound) -> tuple[dict[str, str], dict[str, str]]:
    """Change ``product`` to what lines say that are not older than those it was named by; the
    names that differ, before and after."""
    said = Product(**dict(zip(_PLAIN, _plain(found), strict=True)))
    after: dict[str, str] = {}
    for field, day in _SAID_ON.items():
        known, told = getattr(product, day), getattr(said, day)
        if told is None or (known is not None and told < known):
            continue
        setattr(product, day, told)
        text = getattr(said, field)
        if field not in product.edited and text != getattr(product, field):
            after[field] = text
    before = {field: getattr(product, field) for field in after}
    for field, text in after.items():
        setattr(product, field, text)
    product.first_sold = min(product.first_sold or found.first_sold, found.first_sold)
    product.last_sold = max(product.last_sold, found.last_sold)
    return before, after
