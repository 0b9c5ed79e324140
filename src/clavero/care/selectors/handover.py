"""What of its complaints whoever takes an account over should know."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clavero.care.models import Complaint
from clavero.identity.rules import Actor
from clavero.work.hooks import Rows, lines_of

_LATELY = timedelta(days=365)


def open_complaints(actor: Actor, customer_ids: Collection[int]) -> Rows:
    """All that nobody has resolved, whenever they came."""
    found = Complaint.objects.filter(resolved_at=None, customer__in=customer_ids)
    return Rows(
        "complaints_open",
        _("Open complaints"),
        lines_of(found, text="text", day=TruncDate("received_at")),
        lambda number: reverse("care:complaint", args=[number]),
        most=None,
    )


def known_complaints(actor: Actor, customer_ids: Collection[int]) -> Rows:
    """The last ones that were resolved in the last twelve months."""
    since = timezone.now() - _LATELY
    found = Complaint.objects.filter(resolved_at__gte=since, customer__in=customer_ids)
    return Rows(
        "complaints",
        _("Complaints resolved in the last twelve months"),
        lines_of(found, text="text", day=TruncDate("received_at")),
        lambda number: reverse("care:complaint", args=[number]),
    )
