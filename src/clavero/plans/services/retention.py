"""What somebody who knows an account says of how likely it is to stay."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Refusal
from clavero.core.money import plain
from clavero.core.revisions import reconcile
from clavero.identity.rules import Actor
from clavero.plans.models import Plan
from clavero.plans.rules.retention import Item
from clavero.plans.selectors.history import WORDS
from clavero.plans.services._telling import tell
from clavero.plans.services._writing import plan_of_account

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
    asked = {item.value: plain(each) for item, each in sorted(points.items())}
    now = plan.retention_points
    if asked == now:
        return plan
    reconcile(
        plan,
        seen=seen,
        now={"retention_points": now},
        asked={"retention_points": asked},
        words=WORDS,
    )
    plan.retention_points = asked
    plan.save(update_fields=["retention_points"])
    tell(actor, "plan.retention_said", plan, points=asked)
    return plan
