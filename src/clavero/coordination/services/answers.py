"""Each side hears what the other has done with a request: who asked, when the department asks back,
refuses or has delivered; the department, when it gets something back or it is wanted no more."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext, override

from clavero.coordination.models import Request
from clavero.coordination.rules.requests import Move
from clavero.coordination.services._held import begin_of
from clavero.identity.rules import Actor
from clavero.identity.selectors import language_for
from clavero.portfolio.selectors import lead_who_acts, sees_account, today_of
from clavero.work.rules import Origin
from clavero.work.services import add_task, end_tasks_of, tell_task

if TYPE_CHECKING:
    from clavero.identity.models import Person

_LENGTH = 300


class Side(StrEnum):
    """Who hears of it."""

    ASKER = "answer"
    DEPARTMENT = "order"


def asker_of(asked: Request) -> Person | None:
    """Who asked, or whoever leads the account where they do not see it any more."""
    account_id = today_of(asked.customer).id
    if asked.asker is not None and sees_account(asked.asker, account_id):
        return asked.asker
    return lead_who_acts(asked.customer)


def people_of_department(asked: Request) -> list[Person]:
    """Who hears of it there: whoever leads the department and whoever has the request, those of
    them who may sign in and belong to it still; else everybody who does."""
    members = asked.department.members.filter(person__is_active=True).select_related("person")
    there = [each.person for each in members]
    lead = asked.department.lead
    if lead is not None and lead.is_active and lead not in there:
        there.append(lead)
    named = {asked.department.lead_id, asked.owner_id}
    found = [person for person in there if person.pk in named] or there
    return sorted(found, key=lambda person: person.pk)


def tell_asker(actor: Actor, asked: Request, move: Move) -> None:
    """By a task that is theirs until they have answered; nobody is told what they did."""
    person = asker_of(asked)
    if person is not None and person.pk == actor.user_id:
        return
    by = Actor.system(actor.name)  # nobody who must see the account: the department does not
    tell_task(
        by, customer_id=today_of(asked.customer).id, text=_said(person, asked, move),
        due=timezone.localdate(), owner_id=None if person is None else person.pk,
        origin=Origin.REQUEST, origin_key=_key(asked, Side.ASKER, move),
    )  # fmt: skip


def tell_department(actor: Actor, asked: Request, move: Move) -> None:
    """By tasks of no account: of that the department sees nothing."""
    for person in people_of_department(asked):
        if person.pk != actor.user_id:
            add_task(
                Actor.system(actor.name), customer_id=None, text=_said(person, asked, move),
                due=timezone.localdate(), owner_id=person.pk, origin=Origin.REQUEST,
                origin_key=f"{_key(asked, Side.DEPARTMENT, move)}department:{person.pk}:",
            )  # fmt: skip


def end_heard(actor: Actor, asked: Request, side: Side) -> None:
    """They have gone on with it: what they were told is done."""
    end_tasks_of(actor, origin=Origin.REQUEST, begins=begin_of(asked), names=f":{side}:")


def _key(asked: Request, side: Side, move: Move) -> str:
    """Each time anew: a department may ask back more than once."""
    return f"{begin_of(asked)}{asked.given_back}:{side}:{move}:{asked.words.count()}:"


def _said(person: Person | None, asked: Request, move: Move) -> str:
    with override(language_for(person)):
        told = {
            Move.QUESTION: gettext("%(department)s needs to know more: %(text)s"),
            Move.REFUSE: gettext("%(department)s has refused what was asked: %(text)s"),
            Move.DELIVER: gettext("%(department)s has delivered, look at it: %(text)s"),
            Move.INFORM: gettext("What %(department)s wanted to know is answered: %(text)s"),
            Move.GIVE_BACK: gettext("Given back to %(department)s, something is missing: %(text)s"),
            Move.WITHDRAW: gettext("No longer wanted of %(department)s: %(text)s"),
        }[move]
        return (told % {"department": asked.department.name, "text": asked.text})[:_LENGTH]
