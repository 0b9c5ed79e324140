"""Several tasks are given to somebody at once."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record_many
from clavero.core.errors import Refusal
from clavero.identity.rules import Actor
from clavero.work.models import Task
from clavero.work.rules.tasks import Origin, State
from clavero.work.services._held import owner_given, today_customer
from clavero.work.visibility import require, tasks


@transaction.atomic
def give_tasks(actor: Actor, *, task_ids: Collection[int], owner_id: int) -> int:
    """Give open tasks to one person, all of them or none; how many changed hands. Those that the
    actor does not see are not among them."""
    require(actor)
    found = tasks(actor).filter(pk__in=task_ids, state=State.OPEN.value).exclude(owner=owner_id)
    rows = list(found.select_for_update(of=("self",)).select_related("customer").order_by("pk"))
    if not task_ids:
        raise Refusal(
            _("Mark the tasks that you give away."),
            code="no_tasks",
            hint=_("The box stands before each of them."),
        )
    customers = {None if each.customer is None else today_customer(each.customer) for each in rows}
    for customer_id in customers or {None}:
        owner_given(actor, owner_id, customer_id, Origin.HAND)
    before = [(each, {"owner_id": each.owner_id}) for each in rows]
    Task.objects.filter(pk__in=[each.pk for each in rows]).update(owner=owner_id)
    told = {"owner_id": owner_id}
    record_many(actor, "task.changed", [(each, was, told) for each, was in before])
    return len(rows)
