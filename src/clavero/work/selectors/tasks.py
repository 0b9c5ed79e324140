"""The tasks that a person sees."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from clavero.core.telling import revision_in
from clavero.identity.rules import Actor, Verb
from clavero.identity.selectors import people
from clavero.portfolio.selectors import Account, account_of
from clavero.portfolio.visibility import scope_for
from clavero.work.models import Point, Task
from clavero.work.rules.repeating import Repeat
from clavero.work.rules.tasks import Origin, State, When, is_overdue, when
from clavero.work.selectors.history import Change, changes_of
from clavero.work.visibility import tasks, told_to

_KEPT_IN_SIGHT = timedelta(days=366)  # of what has ended; the account has the rest


class Whose(StrEnum):
    """Whose tasks are asked for."""

    MINE = "mine"
    TEAM = "team"
    ALL = "all"


class Shown(StrEnum):
    """Which of them."""

    OPEN = "open"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task for a reader. ``customer_id`` and ``code`` are of the record it was written for;
    ``is_seen`` is whether the reader sees that account, of which one's own task names only the
    name. ``points`` are those of its checklist, and those that are ticked."""

    id: int
    customer_id: int | None
    code: str
    account: str
    text: str
    detail: str
    due: date | None
    owner_id: int | None
    owner: str
    by_id: int | None
    by_name: str
    state: State
    done_on: date | None
    origin: Origin
    origin_key: str
    repeat: Repeat | None
    is_overdue: bool
    when: When
    is_seen: bool = True
    points: tuple[int, int] = (0, 0)

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do."""
        return self.state is State.OPEN


@dataclass(frozen=True, slots=True)
class TaskSeen:
    """One task with all that its page shows. ``tends`` is whether the reader may change it, and
    ``ends`` whether they may finish it: it is their own, or they tend it."""

    row: TaskRow
    points: Sequence[Point]
    changes: Sequence[Change]
    seen: int
    people: Sequence[tuple[int, str]]
    tends: bool
    ends: bool


def tasks_of(
    actor: Actor,
    customer_id: int,
    *,
    origin: Origin | None = None,
    origin_key: str | Collection[str] | None = None,
) -> list[TaskRow]:
    """The tasks of an account and of those below it, open and ended, those due first; only those of
    an ``origin`` and a key, or several, where asked. Raises ``Customer.DoesNotExist`` for strangers
    to the account."""
    account = account_of(actor, customer_id)
    return tasks_at(actor, account, origin=origin, origin_key=origin_key)


def tasks_at(
    actor: Actor,
    account: Account,
    *,
    origin: Origin | None = None,
    origin_key: str | Collection[str] | None = None,
) -> list[TaskRow]:
    """The same of an account that the reader was found to see. One query."""
    found = told_to(actor, Task.objects.filter(customer__code__in=sorted(account.codes)))
    if origin is not None:
        found = found.filter(origin=origin.value)
    if origin_key is not None:
        keys = [origin_key] if isinstance(origin_key, str) else list(origin_key)
        found = found.filter(origin_key__in=keys)
    return rows_of(found)


def keys_told(origin: Origin, begins: str) -> set[str]:
    """The keys, of those that begin so, of which a task was ever written; whoever writes tasks asks
    what is news. One query."""
    known = Task.objects.filter(origin=origin.value, origin_key__startswith=begins).order_by()
    return set(known.values_list("origin_key", flat=True))


def task_rows(actor: Actor, whose: Whose, shown: Shown) -> list[TaskRow]:
    """The tasks asked for, with how much of their checklists is ticked. Two queries."""
    scope = scope_for(actor)
    found = tasks(actor, scope)
    if whose is Whose.MINE:
        found = found.filter(owner=actor.user_id)
    elif whose is Whose.TEAM:
        found = found.filter(owner__in=sorted(actor.team))
    if shown is Shown.OPEN:
        found = found.filter(state=State.OPEN.value)
    else:
        since = timezone.localdate() - _KEPT_IN_SIGHT
        found = found.exclude(state=State.OPEN.value).filter(done_on__gte=since)
        found = found.order_by("-done_on", "-pk")
    ticked = Count("points", filter=Q(points__done_on__isnull=False))
    counted = found.annotate(all_points=Count("points"), ticked_points=ticked)
    today, codes = timezone.localdate(), scope.customers
    return [
        replace(
            row_of(each, today),
            is_seen=codes is None or (each.customer is not None and each.customer.code in codes),
            points=(each.ticked_points, each.all_points),
        )
        for each in counted.select_related("owner", "customer")
    ]


def task_seen(actor: Actor, task_id: int) -> TaskSeen:
    """A task for its page. Raises ``Task.DoesNotExist`` for strangers to it."""
    changes = changes_of(task_id)  # before the values: what is written between is then told
    scope = scope_for(actor)
    task = tasks(actor, scope).select_related("owner", "customer").get(pk=task_id)
    codes = scope.customers
    is_seen = codes is None or (task.customer is not None and task.customer.code in codes)
    tends = actor.may(Verb.TEND_TASKS)
    offered = givable(actor) if tends else []
    if task.owner is not None and task.owner_id not in dict(offered):
        offered = [*offered, (task.owner.pk, task.owner.name)]
    return TaskSeen(
        row=replace(row_of(task, timezone.localdate()), is_seen=is_seen),
        points=list(task.points.all()),
        changes=changes,
        seen=revision_in(changes),
        people=offered,
        tends=tends,
        ends=tends or task.owner_id == actor.user_id,
    )


def givable(actor: Actor) -> list[tuple[int, str]]:
    """To whom somebody may give tasks: themselves first, then those below them by name. One
    query."""
    below = people(actor).filter(pk__in=actor.team, is_active=True).select_related(None)
    found = list(below.order_by("name", "pk").values_list("pk", "name"))
    return found if actor.user_id is None else [(actor.user_id, actor.name), *found]


def rows_of(found: QuerySet[Task]) -> list[TaskRow]:
    """Tasks as pages show them. One query."""
    today = timezone.localdate()
    return [row_of(each, today) for each in found.select_related("owner", "customer")]


def row_of(task: Task, today: date) -> TaskRow:
    """One task, read with its owner and customer."""
    state = State(task.state)
    return TaskRow(
        id=task.pk,
        customer_id=task.customer_id,
        code=task.customer.code if task.customer else "",
        account=str(task.customer) if task.customer else "",
        text=task.text,
        detail=task.detail,
        due=task.due,
        owner_id=task.owner_id,
        owner=str(task.owner) if task.owner else "",
        by_id=task.by_id,
        by_name=task.by_name,
        state=state,
        done_on=task.done_on,
        origin=Origin(task.origin),
        origin_key=task.origin_key,
        repeat=task.repeat,
        is_overdue=is_overdue(task.due, state, today),
        when=when(task.due, today),
    )
