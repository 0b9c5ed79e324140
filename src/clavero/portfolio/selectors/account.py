"""A customer that somebody sees, with those below it: what pages about an account start from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from clavero.core.scope import Scope
from clavero.identity.rules import Actor
from clavero.portfolio.models import Customer
from clavero.portfolio.rules.grouping import Forest, Tree
from clavero.portfolio.selectors.structure import Card, Structure, seen_now, structure


@dataclass(frozen=True, slots=True)
class Account:
    """A customer that somebody sees with those below it that they see; ``codes`` are those of all
    of them, merged ones too. ``units`` are their cards, the account first; ``scope`` is all that
    the reader sees."""

    card: Card
    units: tuple[Card, ...]
    codes: frozenset[str] = field(repr=False)
    shape: Structure = field(repr=False)
    scope: Scope = field(repr=False)

    @property
    def forest(self) -> Forest:
        """Who is below whom."""
        return self.shape.forests[Tree.LEGAL]

    @property
    def is_group(self) -> bool:
        """Whether there are units below it."""
        return len(self.units) > 1

    def unit_of(self, code: str) -> str:
        """The customer that a record is today."""
        return self.forest.survivor(code)


def account_of(actor: Actor, customer_id: int) -> Account:
    """The account. Raises ``Customer.DoesNotExist`` for strangers to it, and for a merged record.
    A query, or two."""
    scope, shape = seen_now(actor)
    card = shape.account(customer_id, scope)
    if card is None:
        raise Customer.DoesNotExist(f"no account {customer_id} for this reader")
    return account_within(scope, card.code, shape)


def account_within(scope: Scope, code: str, shape: Structure) -> Account:
    """The account of a customer in a scope that was read already."""
    seen, forest = scope.customers, shape.forests[Tree.LEGAL]
    below = [each for each in forest.subtree(code) if seen is None or each in seen]
    codes = frozenset(same for each in below for same in forest.same(each))
    return Account(
        shape.cards[below[0]],
        tuple(shape.cards[each] for each in below),
        codes if seen is None else codes & seen,
        shape,
        scope,
    )


class Today(NamedTuple):
    """The customer that a record is today."""

    id: int
    code: str
    title: str


def today_of(customer: Customer) -> Today:
    """Of a record that was not merged, itself, without a query."""
    if customer.merged_into_id is None:
        return Today(customer.pk, customer.code, str(customer))
    shape = structure()
    card = shape.cards[shape.alone.survivor(customer.code)]
    return Today(card.id, card.code, card.title)
