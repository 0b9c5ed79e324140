"""Several tasks are given to somebody at once."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record_many
from clavero.core.errors import Refusal
from clavero.core.models import AuditEntry
from clavero.core.revisions import ChangedMeanwhile, say
from clavero.identity.rules import Actor
from clavero.work.models import Task
from clavero.work.rules.tasks import Origin, State
from clavero.work.services._held import owner_given, today_customer
from clavero.work.visibility import require, tasks
from clavero.work.words import WORDS


@transaction.atomic
def give_tasks(
    actor: Actor, *, task_ids: Collection[int], owner_id: int, seen: int | None = None
) -> int:
    """Give open tasks to one person, all of them or none; how many changed hands. Those that the
    actor does not see are not among them. ``seen`` is the last revision when the list was read:
    what somebody else has given to another since is told and not taken away unawares."""
    require(actor)
    found = tasks(actor).filter(pk__in=task_ids, state=State.OPEN.value).exclude(owner=owner_id)
    rows = list(found.select_for_update(of=("self",)).select_related("customer").order_by("pk"))
    if not task_ids:
        raise Refusal(
            _("Mark the tasks that you give away."),
            code="no_tasks",
            hint=_("The box stands before each of them."),
        )
    if seen is not None:
        _refuse_given(actor, rows, seen)
    customers = {None if each.customer is None else today_customer(each.customer) for each in rows}
    for customer_id in customers or {None}:
        owner_given(actor, owner_id, customer_id, Origin.HAND)
    before = [(each, {"owner_id": each.owner_id}) for each in rows]
    Task.objects.filter(pk__in=[each.pk for each in rows]).update(owner=owner_id)
    told = {"owner_id": owner_id}
    record_many(actor, "task.changed", [(each, was, told) for each, was in before])
    return len(rows)


def _refuse_given(actor: Actor, rows: Collection[Task], seen: int) -> None:
    names = {str(each.pk): each.text for each in rows}
    entries = AuditEntry.objects.filter(
        subject_type=Task._meta.label, subject_id__in=list(names), pk__gt=seen
    )
    others = entries.filter(verb="task.changed").exclude(by_id=actor.user_id).order_by("pk")
    told: dict[str, list[AuditEntry]] = {}
    for each in others:
        if (each.before or {}).get("owner_id") != (each.after or {}).get("owner_id"):
            told.setdefault(each.subject_id, []).append(each)
    if told:
        sentences = " ".join(
            f"“{names[key]}”: {say('owner_id', of_it, WORDS)}" for key, of_it in told.items()
        )
        raise ChangedMeanwhile(
            {"owner_id": sentences}, revision=max(each[-1].pk for each in told.values())
        )
