"""Who sees an account, without asking for each person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clavero.identity.doors import actor_for
from clavero.identity.rules import ALLOWED, Role, Verb, team_of
from clavero.identity.selectors import Staff, staff
from clavero.portfolio.selectors.people import coverage_rows
from clavero.portfolio.visibility import accounts

if TYPE_CHECKING:
    from clavero.identity.models import Person
    from clavero.portfolio.selectors.structure import Structure


def people_who_see(
    code: str, shape: Structure, verb: Verb | None = None, of: Staff | None = None
) -> list[tuple[int, str]]:
    """Those who see an account's business today, by name; with ``verb`` only those who may do that.

    Whoever asks has found the account among theirs. Two queries; one, where everybody was read.
    """
    rows = coverage_rows(code, shape, frozenset())
    looking = {row.person_id for row in rows if row.is_current}
    of = of or staff()
    lines = of.lines

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

    return [(each.pk, each.name) for each in of.people if each.is_active and sees(each)]


def sees_account(person: Person, customer_id: int, verb: Verb | None = None) -> bool:
    """The same of one person: whether they may sign in and see an account today; with ``verb``
    only if they may do that."""
    actor = actor_for(person)
    return (
        person.is_active
        and (verb is None or actor.may(verb))
        and accounts(actor).filter(pk=customer_id).exists()
    )
