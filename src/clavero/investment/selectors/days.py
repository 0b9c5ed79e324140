"""The days of gates, for the one list of what falls due."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q
from django.urls import reverse

from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.investment.models import Case
from clavero.investment.rules.kinds import Gate
from clavero.investment.visibility import sees_investments
from clavero.work.hooks import Days, days_of
from clavero.work.rules import DueKind


def due_days(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Days | None:
    """The gates of what was funded, for who has to do with investments."""
    if not sees_investments(actor):
        return None
    found = Case.objects.filter(funding__gate_on__gte=period.start, funding__gate_on__lt=period.end)
    if customer_ids is not None:
        found = found.filter(customer__in=customer_ids)
    rows = days_of(
        found, DueKind.GATE, day="funding__gate_on", text="purpose", customer="customer",
        owner=None, is_done=~Q(funding__gate=Gate.WAITING.value),
    )  # fmt: skip
    return Days(rows, lambda case_id, customer_id: reverse("investment:case", args=[case_id]))
