"""The products: all of them, and what a customer bought of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from clavero.core.errors import Forbidden
from clavero.core.estimates import Estimate, growth
from clavero.core.period import Period
from clavero.identity.rules import Actor, Verb
from clavero.ledger import selectors as ledger
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.rules.margin import margin
from clavero.portfolio.rules.picture import Compare, period_before
from clavero.portfolio.selectors.counted import Counted, counted
from clavero.portfolio.selectors.kept import Kept
from clavero.portfolio.selectors.portfolio import data_span
from clavero.portfolio.selectors.structure import Card, structure
from clavero.portfolio.visibility import accounts, narrowed, scope_for
from clavero.ui.rows import Rows

ZERO = Decimal(0)
_MOST_ROWS = 100_000


class CatalogueRow(NamedTuple):
    """A product in the list of all. ``family`` is the one it counts for: of a merged product that
    of the product it is today, whose name is ``merged_into``."""

    id: int
    code: str
    name: str
    family: str
    merged_into: str | None
    first_sold: date | None
    last_sold: date


class ProductRow(NamedTuple):
    """A product that the customer bought in the period or in the one before; merged ones are one.

    ``code`` is ``None`` for the lines without product, ``id`` for what the catalogue does not
    know. ``share`` is of the customer's net sales, a fraction; ``quantity`` is missing where it
    is not known of every line or counted in several units.
    """

    id: int | None
    code: str | None
    name: str
    family: str
    net_sales: Decimal
    net_sales_before: Decimal | None
    share: Decimal | None
    contribution: Decimal | None
    net_sales_with_cost: Decimal | None
    cost_known_share: Decimal | None
    quantity: Decimal | None
    quantity_unit: str | None
    orders: int
    first_purchase: date | None
    last_purchase: date | None

    @property
    def is_new(self) -> bool:
        """Whether nothing of it was sold in the period before."""
        return self.net_sales_before == 0 and self.net_sales > 0

    @property
    def is_stopped(self) -> bool:
        """Whether it was sold in the period before, and not invoiced since."""
        return (self.net_sales_before or 0) > 0 and self.orders == 0

    @property
    def growth(self) -> Estimate:
        """Of net sales against the period before."""
        return growth(self.net_sales, self.net_sales_before)

    @property
    def change(self) -> Decimal | None:
        """Of net sales against the period before, as an amount."""
        return None if self.net_sales_before is None else self.net_sales - self.net_sales_before

    @property
    def margin(self) -> Estimate:
        """Contribution per net sales, of the lines whose cost is known."""
        return margin(self.contribution, self.net_sales_with_cost)


@dataclass(frozen=True, slots=True)
class ProductsPicture:
    """A customer's products as the reader may see them. ``net_sales`` are of all of them."""

    card: Card
    counted: Counted
    period: Period
    period_before: Period | None
    net_sales: Decimal
    rows: Rows[ProductRow]

    @property
    def is_cost_unknown(self) -> bool:
        """Whether no line of the period has a cost."""
        return all(row.contribution is None for row in self.rows)


_catalogue: Kept[Rows[CatalogueRow]] = Kept(limit=1, weigh=lambda _rows: 1)
_rows: Kept[Rows[ProductRow]] = Kept(limit=_MOST_ROWS, weigh=len)


def catalogue_rows(actor: Actor) -> Rows[CatalogueRow]:
    """Every product, merged ones too."""
    if not ledger.sees_products(actor):
        raise Forbidden(Verb.SEE_OWN_ACCOUNTS)
    known = ledger.catalogue()
    return _catalogue.get(known.version, lambda: Rows(list(_listed(known))))


def _listed(known: ledger.Catalogue) -> Iterator[CatalogueRow]:
    for code, card in known.cards.items():
        kept = known.cards[known.survivors.get(code, code)]
        yield CatalogueRow(
            id=card.id,
            code=code,
            name=card.title,
            family=kept.family,
            merged_into=kept.title if code in known.survivors else None,
            first_sold=card.first_sold,
            last_sold=card.last_sold,
        )


def customer_products(
    actor: Actor,
    customer_id: int,
    *,
    period: Period,
    compare: Compare | None = Compare.YEAR_EARLIER,
    tree: Tree | None = Tree.LEGAL,
) -> ProductsPicture:
    """The products of a customer and of all that rolls up to it in ``tree``.

    Raises ``Customer.DoesNotExist`` for who may not see it, and for a merged record.
    """
    customer = accounts(actor).get(pk=customer_id)
    own, shape = scope_for(actor), structure()
    card = shape.cards[customer.code]
    counts = counted(card, tree, own, shape)
    before = period_before(period, compare, data_span())
    scope = narrowed(own, counts.codes)
    catalogue = ledger.catalogue()

    def read() -> Rows[ProductRow]:
        found = ledger.by_product(scope, period, before=before).to_pylist()
        return Rows(list(_named(found, catalogue)))

    rows = _rows.get((ledger.version(), catalogue.version, scope, period, before), read)
    return ProductsPicture(
        card=card,
        counted=counts,
        period=period,
        period_before=before,
        net_sales=sum((row.net_sales for row in rows), ZERO),
        rows=rows,
    )


def _named(found: list[dict[str, Any]], catalogue: ledger.Catalogue) -> Iterator[ProductRow]:
    total = sum((each["net_sales"] for each in found), ZERO)
    for each in found:
        code = each.pop("product")
        card = catalogue.cards.get(code)
        yield ProductRow(
            id=card.id if card else None,
            code=code,
            name=card.title if card else code or "",
            family=card.family if card else "",
            share=each["net_sales"] / total if total > 0 else None,
            **each,
        )
