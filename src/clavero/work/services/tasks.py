"""Tasks are written down, changed, done, dropped and taken up again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.core.writing import as_told, changed, refuse_empty, tidy
from clavero.identity.rules import Actor
from clavero.portfolio.selectors import lead_who_acts
from clavero.portfolio.visibility import accounts
from clavero.work.models import Point, Task
from clavero.work.rules.repeating import MOST_EVERY, WEEK, Unit
from clavero.work.rules.tasks import Origin, State
from clavero.work.services._held import owner_given, refuse_ended, to_change, today_customer
from clavero.work.visibility import require
from clavero.work.words import WORDS

if TYPE_CHECKING:
    from clavero.portfolio.models import Customer

RHYTHM = ("repeat_every", "repeat_unit", "repeat_on", "repeat_until")
FIELDS = ("text", "detail", "due", "owner_id", *RHYTHM)


@transaction.atomic
def add_task(
    actor: Actor,
    *,
    customer_id: int | None,
    text: str,
    due: date | None = None,
    owner_id: int | None = None,
    detail: str = "",
    origin: Origin = Origin.HAND,
    origin_key: str = "",
    **rhythm: Any,
) -> int:
    """Write a task down; its number. Where a key is given, a second one of the same origin and key
    changes nothing and answers with the first.

    Without ``owner_id`` it is the actor's own; one that the product writes is the account's key
    account manager's, of whoever they report to where they are gone, or nobody's yet. Raises
    ``Customer.DoesNotExist`` for strangers to the account.
    """
    customer = None if customer_id is None else accounts(actor).get(pk=customer_id)
    require(actor)
    if origin_key:
        known = Task.objects.filter(origin=origin.value, origin_key=origin_key)
        if (found := known.order_by().values_list("pk", flat=True).first()) is not None:
            return found
    values = _checked({"text": text, "detail": detail, "due": due, **rhythm})
    if owner_id is None:
        owner_id = actor.user_id or (None if customer is None else _lead(customer))
    elif owner_id != actor.user_id:
        owner_given(actor, owner_id, customer_id, origin)
    task = Task(
        customer=customer,
        owner_id=owner_id,
        origin=origin.value,
        origin_key=origin_key,
        by_id=actor.user_id,
        by_name=actor.name,
        **values,
    )
    _check_rhythm(task)
    task.repeat_from = task.due if task.repeat_every else None
    if not origin_key:
        task.save()
    else:  # another process may write the same at this moment
        key = {"origin": origin.value, "origin_key": origin_key}
        rest = {
            field.attname: getattr(task, field.attname)
            for field in Task._meta.concrete_fields
            if field.attname not in {*key, "id", "created_at"}
        }
        task, is_new = Task.objects.get_or_create(**key, defaults=rest)
        if not is_new:
            return task.pk
    told = {name: value for name, value in values.items() if value not in ("", None)}
    record(actor, "task.added", task, after=as_told({**told, "owner_id": owner_id}))
    return task.pk


@transaction.atomic
def change_task(actor: Actor, *, task_id: int, seen: int = 0, **given: Any) -> Task:
    """Put an open task right, move it or give it to somebody; fields that are not given stay.
    ``seen`` is the revision looked at. Raises ``Task.DoesNotExist`` for strangers to it."""
    task = to_change(actor, task_id)
    refuse_ended(task)
    values = _checked(given)
    if values.get("repeat_unit", task.repeat_unit) != task.repeat_unit:
        values.setdefault("repeat_on", None)  # another rhythm begins with the day that is given
    owner_id = values.get("owner_id")
    if owner_id is not None and owner_id != task.owner_id:
        at = None if task.customer is None else today_customer(task.customer)
        owner_given(actor, owner_id, at, Origin.HAND)
    beat = _beat(task)
    for field, value in values.items():
        setattr(task, field, value)
    _check_rhythm(task)
    begins = task.repeat_from
    if task.repeat_every is None:
        begins = None
    elif begins is None or _beat(task) != beat:  # another rhythm, from the day that is given
        begins = task.due
    values |= {field: getattr(task, field) for field in RHYTHM if set(RHYTHM) & values.keys()}
    task.refresh_from_db()
    changed(actor, task, values, seen=seen, verb="task.changed", words=WORDS)
    if task.repeat_from != begins:
        task.repeat_from = begins
        task.save(update_fields=["repeat_from"])
    return task


@transaction.atomic
def finish_task(actor: Actor, *, task_id: int, on: date | None = None) -> int | None:
    """It is done; on a day of the past where given. One that repeats comes again: the number of the
    next, which is written once however often this is asked. Who does a task may finish it."""
    task = to_change(actor, task_id, own=True)
    if task.state == State.DONE:
        return None
    refuse_ended(task)
    today = timezone.localdate()
    if on is not None and on > today:
        raise Refusal(_("This day is still to come."), code="in_the_future", field="on")
    _end(actor, task, State.DONE, on or today, "task.finished")
    return _write_next(actor, task, today)


@transaction.atomic
def end_task_of(actor: Actor, *, origin: Origin, origin_key: str, is_done: bool = True) -> None:
    """What a task was written for was done elsewhere, or is not wanted any more: where it is open,
    it ends. Whoever did that need not see the task."""
    of_it = Task.objects.filter(origin=origin.value, origin_key=origin_key, state=State.OPEN.value)
    found = of_it.order_by().values_list("pk", flat=True).first()
    if found is None:
        return
    end = finish_task if is_done else drop_task
    end(Actor.system(actor.name), task_id=found)


@transaction.atomic
def drop_task(actor: Actor, *, task_id: int) -> Task:
    """It is no longer wanted; a rhythm ends with it."""
    task = to_change(actor, task_id)
    if task.state == State.DROPPED:
        return task
    refuse_ended(task)
    _end(actor, task, State.DROPPED, timezone.localdate(), "task.dropped")
    return task


@transaction.atomic
def reopen_task(actor: Actor, *, task_id: int) -> Task:
    """It was not done after all. One that has been followed by the next stays done."""
    task = to_change(actor, task_id, own=True)
    if task.state == State.OPEN:
        return task
    if Task.objects.filter(follows=task).exists():
        raise Refusal(
            _("The next one of this task has been written down already."),
            code="task_followed",
            hint=_("Go on with that one."),
        )
    before = {"state": task.state, "done_on": task.done_on}
    task.state, task.done_on = State.OPEN.value, None
    task.save(update_fields=["state", "done_on"])
    record(
        actor, "task.reopened", task, before=before, after={"state": task.state, "done_on": None}
    )
    return task


def _end(actor: Actor, task: Task, state: State, on: date, verb: str) -> None:
    task.state, task.done_on = state.value, on
    task.save(update_fields=["state", "done_on"])
    before = {"state": State.OPEN.value, "done_on": None}
    record(actor, verb, task, before=before, after={"state": task.state, "done_on": on})


def _write_next(actor: Actor, task: Task, today: date) -> int | None:
    """The next of a rhythm, with the points of its checklist."""
    repeat = task.repeat
    if repeat is None or task.due is None:
        return None
    # From its own day: one that was moved does not move those after it.
    due = repeat.after(task.repeat_from or task.due, max(task.due, today))
    if due is None or Task.objects.filter(follows=task).exists():
        return None
    told = {field: getattr(task, field) for field in ("text", "detail", "owner_id", *RHYTHM)}
    following = Task.objects.create(
        **told,
        customer_id=task.customer_id,
        due=due,
        repeat_from=due,
        origin=task.origin,
        follows=task,
        by_id=task.by_id,
        by_name=task.by_name,
    )
    points = [Point(task=following, place=each.place, text=each.text) for each in task.points.all()]
    Point.objects.bulk_create(points)
    kept = {name: value for name, value in told.items() if value not in ("", None)}
    record(actor, "task.added", following, after=as_told({**kept, "due": due}))
    return following.pk


def _lead(customer: Customer) -> int | None:
    lead = lead_who_acts(customer)
    return None if lead is None else lead.pk


def _checked(given: dict[str, Any]) -> dict[str, Any]:
    unknown = given.keys() - set(FIELDS)
    if unknown:
        raise TypeError(f"a task has no {', '.join(sorted(unknown))}")
    found = tidy(Task, given)
    refuse_empty(found, "text", _("Say what is to be done."))
    if "repeat_unit" in found:
        found["repeat_unit"] = str(found["repeat_unit"] or "")
    return found


def _beat(task: Task) -> tuple[Any, ...]:
    return task.repeat_every, task.repeat_unit, task.repeat_on


def _check_rhythm(task: Task) -> None:
    """A rhythm has a day to begin with, and keeps to its weekday or to its day of the month."""
    if not task.repeat_every or not task.repeat_unit:
        task.repeat_every, task.repeat_unit = None, ""
        task.repeat_on = task.repeat_until = None
        return
    if task.due is None:
        raise Refusal(
            _("Say when it is due for the first time."), code="rhythm_without_day", field="due"
        )
    if not 1 <= task.repeat_every <= MOST_EVERY:
        raise Refusal(
            _("Write a number from 1 to %(most)s."),
            code="no_rhythm",
            field="repeat_every",
            most=MOST_EVERY,
        )
    if task.repeat_until is not None and task.repeat_until < task.due:
        raise Refusal(
            _("It would end before it begins."), code="ends_before_start", field="repeat_until"
        )
    limits = {Unit.DAY: None, Unit.WEEK: range(WEEK), Unit.MONTH: range(1, 32)}
    allowed = limits[Unit(task.repeat_unit)]
    if allowed is None:
        task.repeat_on = None
    elif task.repeat_on not in allowed:
        task.repeat_on = task.due.weekday() if allowed.start == 0 else task.due.day
