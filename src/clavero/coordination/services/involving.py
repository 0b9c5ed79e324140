"""Who has a part in a process hears of its requests: those consulted before it is answered, those
informed when it is promised, answered or late. Nobody hears of a request that they may not read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext, override

from clavero.coordination.models import Department, Involved, Member, Request
from clavero.coordination.rules.raci import INVOLVED, Part, Party, PartyKind
from clavero.coordination.selectors.governed import parties_of
from clavero.coordination.services._held import begin_of
from clavero.coordination.visibility import requests
from clavero.identity.doors import actor_for
from clavero.identity.rules import Actor
from clavero.identity.selectors import language_for, people
from clavero.portfolio.selectors import (
    coverage_rows,
    lead_who_acts,
    sees_account,
    structure,
    today_of,
)
from clavero.ui import formats
from clavero.work.rules import Origin
from clavero.work.services import add_task, end_tasks_of

if TYPE_CHECKING:
    from clavero.identity.models import Person

_LENGTH = 300
_TO_READ = timedelta(days=7)  # what is only to be known is not late the day after


class News(StrEnum):
    """Of what those informed hear."""

    PROMISED = "promised"  # to the customer, for a day
    DELIVERED = "delivered"
    REFUSED = "refused"
    LATE = "late"
    WITHDRAWN = "withdrawn"


def involve(actor: Actor, asked: Request) -> None:
    """Something was asked: the departments and people that its process names may read it; those
    consulted are asked, and those informed hear what the customer was promised."""
    Involved.objects.bulk_create(
        Involved(
            request=asked,
            part=each.part.value,
            department_id=int(each.key) if each.kind is PartyKind.DEPARTMENT else None,
            person_id=int(each.key) if each.kind is PartyKind.PERSON else None,
        )
        for each in _parties(asked, INVOLVED)
        if each.kind is not PartyKind.ROLE
    )
    due = max(timezone.localdate(), asked.due_on or timezone.localdate())
    for party, person in _of(asked, Part.CONSULTED, but={actor.user_id}):
        _tell(actor, asked, person, f"consult:{_name(party)}", due)
    if asked.promised_on is not None:
        inform_of(actor, asked, News.PROMISED)


def inform_of(
    actor: Actor,
    asked: Request,
    news: News,
    *,
    step: str = "",
    but: Collection[int | None] = (),
    parts: Sequence[Part] = (Part.INFORMED,),
) -> None:
    """Tell those informed, or of other ``parts`` as well, once each; not who did it, nor those told
    already, ``but``."""
    due = timezone.localdate() + _TO_READ
    for party, person in _of(asked, *parts, but={actor.user_id, *but}):
        _tell(actor, asked, person, f"inform:{news}{step}:{_name(party)}", due, news)


def end_consulted(actor: Actor, asked: Request) -> None:
    """Somebody has said something to a request: what they, or their department, were asked is
    done."""
    own = set(Member.objects.filter(person=actor.user_id).values_list("department", flat=True))
    for party in _parties(asked, {Part.CONSULTED}):
        name = f":consult:{_name(party)}:"
        if party.kind is PartyKind.DEPARTMENT and int(party.key) not in own:
            continue
        if party.kind is not PartyKind.DEPARTMENT:
            name = f"{name}{actor.user_id}:"
        end_tasks_of(actor, origin=Origin.REQUEST, begins=begin_of(asked), names=name)


def _parties(asked: Request, parts: Collection[Part]) -> list[Party]:
    """Those of its process, as it was when it was asked; the department that is asked knows."""
    if asked.process is None:
        return []
    itself = (PartyKind.DEPARTMENT, str(asked.department_id))
    return [
        each
        for each in parties_of(asked.process)
        if each.part in parts and (each.kind, each.key) != itself
    ]


def _of(
    asked: Request, *parts: Part, but: Collection[int | None]
) -> Iterator[tuple[Party, Person]]:
    """Those who have one of some parts and may read the request, each once."""
    told = set(but)
    for party in _parties(asked, parts):
        for person in _people(asked, party):
            if person.pk in told or not person.is_active:
                continue
            told.add(person.pk)
            if requests(actor_for(person)).filter(pk=asked.pk).exists():
                yield party, person


def _people(asked: Request, party: Party) -> list[Person]:
    everybody = people(Actor.system())
    if party.kind is PartyKind.PERSON:
        return list(everybody.filter(pk=int(party.key)))
    if party.kind is PartyKind.ROLE:
        return _of_role(asked, party.key)
    department = Department.objects.select_related("lead").filter(pk=int(party.key)).first()
    if department is None:
        return []
    members = department.members.filter(person__is_active=True).select_related("person")
    found = [each.person for each in members]
    return [each for each in found if each.pk == department.lead_id] or found


def _of_role(asked: Request, role: str) -> list[Person]:
    """Those of a role who look after the account; where none does, the nearest above its lead."""
    shape = structure()
    code = shape.alone.survivor(asked.customer.code)
    looking = {row.person_id for row in coverage_rows(code, shape, frozenset()) if row.is_current}
    found = list(people(Actor.system()).filter(pk__in=looking, role=role).order_by("pk"))
    above, asked_of = lead_who_acts(asked.customer), set[int]()
    while not found and above is not None and above.pk not in asked_of:
        if above.role == role:
            return [above]
        asked_of.add(above.pk)
        above = above.reports_to
    return found


def _tell(
    actor: Actor, asked: Request, person: Person, step: str, due: date, news: News | None = None
) -> None:
    """A task of the account for those who see it, else of none: of that they see nothing."""
    account_id = today_of(asked.customer).id
    add_task(
        Actor.system(actor.name),
        customer_id=account_id if sees_account(person, account_id) else None,
        text=_sentence(person, asked, news)[:_LENGTH],
        due=due,
        owner_id=person.pk,
        origin=Origin.REQUEST,
        origin_key=f"{begin_of(asked)}{asked.given_back}:{step}:{person.pk}:",
    )


def _sentence(person: Person, asked: Request, news: News | None) -> str:
    with override(language_for(person)):
        day = "" if asked.promised_on is None else formats.day(asked.promised_on)
        told = {
            None: gettext("Say what you think before %(department)s answers: %(text)s"),
            News.PROMISED: gettext(
                "For your information: promised for %(day)s, from %(department)s: %(promise)s"
            ),
            News.DELIVERED: gettext(
                "For your information: %(department)s has delivered what was asked: %(text)s"
            ),
            News.REFUSED: gettext(
                "For your information: %(department)s has refused what was asked: %(text)s"
            ),
            News.LATE: gettext(
                "For your information: the time of a request to %(department)s is over: %(text)s"
            ),
            News.WITHDRAWN: gettext(
                "For your information: of %(department)s is no longer wanted: %(text)s"
            ),
        }[news]
        return told % {
            "department": asked.department.name, "text": asked.text, "day": day,
            "promise": asked.promise,
        }  # fmt: skip


def _name(party: Party) -> str:
    return f"{party.kind}:{party.key}"
