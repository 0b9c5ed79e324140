"""Whom an alert can be given to: those who see its account and tend alerts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clavero.identity.doors import actor_for
from clavero.identity.rules import ALLOWED, Actor, Role, Verb, team_of
from clavero.identity.selectors import people, reporting_lines
from clavero.portfolio.selectors import coverage_of
from clavero.portfolio.visibility import accounts

if TYPE_CHECKING:
    from clavero.identity.models import Person


def can_tend(person: Person, customer_id: int) -> bool:
    """Whether a person sees an account today and tends its alerts."""
    actor = actor_for(person)
    return actor.may(Verb.TEND_ALERTS) and accounts(actor).filter(pk=customer_id).exists()


def assignees(actor: Actor, customer_id: int) -> list[tuple[int, str]]:
    """Those for whom :func:`can_tend` holds, by name, without asking for each of them.

    Raises ``Customer.DoesNotExist`` for strangers to the account.
    """
    looking = {row.person_id for row in coverage_of(actor, customer_id) if row.is_current}
    lines = reporting_lines()

    def sees(person: Person) -> bool:
        may = ALLOWED[Role(person.role)]
        if Verb.TEND_ALERTS not in may:
            return False
        if Verb.SEE_WHOLE_PORTFOLIO in may:
            return True
        own = Verb.SEE_OWN_ACCOUNTS in may and person.pk in looking
        return own or (
            Verb.SEE_TEAM_ACCOUNTS in may and not looking.isdisjoint(team_of(person.pk, lines))
        )

    everybody = people(actor).filter(is_active=True).select_related(None).order_by("name", "pk")
    return [(person.pk, person.name) for person in everybody if sees(person)]
