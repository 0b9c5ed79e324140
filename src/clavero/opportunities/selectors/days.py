"""The days on which customers are expected to decide, for the one list of what falls due."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q
from django.urls import reverse

from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.opportunities.models import Opportunity
from clavero.work.hooks import Days, days_of
from clavero.work.rules import DueKind


def due_days(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Days:
    """The expected decisions, those won or lost as well."""
    found = Opportunity.objects.filter(closes_on__gte=period.start, closes_on__lt=period.end)
    if customer_ids is not None:
        found = found.filter(customer__in=customer_ids)
    rows = days_of(
        found, DueKind.CLOSING, day="closes_on", text="title", customer="customer", owner="owner",
        is_done=~Q(outcome=""),
    )  # fmt: skip
    return Days(rows, lambda row_id, customer_id: reverse(_PAGE, args=[row_id]))


_PAGE = "opportunities:opportunity"
