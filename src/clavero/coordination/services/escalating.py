"""Nobody forgets a request: when little time is left, and when it is over, the department's lead,
who has it there and who asked are told, by tasks in the application and once each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from clavero.coordination.models import Request
from clavero.coordination.rules.requests import OWED, Standing, State, earliest, standing
from clavero.coordination.services._held import CLOCK, begin_of, set_clock
from clavero.coordination.services.involving import News, inform_of
from clavero.core.apart import each_apart
from clavero.core.audit import record
from clavero.identity.rules import Actor
from clavero.identity.selectors import language_for
from clavero.portfolio.selectors import lead_who_acts, sees_account, today_of
from clavero.work.rules import Origin
from clavero.work.services import add_task, end_tasks_of, tell_task

if TYPE_CHECKING:
    from clavero.identity.models import Person


def escalate(actor: Actor) -> int:
    """Tell of every request that has come to a point since it was last looked at; of how many.
    Doing it again tells nothing twice. A request of which nobody can be told keeps no other
    waiting: what it stumbled over is raised once all were looked at."""
    due = Request.objects.filter(look_at__lt=timezone.now()).order_by("look_at", "pk")
    return each_apart(partial(_look, actor), list(due.values_list("pk", flat=True)))


@transaction.atomic
def _look(actor: Actor, request_id: int) -> int:
    now = timezone.now()
    found = Request.objects.select_for_update(of=("self",)).filter(look_at__lt=now)
    named = found.select_related(
        "customer", "hours", "department__lead", "owner", "asker", "process"
    )
    asked = named.filter(pk=request_id).first()
    if asked is None:
        return 0
    stands = standing(
        State(asked.state), now=now, accept_due=asked.accept_due_at, due=asked.due_at,
        warn=asked.warn_at, delivered=asked.delivered_at,
    )  # fmt: skip
    told = asked.state in OWED and stands in {Standing.SOON, Standing.LATE}
    if told:
        _tell(actor, asked, stands)
    asked.told_at = now
    set_clock(asked)
    asked.save(update_fields=CLOCK)
    return 1 if told else 0


def _tell(actor: Actor, asked: Request, stands: Standing) -> None:
    ends = earliest(asked.due_at, asked.accept_due_at if asked.state == State.ASKED else None)
    today = timezone.localdate()
    due = today if ends is None else max(today, timezone.localdate(ends))
    step = "accept" if asked.state == State.ASKED else "deliver"
    begins = f"{begin_of(asked)}{asked.given_back}:{step}:"
    if stands is Standing.LATE:  # that it runs out is no news any more
        end_tasks_of(actor, origin=Origin.REQUEST, begins=f"{begins}{Standing.SOON}", is_done=False)
    key = f"{begins}{stands}"
    for person in _of_department(asked):
        # Of no account: of that the department sees nothing.
        add_task(
            actor, customer_id=None, text=_sentence(person, asked, stands)[:300],
            due=due, owner_id=person.pk, origin=Origin.REQUEST,
            origin_key=f"{key}:department:{person.pk}",
        )  # fmt: skip
    account_id = today_of(asked.customer).id
    asker = asked.asker
    if asker is None or not sees_account(asker, account_id):
        asker = lead_who_acts(asked.customer)  # they have handed it over
    tell_task(
        actor, customer_id=account_id, text=_sentence(asker, asked, stands)[:300],
        due=due, owner_id=None if asker is None else asker.pk,
        origin=Origin.REQUEST, origin_key=f"{key}:asker",
    )  # fmt: skip
    if stands is Standing.LATE:
        there = {each.pk for each in _of_department(asked)}
        but = there if asker is None else {*there, asker.pk}
        inform_of(actor, asked, News.LATE, step=f":{step}", but=but)
    record(actor, f"request.told_{stands}", asked, after={"step": step})


def _of_department(asked: Request) -> list[Person]:
    """Who hears of it there: whoever leads the department and whoever has the request, those of
    them who may sign in; else everybody who belongs to it."""
    named = {asked.department.lead, asked.owner}
    found = [person for person in named if person is not None and person.is_active]
    if not found:
        members = asked.department.members.filter(person__is_active=True)
        found = [each.person for each in members.select_related("person")]
    return sorted(found, key=lambda person: person.pk)


def _sentence(person: Person | None, asked: Request, stands: Standing) -> str:
    with override(language_for(person)):
        told = (
            gettext("The time of a request to %(department)s is over: %(text)s")
            if stands is Standing.LATE
            else gettext("The time of a request to %(department)s runs out: %(text)s")
        )
        return told % {"department": asked.department.name, "text": asked.text}
