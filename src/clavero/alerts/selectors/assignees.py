"""Whom an alert can be given to: those who see its account and tend alerts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clavero.identity.rules import Actor, Verb
from clavero.portfolio.selectors import people_who_see, sees_account, structure
from clavero.portfolio.visibility import records

if TYPE_CHECKING:
    from clavero.identity.models import Person


def can_tend(person: Person, customer_id: int) -> bool:
    """Whether a person sees an account today and tends its alerts."""
    return sees_account(person, customer_id, Verb.TEND_ALERTS)


def assignees(actor: Actor, customer_id: int) -> list[tuple[int, str]]:
    """Those for whom :func:`can_tend` holds, by name.

    Raises ``Customer.DoesNotExist`` for strangers to the account.
    """
    code = records(actor).get(pk=customer_id).code
    return people_who_see(code, structure(), Verb.TEND_ALERTS)
