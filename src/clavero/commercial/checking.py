"""What the commercial plan finds in a customer's plan, for the plan's own page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone

from clavero.commercial.selectors import findings_of
from clavero.commercial.words import finding_in_words
from clavero.plans.hooks import Said

if TYPE_CHECKING:
    from clavero.plans.models import Plan


def check_targets_of(plan: Plan, currency: str) -> Iterator[Said]:
    """Where its months and years do not add up and nobody has said why."""
    row = getattr(plan, "commercial_targets", None)
    if row is None:
        return
    address = reverse("commercial:account", args=[plan.customer_id])
    for each in findings_of(row, timezone.localdate()):
        if not each.note:
            yield Said(finding_in_words(each, currency), address)
