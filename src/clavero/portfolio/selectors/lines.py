"""The records behind a customer's figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.ledger import selectors as ledger
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors.counted import Counted, counted
from clavero.portfolio.selectors.structure import Card, structure
from clavero.portfolio.visibility import accounts, narrowed, scope_for


@dataclass(frozen=True, slots=True)
class LinesPage:
    """Some of a customer's lines, as the ledger has them, the latest first.

    ``has_members`` says that lines of several codes stand together: of a group, or of records
    that were merged.
    """

    card: Card
    counted: Counted
    period: Period
    lines: list[dict[str, Any]]
    number: int
    has_more: bool
    has_members: bool

    @property
    def before(self) -> int:
        """The page with later lines."""
        return self.number - 1

    @property
    def after(self) -> int:
        """The page with earlier lines."""
        return self.number + 1


def customer_lines(
    actor: Actor,
    customer_id: int,
    *,
    period: Period,
    tree: Tree | None = Tree.LEGAL,
    family: str | None = None,
    page: int,
    size: int,
) -> LinesPage:
    """The lines of a customer and of all that rolls up to it in ``tree``, ``size`` a page, pages
    from 1; with ``family``, those of one product family.

    Raises ``Customer.DoesNotExist`` for who may not see the customer.
    """
    customer = accounts(actor).get(pk=customer_id)
    scope, shape = scope_for(actor), structure()
    card = shape.cards[customer.code]
    counts = counted(card, tree, scope, shape)
    # One line more than shown tells whether there is another page, without counting them all.
    found = ledger.lines(
        narrowed(scope, counts.codes),
        customers=None,
        period=period,
        family=family,
        limit=size + 1,
        offset=(page - 1) * size,
    ).to_pylist()
    return LinesPage(
        card=card,
        counted=counts,
        period=period,
        lines=found[:size],
        number=page,
        has_more=len(found) > size,
        has_members=len(counts.codes) > 1,
    )
