"""Of which tasks and days a person is told in their daily message."""

from __future__ import annotations

from datetime import date, timedelta

from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.work.models import Reminding, Task
from clavero.work.rules.reminding import is_told, is_told_ahead
from clavero.work.rules.tasks import State
from clavero.work.rules.team import USUAL_DAYS_BEFORE
from clavero.work.selectors.due import Item, due_of_one
from clavero.work.selectors.tasks import TaskRow, rows_of

_LOOKED_BACK = timedelta(days=7)  # a message that did not go out for longer tells of the rest late


def days_before(person_id: int | None) -> int | None:
    """How many days before a person wants to be told; ``None`` for not at all."""
    found = Reminding.objects.filter(person=person_id).values_list("days_before", flat=True)
    return next(iter(found), USUAL_DAYS_BEFORE)


def reminders_of(actor: Actor, last: date | None, today: date) -> list[TaskRow]:
    """The actor's own tasks of which a message of ``today`` tells, the last one having gone out on
    ``last``. Two queries at most."""
    days = days_before(actor.user_id)
    if days is None:
        return []
    since = _since(last, today)
    open_ones = Task.objects.filter(
        owner=actor.user_id, state=State.OPEN.value, due__lte=today + timedelta(days=days)
    )
    return [
        row
        for row in rows_of(open_ones)
        if row.due is not None and is_told(row.due, days, since, today)
    ]


def days_reminded_of(actor: Actor, last: date | None, today: date) -> list[Item]:
    """What rooms say falls on a day and is the actor's own, or nobody's at an account that they
    lead, of which a message of ``today`` tells: of notices, renewals, promises and all else that is
    no task. Five queries at most."""
    days = days_before(actor.user_id)
    if days is None:
        return []
    since = _since(last, today)
    ahead = Period(since, today + timedelta(days=days + 1))
    return [
        each
        for each in due_of_one(actor, ahead, only_open=True)
        if each.task_id is None
        and actor.user_id in each.owner_ids
        and is_told_ahead(each.day, days, since, today)
    ]


def _since(last: date | None, today: date) -> date:
    return max(last, today - _LOOKED_BACK) if last else today - timedelta(days=1)
