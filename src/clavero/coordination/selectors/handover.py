"""What is asked of departments, for whoever takes an account over."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import F
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse
from django.utils.translation import gettext as _

from clavero.coordination.models import Request
from clavero.coordination.rules.requests import OPEN
from clavero.identity.rules import Actor
from clavero.work.hooks import Rows, lines_of


def open_requests(actor: Actor, customer_ids: Collection[int]) -> Rows:
    """All that are not over, with the day that the customer was promised or that they are due; of
    those without one the day they were asked."""
    found = Request.objects.filter(
        customer__in=customer_ids, state__in=[each.value for each in OPEN]
    )
    day = Coalesce(F("promised_on"), F("due_on"), TruncDate("asked_at"))
    return Rows(
        "requests",
        _("Requests to departments"),
        lines_of(found, text="text", day=day),
        lambda number: reverse("coordination:request", args=[number]),
        most=None,
    )
