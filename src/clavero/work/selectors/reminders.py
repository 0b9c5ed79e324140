"""Of which tasks a person is told in their daily message."""

from __future__ import annotations

from datetime import date, timedelta

from clavero.identity.rules import Actor
from clavero.work.models import Reminding, Task
from clavero.work.rules.reminding import is_told
from clavero.work.rules.tasks import State
from clavero.work.rules.team import USUAL_DAYS_BEFORE
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
    since = max(last or date.min, today - _LOOKED_BACK) if last else today - timedelta(days=1)
    open_ones = Task.objects.filter(
        owner=actor.user_id, state=State.OPEN.value, due__lte=today + timedelta(days=days)
    )
    return [
        row
        for row in rows_of(open_ones)
        if row.due is not None and is_told(row.due, days, since, today)
    ]
