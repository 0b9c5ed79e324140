"""Nobody forgets a request: when little time is left, and when it is over, the department's lead,
who has it there and who asked are told, by tasks in the application and once each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from clavero.coordination.models import Request
from clavero.coordination.rules.requests import OWED, Standing, State
from clavero.coordination.services._held import CLOCK, begin_of, set_clock, turn_of
from clavero.coordination.services.answers import asker_of, people_of_department
from clavero.coordination.services.involving import News, inform_of
from clavero.core.apart import each_apart
from clavero.core.audit import record
from clavero.identity.rules import Actor
from clavero.identity.selectors import language_for
from clavero.portfolio.selectors import today_of
from clavero.work.rules import Origin
from clavero.work.selectors import keys_told
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
    points = list(_points(asked, now)) if asked.state in OWED else []
    told = [_tell(actor, asked, step, stands) for step, stands in points]
    asked.told_at = now
    set_clock(asked)
    asked.save(update_fields=CLOCK)
    return 1 if any(told) else 0


def _points(asked: Request, now: datetime) -> Iterator[tuple[str, Standing]]:
    """What was come to since it was last looked at, each by its own time: a request that nobody has
    accepted in time may still be delivered in time, and one that waits for who asked be late."""

    def has_passed(moment: datetime | None) -> bool:
        """The last moment is still in time."""
        return moment is not None and now > moment

    def is_news(moment: datetime | None) -> bool:
        return moment is not None and (asked.told_at is None or moment > asked.told_at)

    accept, warn, due = asked.accept_due_at, asked.warn_at, asked.due_at
    if has_passed(due):
        if is_news(due):
            yield "deliver", Standing.LATE
        return
    if asked.state == State.ASKED and has_passed(accept) and is_news(accept):
        yield "accept", Standing.LATE
    if warn is not None and now >= warn and is_news(warn):
        yield "deliver", Standing.SOON


def _tell(actor: Actor, asked: Request, step: str, stands: Standing) -> bool:
    """Whether it was news."""
    ends = asked.accept_due_at if step == "accept" else asked.due_at
    today = timezone.localdate()
    due = today if ends is None else max(today, timezone.localdate(ends))
    begins = f"{begin_of(asked)}{asked.given_back}:{step}:"
    if stands is Standing.LATE:  # that it runs out is no news any more
        end_tasks_of(actor, origin=Origin.REQUEST, begins=f"{begins}{Standing.SOON}", is_done=False)
    key = f"{begins}{stands}"
    turn = turn_of(asked) if stands is Standing.SOON else ""
    if f"{key}:asker{turn}" in keys_told(Origin.REQUEST, key):
        return False
    for person in people_of_department(asked):
        # Of no account: of that the department sees nothing.
        add_task(
            actor, customer_id=None, text=_sentence(person, asked, stands)[:300],
            due=due, owner_id=person.pk, origin=Origin.REQUEST,
            origin_key=f"{key}:department:{person.pk}:{turn}",
        )  # fmt: skip
    account_id = today_of(asked.customer).id
    asker = asker_of(asked)
    tell_task(
        actor, customer_id=account_id, text=_sentence(asker, asked, stands)[:300],
        due=due, owner_id=None if asker is None else asker.pk,
        origin=Origin.REQUEST, origin_key=f"{key}:asker{turn}",
    )  # fmt: skip
    if stands is Standing.LATE:
        there = {each.pk for each in people_of_department(asked)}
        but = there if asker is None else {*there, asker.pk}
        inform_of(actor, asked, News.LATE, step=f":{step}", but=but)
    record(actor, f"request.told_{stands}", asked, after={"step": step})
    return True


def _sentence(person: Person | None, asked: Request, stands: Standing) -> str:
    with override(language_for(person)):
        told = (
            gettext("The time of a request to %(department)s is over: %(text)s")
            if stands is Standing.LATE
            else gettext("The time of a request to %(department)s runs out: %(text)s")
        )
        return told % {"department": asked.department.name, "text": asked.text}
