"""A plan goes along where its customer's record is merged, and comes back with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db import transaction

from clavero.core.audit import record
from clavero.core.models import AuditEntry
from clavero.identity.rules import Actor
from clavero.plans.models import Plan
from clavero.plans.rules.merges import Placed, in_order, places, today
from clavero.portfolio.visibility import records

FOLLOWED, CAME_BACK = "plan.followed", "plan.came_back"


def follow_merge(actor: Actor, source_id: int, target_id: int) -> None:
    """Records were merged, or taken apart again: each plan goes where its record is now. That of a
    record merged into a customer is the customer's, unless this has one: then it waits for its
    own."""
    merged = _merged()
    roots = {today(source_id, merged), today(target_id, merged)}
    _settle(actor, merged, lambda at: today(at, merged) in roots)


@transaction.atomic
def settle_plans(actor: Actor) -> int:
    """Bring every plan to where its record is, those too whose records were merged while plans
    stayed behind; how many moved."""
    return _settle(actor, _merged(), lambda _at: True)


def _settle(actor: Actor, merged: Mapping[int, int], concerns: Callable[[int], bool]) -> int:
    rows = {
        row.pk: row
        for row in Plan.objects.select_for_update(of=("self",)).order_by("pk")
        if concerns(row.customer_id)
    }
    homes = _homes(rows)
    there = [
        Placed(pk, row.customer_id, homes.get(pk, row.customer_id)) for pk, row in rows.items()
    ]
    moves = in_order(there, places(there, merged))
    for plan_id, customer_id in moves:
        is_home = homes.get(plan_id, rows[plan_id].customer_id) == customer_id
        _move(actor, CAME_BACK if is_home else FOLLOWED, rows[plan_id], customer_id)
    return len(moves)


def _merged() -> dict[int, int]:
    """Into which record each was merged, in this transaction. One query."""
    found = records(Actor.system()).exclude(merged_into=None).order_by()
    return dict(found.values_list("pk", "merged_into_id"))


def _homes(rows: Mapping[int, Plan]) -> dict[int, int]:
    """The record that each plan was written for, of those that ever moved: where it was before its
    first move."""
    moved = AuditEntry.objects.filter(
        subject_type=Plan._meta.label,
        subject_id__in=[str(pk) for pk in rows],
        verb__in=(FOLLOWED, CAME_BACK),
    )
    found: dict[int, int] = {}
    for plan_id, before in moved.order_by("pk").values_list("subject_id", "before"):
        found.setdefault(int(plan_id), int((before or {})["customer_id"]))
    return found


def _move(actor: Actor, verb: str, plan: Plan, customer_id: int) -> None:
    before, plan.customer_id = {"customer_id": plan.customer_id}, customer_id
    plan.save(update_fields=["customer"])
    record(actor, verb, plan, before=before, after={"customer_id": customer_id})
    record(actor, verb, plan.customer)
