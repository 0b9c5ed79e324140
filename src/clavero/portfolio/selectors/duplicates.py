"""The customers that are probably the same one, for a person to decide."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from clavero.core.errors import Forbidden
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.models import Customer, DuplicateDismissal
from clavero.portfolio.rules.duplicates import Ground, Record, Suggestion, suggest
from clavero.portfolio.rules.grouping import Kind
from clavero.portfolio.selectors.structure import Card, structure

MOST = 200  # more than a person decides in a sitting


@dataclass(frozen=True, slots=True)
class ProposedPair:
    """Two customers that may be one. ``likeness`` is 0–1."""

    first: Card
    second: Card
    ground: Ground
    likeness: float


@dataclass(frozen=True, slots=True)
class Duplicates:
    """The surest pairs, at most :data:`MOST`, out of ``found``."""

    pairs: list[ProposedPair]
    found: int


def duplicates(actor: Actor) -> Duplicates:
    """The pairs that nobody has merged or dismissed yet, surest first."""
    if not actor.may(Verb.MANAGE_CUSTOMERS):
        raise Forbidden(Verb.MANAGE_CUSTOMERS)
    shape = structure()
    dismissed = set(DuplicateDismissal.objects.values_list("first__code", "second__code"))
    open_pairs = [
        ProposedPair(shape.cards[each.first], shape.cards[each.second], each.ground, each.likeness)
        for each in _suggestions(shape.version)
        if (each.first, each.second) not in dismissed and (each.second, each.first) not in dismissed
    ]
    return Duplicates(open_pairs[:MOST], len(open_pairs))


@lru_cache(maxsize=1)
def _suggestions(version: int) -> list[Suggestion]:
    """Every suggestion at a version of the structure, which is their key."""
    rows = Customer.objects.filter(merged_into__isnull=True, kind=Kind.COMPANY)
    records = rows.order_by("code").values_list("code", "name", "tax_number")
    return suggest([Record(*row) for row in records.iterator(chunk_size=10_000)])
