"""Whom an alert can be given to: those who see its account and tend alerts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clavero.identity.rules import ALLOWED, Actor, Role, Verb
from clavero.portfolio.selectors import people_who_see, sees_account

if TYPE_CHECKING:
    from clavero.identity.models import Person


def can_tend(person: Person, customer_id: int) -> bool:
    """Whether a person sees an account today and tends its alerts."""
    tends = Verb.TEND_ALERTS in ALLOWED[Role(person.role)]
    return tends and sees_account(person.pk, customer_id)


def assignees(actor: Actor, customer_id: int) -> list[tuple[int, str]]:
    """Those for whom :func:`can_tend` holds, by name, without asking for each of them.

    Raises ``Customer.DoesNotExist`` for strangers to the account.
    """
    return people_who_see(actor, customer_id, Verb.TEND_ALERTS)
