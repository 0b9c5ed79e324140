"""Tasks that rooms above write of their own: told to somebody who can do them, and ended or handed
on with what they were written for."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from clavero.core.audit import record_many
from clavero.core.errors import Refusal
from clavero.identity.rules import Actor
from clavero.work.models import Task
from clavero.work.rules.tasks import Origin, State
from clavero.work.services.tasks import add_task, drop_task, finish_task


@transaction.atomic
def tell_task(actor: Actor, *, customer_id: int | None, owner_id: int | None, **given: Any) -> int:
    """As :func:`add_task`; where ``owner_id`` has no access any more, or does not see the account,
    it is for whoever leads it: nothing goes untold because somebody is gone."""
    try:
        with transaction.atomic():
            return add_task(actor, customer_id=customer_id, owner_id=owner_id, **given)
    except Refusal as refusal:
        if owner_id is None or refusal.field != "owner_id":
            raise
        return add_task(actor, customer_id=customer_id, owner_id=None, **given)


@transaction.atomic
def end_tasks_of(
    actor: Actor, *, origin: Origin, begins: str, names: str = "", is_done: bool = True
) -> int:
    """What tasks were written for was done elsewhere, or is not wanted any more: those that are
    open end, of all keys that begin so and contain ``names``; how many. Whoever did that need not
    see them."""
    end = finish_task if is_done else drop_task
    found = list(_open(origin, begins, names).order_by("pk").values_list("pk", flat=True))
    for task_id in found:
        end(Actor.system(actor.name), task_id=task_id)
    return len(found)


@transaction.atomic
def hand_tasks_on(
    actor: Actor, *, origin: Origin, begins: str, owner_id: int, names: str = ""
) -> None:
    """Somebody else has what tasks were written for: those that are open are theirs as well."""
    found = _open(origin, begins, names).exclude(owner=owner_id)
    rows = list(found.select_for_update(of=("self",)).order_by("pk"))
    before = [(each, {"owner_id": each.owner_id}) for each in rows]
    Task.objects.filter(pk__in=[each.pk for each in rows]).update(owner=owner_id)
    told = {"owner_id": owner_id}
    record_many(actor, "task.changed", [(each, was, told) for each, was in before])


def _open(origin: Origin, begins: str, names: str) -> QuerySet[Task]:
    return Task.objects.filter(
        origin=origin.value,
        state=State.OPEN.value,
        origin_key__startswith=begins,
        origin_key__contains=names,
    )
