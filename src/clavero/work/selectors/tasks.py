"""The tasks that a person sees."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from clavero.identity.rules import Actor
from clavero.portfolio.selectors import Account, account_of
from clavero.work.models import Task
from clavero.work.rules.repeating import Repeat
from clavero.work.rules.tasks import Origin, State, is_overdue


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task for a reader. ``customer_id`` and ``code`` are of the record it was written for."""

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

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do."""
        return self.state is State.OPEN


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
    return tasks_at(account_of(actor, customer_id), origin=origin, origin_key=origin_key)


def tasks_at(
    account: Account,
    *,
    origin: Origin | None = None,
    origin_key: str | Collection[str] | None = None,
) -> list[TaskRow]:
    """The same of an account that the reader was found to see. One query."""
    found = Task.objects.filter(customer__code__in=sorted(account.codes))
    if origin is not None:
        found = found.filter(origin=origin.value)
    if origin_key is not None:
        keys = [origin_key] if isinstance(origin_key, str) else list(origin_key)
        found = found.filter(origin_key__in=keys)
    return rows_of(found)


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
    )
