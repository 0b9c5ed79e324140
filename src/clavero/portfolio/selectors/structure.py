"""How customers belong together, as read from the tables."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.db.models import QuerySet

from clavero.core.scope import Scope
from clavero.identity.rules import Actor
from clavero.portfolio.models import Customer, GroupLink, StructureVersion
from clavero.portfolio.rules.grouping import Forest, Kind, Tree
from clavero.portfolio.selectors.kept import Kept
from clavero.portfolio.visibility import scope_with_version


class Card(NamedTuple):
    """What pages show of a customer."""

    id: int
    code: str
    name: str
    kind: Kind
    tax_number: str
    country: str
    sector: str = ""
    segment: str = ""

    @property
    def title(self) -> str:
        """The name, or the code where the ledger gave none."""
        return self.name or self.code


@dataclass(frozen=True)
class Structure:
    """Customers and trees at one version; kept in the process until the version changes."""

    version: int
    cards: dict[str, Card]
    forests: dict[Tree, Forest]

    @cached_property
    def alone(self) -> Forest:
        """No groups, only the merges: what each customer is by itself."""
        return Forest(merged=self.forests[Tree.LEGAL].merged)

    @cached_property
    def by_id(self) -> dict[int, Card]:
        """Those customers that are not another one today, by their number."""
        merged = self.alone.merged
        return {card.id: card for code, card in self.cards.items() if code not in merged}

    @cached_property
    def codes(self) -> dict[int, str]:
        """The codes of all customers by their numbers, of merged records too."""
        return {card.id: code for code, card in self.cards.items()}

    def account(self, customer_id: int, scope: Scope) -> Card | None:
        """The customer of a number, where ``scope`` holds it; ``None`` for a merged record."""
        card = self.by_id.get(customer_id)
        is_theirs = card is not None and (scope.customers is None or card.code in scope.customers)
        return card if is_theirs else None

    def records(self, customer_id: int) -> list[int]:
        """The numbers of the records that are this very customer: its own first, then those merged
        into it."""
        code = self.codes.get(customer_id)
        merged = () if code is None else self.alone.same(code)
        return list(dict.fromkeys((customer_id, *(self.cards[each].id for each in merged))))

    def forest(self, tree: Tree | None) -> Forest:
        """The tree asked for; without one, single customers."""
        return self.alone if tree is None else self.forests[tree]


_STRUCTURES: Kept[Structure] = Kept(limit=2, weigh=lambda structure: 1)


def structure_version() -> int:
    """A number that is new after every change to customers and groups. One query."""
    return StructureVersion.objects.values_list("number", flat=True).first() or 0


def structure() -> Structure:
    """Customers and trees as they are now."""
    return structure_at(structure_version())


def seen_now(actor: Actor) -> tuple[Scope, Structure]:
    """Whose sales ``actor`` may read, and customers and trees as they are now, in one query."""
    scope, version = scope_with_version(actor)
    return scope, structure() if version is None else structure_at(version)


def structure_at(version: int) -> Structure:
    """Customers and trees of a version that was read a moment ago, without asking again."""
    return _STRUCTURES.get(version, lambda: _read(version))


def forests() -> dict[Tree, Forest]:
    """The trees as they are in this transaction, for a service that is about to change them."""
    merged = dict(
        Customer.objects.filter(merged_into__isnull=False)
        .order_by()
        .values_list("code", "merged_into__code")
    )
    parents: dict[Tree, dict[str, str]] = {tree: {} for tree in Tree}
    for tree, child, parent in GroupLink.objects.values_list("tree", "child__code", "parent__code"):
        parents[Tree(tree)][child] = parent
    return {tree: Forest(parents[tree], merged) for tree in Tree}


def ids_of(codes: Collection[str], seen: QuerySet[Customer]) -> dict[str, int]:
    """The customers among ``seen`` that a file names by ``codes``, in this transaction; a code that
    was merged names the customer that it became."""
    merges = forests()[Tree.LEGAL]
    today = {code: merges.survivor(code) for code in codes}
    found = seen.filter(code__in=set(today.values())).order_by()
    ids = dict(found.values_list("code", "id"))
    return {code: ids[root] for code, root in today.items() if root in ids}


def survivor_of(code: str) -> int:
    """The number of the customer that a code is today, itself unless merged."""
    shape = structure()
    return shape.cards[shape.alone.survivor(code)].id


def unknown_codes(codes: Sequence[str]) -> list[str]:
    """Those of ``codes`` that no customer has, in their order."""
    known = Customer.objects.in_bulk(codes, field_name="code")
    return [code for code in codes if code not in known]


def _read(version: int) -> Structure:
    rows = Customer.objects.order_by().values_list(
        "id", "code", "name", "kind", "tax_number", "country", "sector", "segment"
    )
    return Structure(
        version=version,
        cards={
            code: Card(pk, code, name, Kind(kind), *described)
            for pk, code, name, kind, *described in rows.iterator(chunk_size=10_000)
        },
        forests=forests(),
    )
