"""Whose needs, cells and opportunities a person sees: those of the customers that they see."""

from __future__ import annotations

from django.db.models import Q

from clavero.core.scope import Scope
from clavero.identity.rules import Actor
from clavero.portfolio.selectors import Account, Today, account_of, account_within, today_of
from clavero.portfolio.visibility import scope_for

__all__ = [
    "Account",
    "Today",
    "account_of",
    "account_within",
    "of_those_seen",
    "today_of",
    "within",
]


def of_those_seen(actor: Actor) -> Q:
    """Whatever concerns a customer that ``actor`` sees, also by a record merged into it."""
    return within(scope_for(actor))


def within(scope: Scope) -> Q:
    """The same, for a scope that was read already."""
    codes = scope.customers
    return Q() if codes is None else Q(customer__code__in=sorted(codes))
