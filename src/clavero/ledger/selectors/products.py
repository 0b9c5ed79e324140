"""What can be read of the products: their names are no secret to who sees any sales.

What was sold of them is read through a ``Scope``, as all lines are
(:func:`~clavero.ledger.selectors.by_product`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

from django.db.models import QuerySet

from clavero.core.errors import Forbidden
from clavero.identity.rules import Actor, Verb
from clavero.ledger.models import CatalogueVersion, Product, ProductDismissal
from clavero.ledger.rules.products import Suggestion, suggest, survivors

MOST = 200  # more than a person decides in a sitting
_READERS = (
    Verb.SEE_WHOLE_PORTFOLIO,
    Verb.SEE_OWN_ACCOUNTS,
    Verb.IMPORT_SALES,
    Verb.MANAGE_PRODUCTS,
)


class ProductCard(NamedTuple):
    """What pages show of a product."""

    id: int
    code: str
    name: str
    family: str
    first_sold: date | None
    last_sold: date

    @property
    def title(self) -> str:
        """The name, or the code where the ledger gave none."""
        return self.name or self.code


@dataclass(frozen=True)
class Catalogue:
    """Every product at one version; kept in the process until the version changes.

    ``merged`` gives for a product, by code, the one it was merged into.
    """

    version: int
    cards: dict[str, ProductCard]
    merged: dict[str, str]

    @cached_property
    def survivors(self) -> dict[str, str]:
        """The code that each merged one counts for."""
        return survivors(self.merged)

    @cached_property
    def suggestions(self) -> list[Suggestion]:
        """Every pair of products that stand by themselves and have alike names."""
        return suggest(
            {code: card.name for code, card in self.cards.items() if code not in self.merged}
        )


class ProposedProducts(NamedTuple):
    """Two products that may be one."""

    first: ProductCard
    second: ProductCard
    has_same_name: bool


@dataclass(frozen=True, slots=True)
class ProductDuplicates:
    """The surest pairs, at most :data:`MOST`, out of ``found``."""

    pairs: list[ProposedProducts]
    found: int


def sees_products(actor: Actor) -> bool:
    """Whether the role has anything to do with what is sold."""
    return any(actor.may(verb) for verb in _READERS)


def products(actor: Actor) -> QuerySet[Product]:
    """Every product, merged ones too."""
    if not sees_products(actor):
        raise Forbidden(Verb.SEE_OWN_ACCOUNTS)
    return Product.objects.select_related("merged_into")


def product_duplicates(actor: Actor) -> ProductDuplicates:
    """The pairs that nobody has merged or dismissed yet, surest first."""
    if not actor.may(Verb.MANAGE_PRODUCTS):
        raise Forbidden(Verb.MANAGE_PRODUCTS)
    known = catalogue()
    dismissed = {
        frozenset(pair)
        for pair in ProductDismissal.objects.values_list("first__code", "second__code")
    }
    pairs = [
        ProposedProducts(known.cards[each.first], known.cards[each.second], each.has_same_name)
        for each in known.suggestions
        if frozenset((each.first, each.second)) not in dismissed
    ]
    return ProductDuplicates(pairs[:MOST], len(pairs))


def catalogue() -> Catalogue:
    """The products as they are now. One query while nothing changes."""
    number = CatalogueVersion.objects.values_list("number", flat=True).first() or 0
    return _catalogue(number)


@lru_cache(maxsize=2)
def _catalogue(version: int) -> Catalogue:
    rows = Product.objects.order_by().values_list(
        "merged_into__code", "id", "code", "name", "family", "first_sold", "last_sold"
    )
    cards, merged = {}, {}
    for into, pk, code, name, family, first, last in rows.iterator(chunk_size=10_000):
        cards[code] = ProductCard(pk, code, name, family, first, last)
        if into is not None:
            merged[code] = into
    return Catalogue(version, cards, merged)
