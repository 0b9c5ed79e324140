"""What somebody who knows an account says of how likely it is to stay."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.core.money import plain
from clavero.core.revisions import reconcile
from clavero.identity.rules import Actor
from clavero.plans.models import Plan
from clavero.plans.rules.retention import Item
from clavero.plans.selectors.history import RETENTION_WORDS
from clavero.plans.services._writing import plan_of_account, written_on

_MOST = Decimal(10)


@transaction.atomic
def say_retention(
    actor: Actor, *, customer_id: int, points: Mapping[Item, Decimal], seen: int = 0
) -> Plan:
    """Points from 0 to 10 for the items of its scorecard; an item left out is what the account
    shows by itself. Raises ``Customer.DoesNotExist`` for strangers to it."""
    plan = plan_of_account(actor, customer_id)
    for item, each in points.items():
        if not 0 <= each <= _MOST:
            raise Refusal(_("Points go from 0 to 10."), code="points_outside", field=item.value)
    asked = {item.value: plain(points[item]) if item in points else None for item in Item}
    now = {item.value: plan.retention_points.get(item.value) for item in Item}
    stay = reconcile(plan, seen=seen, now=now, asked=asked, words=RETENTION_WORDS)
    after = {item: each for item, each in asked.items() if item not in stay and each != now[item]}
    if not after:
        return plan
    plan.retention_points = {
        item: each for item, each in {**now, **after}.items() if each is not None
    }
    plan.save(update_fields=["retention_points"])
    before = {item: now[item] for item in after}
    record(actor, "plan.retention_said", plan, before=before, after=after)
    written_on(plan)
    return plan
