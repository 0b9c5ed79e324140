"""Who sees an account today: whom something about it can be given to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clavero.identity.doors import actor_for
from clavero.identity.rules import ALLOWED, Actor, Role, Verb, team_of
from clavero.identity.selectors import people
from clavero.portfolio.selectors.people import coverage_rows
from clavero.portfolio.selectors.structure import structure
from clavero.portfolio.visibility import accounts

if TYPE_CHECKING:
    from clavero.identity.models import Person


def sees_account(person_id: int, customer_id: int) -> bool:
    """Whether a person who may sign in sees an account today."""
    person = people(Actor.system()).filter(pk=person_id, is_active=True).first()
    return person is not None and accounts(actor_for(person)).filter(pk=customer_id).exists()


def people_who_see(
    actor: Actor, customer_id: int, verb: Verb | None = None
) -> list[tuple[int, str]]:
    """Those who see an account today and may ``verb``, by name, without asking for each of them.

    Raises ``Customer.DoesNotExist`` for strangers to the account.
    """
    customer = accounts(actor).get(pk=customer_id)
    rows = coverage_rows(customer.code, structure(), None)
    looking = {row.person_id for row in rows if row.is_current}
    # Those without access stand in the chart still, between others.
    everybody = list(people(Actor.system()).select_related(None).order_by("name", "pk"))
    lines = {person.pk: person.reports_to_id for person in everybody}

    def sees(person: Person) -> bool:
        may = ALLOWED[Role(person.role)]
        if not person.is_active or (verb is not None and verb not in may):
            return False
        if Verb.SEE_WHOLE_PORTFOLIO in may:
            return True
        own = Verb.SEE_OWN_ACCOUNTS in may and person.pk in looking
        return own or (
            Verb.SEE_TEAM_ACCOUNTS in may and not looking.isdisjoint(team_of(person.pk, lines))
        )

    return [(person.pk, person.name) for person in everybody if sees(person)]
