"""A plan goes along where its customer's record is merged, and comes back with it."""

from __future__ import annotations

from clavero.core.audit import history, record
from clavero.identity.rules import Actor
from clavero.plans.models import Plan

FOLLOWED, CAME_BACK = "plan.followed", "plan.came_back"


def follow_merge(actor: Actor, source_id: int, target_id: int) -> None:
    """The plan of a record that is merged is that of the customer it becomes, unless this has one:
    then that one holds, and the other waits for its own."""
    plan = Plan.objects.select_for_update(of=("self",)).filter(customer=source_id).first()
    if plan is not None and not Plan.objects.filter(customer=target_id).exists():
        _move(actor, FOLLOWED, plan, target_id)


def come_back(actor: Actor, source_id: int, target_id: int) -> None:
    """A plan that came with a record leaves with it."""
    plan = Plan.objects.select_for_update(of=("self",)).filter(customer=target_id).first()
    if plan is None:
        return
    moved = history(plan).filter(verb__in=(FOLLOWED, CAME_BACK)).first()
    came_from = {} if moved is None or moved.verb != FOLLOWED else moved.before
    if came_from and came_from.get("customer_id") == source_id:
        _move(actor, CAME_BACK, plan, source_id)


def _move(actor: Actor, verb: str, plan: Plan, customer_id: int) -> None:
    before, plan.customer_id = {"customer_id": plan.customer_id}, customer_id
    plan.save(update_fields=["customer"])
    record(actor, verb, plan, before=before, after={"customer_id": customer_id})
    record(actor, verb, plan.customer)
