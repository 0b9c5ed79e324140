"""Where a contact stands: who else is at the account, and who reports to whom."""

from __future__ import annotations

from django.db.models import QuerySet

from clavero.core.scope import Scope
from clavero.identity.rules import Actor
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import Structure, structure
from clavero.portfolio.visibility import scope_for
from clavero.relationships.models import Contact
from clavero.relationships.visibility import contacts_within


def same_account(actor: Actor, code: str) -> QuerySet[Contact]:
    """The contacts that ``actor`` sees of the whole group that a customer is of, who may report to
    one another; without those merged into others."""
    return same_account_within(scope_for(actor), code, structure())


def same_account_within(scope: Scope, code: str, shape: Structure) -> QuerySet[Contact]:
    """The same, for a scope and a structure that were read already."""
    forest = shape.forests[Tree.LEGAL]
    root = [forest.survivor(code), *forest.ancestors(code)][-1]
    codes = {same for below in forest.subtree(root) for same in forest.same(below)}
    return contacts_within(scope).filter(customer__code__in=sorted(codes), merged_into=None)


def boss_of_each(found: QuerySet[Contact]) -> dict[int, int | None]:
    """Who reports to whom among some contacts. One query."""
    return dict(found.order_by().values_list("pk", "reports_to_id"))
