"""Customers of which the ledger has no lines: those stay that a person has worked on."""

from __future__ import annotations

from collections.abc import Iterable

from clavero.identity.rules import Actor
from clavero.ledger import selectors as ledger
from clavero.portfolio.visibility import narrowed, scope_for


def has_lines(codes: Iterable[str]) -> bool:
    """Whether the ledger has a line of any of ``codes``, whoever may look at it."""
    return ledger.span(narrowed(scope_for(Actor.system()), frozenset(codes))) is not None
