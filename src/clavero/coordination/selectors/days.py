"""What falls due, for the calendar of accounts."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from clavero.coordination.models import Request
from clavero.coordination.rules.requests import State
from clavero.coordination.visibility import of_accounts
from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.work.hooks import Days, days_of
from clavero.work.rules import DueKind


def due_days(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Days:
    """The days by which departments deliver, those done as well."""
    found = of_accounts(actor) if customer_ids is None else Request.objects.all()
    found = found.exclude(state__in=[State.REFUSED.value, State.WITHDRAWN.value])
    found = found.filter(due_on__gte=period.start, due_on__lt=period.end)
    if customer_ids is not None:
        at = Q(customer__in=customer_ids) | Q(customer__merged_into__in=customer_ids)
        found = found.filter(at)
    rows = days_of(
        found, DueKind.REQUEST, day="due_on", text="text",
        customer=Coalesce(F("customer__merged_into"), F("customer")), owner="asker",
        is_done=Q(state__in=[State.DELIVERED.value, State.CONFIRMED.value]),
    )  # fmt: skip
    return Days(
        rows, lambda request_id, _customer: reverse("coordination:request", args=[request_id])
    )
