"""Who sees an account, without asking for each person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from django.utils import timezone

from clavero.identity.doors import actor_for
from clavero.identity.rules import ALLOWED, Actor, Role, Verb, team_of
from clavero.identity.selectors import Staff, people, staff
from clavero.portfolio.models import Coverage
from clavero.portfolio.rules.coverage import Stretch
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors.people import coverage_rows, leads_of
from clavero.portfolio.selectors.structure import structure
from clavero.portfolio.visibility import accounts

if TYPE_CHECKING:
    from clavero.identity.models import Person
    from clavero.portfolio.models import Customer
    from clavero.portfolio.selectors.structure import Structure


def people_who_see(
    code: str, shape: Structure, verb: Verb | None = None, of: Staff | None = None
) -> list[tuple[int, str]]:
    """Those who see an account's business today, by name; with ``verb`` only those who may do that.

    Whoever asks has found the account among theirs. Two queries; one, where everybody was read.
    """
    rows = coverage_rows(code, shape, frozenset())
    looking = {row.person_id for row in rows if row.is_current}
    return [(each.pk, each.name) for each in _seeing(of or staff(), looking, verb)]


def who_see_each(codes: Collection[str], shape: Structure) -> dict[str, set[int]]:
    """The same of many accounts, by number: who may sign in and sees the business of each today.
    Two queries, however many there are."""
    forest, today, everybody = shape.forests[Tree.LEGAL], timezone.localdate(), staff()
    lookers = {
        code: {each for above in (code, *forest.ancestors(code)) for each in forest.same(above)}
        for code in codes
    }
    rows = Coverage.objects.filter(customer__code__in=sorted(set().union(*lookers.values())))
    looking: dict[str, set[int]] = defaultdict(set)
    for code, person, start, end in rows.order_by().values_list(
        "customer__code", "person", "start", "end"
    ):
        if today in Stretch(start, end):
            looking[code].add(person)
    return {
        code: {
            each.pk
            for each in _seeing(everybody, set().union(*(looking[record] for record in records)))
        }
        for code, records in lookers.items()
    }


def _seeing(of: Staff, looking: Collection[int], verb: Verb | None = None) -> Iterator[Person]:
    """Those with access who see what these people look after."""
    lines, looking = of.lines, frozenset(looking)

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

    return (each for each in of.people if each.is_active and sees(each))


def sees_account(person: Person, customer_id: int, verb: Verb | None = None) -> bool:
    """The same of one person: whether they may sign in and see an account today; with ``verb``
    only if they may do that."""
    actor = actor_for(person)
    return (
        person.is_active
        and (verb is None or actor.may(verb))
        and accounts(actor).filter(pk=customer_id).exists()
    )


def first_who_sees(person: Person | None, customer_id: int) -> Person | None:
    """Somebody who sees an account today, else the nearest above them in the chart who does."""
    asked: set[int] = set()
    while person is not None and person.pk not in asked:
        if sees_account(person, customer_id):
            return person
        asked.add(person.pk)
        person = person.reports_to
    return None


def lead_who_acts(customer: Customer) -> Person | None:
    """Who leads an account today; where their access was closed, or their role sees no accounts any
    more, the nearest above them who sees it: until it is handed over, somebody looks after it.
    Nobody, where nobody leads it."""
    shape = structure()
    code = shape.alone.survivor(customer.code)
    lead = leads_of([code], shape, timezone.localdate()).get(code)
    if lead is None:
        return None
    person = people(Actor.system()).filter(pk=lead.person_id).first()
    return first_who_sees(person, shape.cards[code].id)
