"""What counts for a customer: with which of the codes below it its figures are added up."""

from __future__ import annotations

from typing import NamedTuple

from clavero.core.scope import Scope
from clavero.portfolio.rules.grouping import Kind, Tree
from clavero.portfolio.selectors.structure import Card, Structure


class Counted(NamedTuple):
    """The ledger's codes whose lines count for a customer in a tree (``None``: in no group).

    Without ``is_whole`` the reader does not see all that is below the customer; ``codes`` are
    then its own alone, so that no part is shown under the name of the whole.
    """

    tree: Tree | None
    codes: frozenset[str]
    is_whole: bool


def counted(card: Card, asked: Tree | None, scope: Scope, shape: Structure) -> Counted:
    """What counts for the customer with ``card`` in the tree asked for."""
    tree = _tree_with_members(card, asked, shape)
    forest = shape.forest(tree)
    codes = frozenset(forest.codes(card.code))
    if sees_all(scope, codes):
        return Counted(tree, codes, is_whole=True)
    return Counted(tree, frozenset(forest.same(card.code)), is_whole=False)


def sees_all(scope: Scope, codes: frozenset[str]) -> bool:
    """Whether the reader sees every one of ``codes``."""
    return scope.customers is None or codes <= scope.customers


def _tree_with_members(card: Card, asked: Tree | None, shape: Structure) -> Tree | None:
    """The tree asked for. A group without lines of its own is nothing but its members: where it
    has none, it is looked at in the tree where it has some."""
    if card.kind != Kind.GROUP:
        return asked
    trees: list[Tree | None] = [asked, *Tree]
    return next((tree for tree in trees if shape.forest(tree).children.get(card.code)), asked)
