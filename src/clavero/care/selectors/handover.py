"""What of its complaints whoever takes an account over should know."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.db.models import Q
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clavero.care.models import Complaint
from clavero.identity.rules import Actor
from clavero.work.hooks import Rows, lines_of

_LATELY = timedelta(days=365)


def known_complaints(actor: Actor, customer_ids: Collection[int]) -> Rows:
    """Those that are open, and those of the last twelve months."""
    recent = Q(received_at__gte=timezone.now() - _LATELY) | Q(resolved_at=None)
    found = Complaint.objects.filter(recent, customer__in=customer_ids)
    return Rows(
        "complaints",
        _("Complaints of the last twelve months"),
        lines_of(found, text="text", day=TruncDate("received_at")),
        lambda number: reverse("care:complaint", args=[number]),
    )
