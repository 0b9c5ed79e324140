"""Who sees an account, without asking for each person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clavero.identity.doors import actor_for
from clavero.identity.rules import ALLOWED, Actor, Role, Verb, team_of
from clavero.identity.selectors import people, reporting_lines
from clavero.portfolio.selectors.people import coverage_rows
from clavero.portfolio.visibility import accounts

if TYPE_CHECKING:
    from clavero.identity.models import Person
    from clavero.portfolio.selectors.structure import Structure


def people_who_see(
    actor: Actor, code: str, shape: Structure, verb: Verb | None = None
) -> list[tuple[int, str]]:
    """Those who see an account's business today, by name; with ``verb`` only those who may do that.

    ``actor`` is one of them: whoever calls has found the account among theirs. Three queries.
    """
    rows = coverage_rows(code, shape, frozenset())
    looking = {row.person_id for row in rows if row.is_current}
    lines = reporting_lines()

    def sees(person: Person) -> bool:
        may = ALLOWED[Role(person.role)]
        if verb is not None and verb not in may:
            return False
        if Verb.SEE_WHOLE_PORTFOLIO in may:
            return True
        own = Verb.SEE_OWN_ACCOUNTS in may and person.pk in looking
        return own or (
            Verb.SEE_TEAM_ACCOUNTS in may and not looking.isdisjoint(team_of(person.pk, lines))
        )

    everybody = people(actor).filter(is_active=True).select_related(None).order_by("name", "pk")
    return [(person.pk, person.name) for person in everybody if sees(person)]


def sees_account(person: Person, customer_id: int, verb: Verb | None = None) -> bool:
    """The same of one person: whether they may sign in and see an account today; with ``verb``
    only if they may do that."""
    actor = actor_for(person)
    return (
        person.is_active
        and (verb is None or actor.may(verb))
        and accounts(actor).filter(pk=customer_id).exists()
    )
