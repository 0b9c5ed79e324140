"""What of its complaints whoever takes an account over should know."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

from django.db.models import QuerySet
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
    return replace(_rows("complaints_open", _("Open complaints"), found), most=None)


def known_complaints(actor: Actor, customer_ids: Collection[int]) -> Rows:
    """The last ones that were resolved in the last twelve months."""
    since = timezone.now() - _LATELY
    found = Complaint.objects.filter(resolved_at__gte=since, customer__in=customer_ids)
    return _rows("complaints", _("Complaints resolved in the last twelve months"), found)


def _rows(key: str, title: str, found: QuerySet[Complaint]) -> Rows:
    return Rows(
        key,
        title,
        lines_of(found, text="text", day=TruncDate("received_at")),
        lambda number: reverse("care:complaint", args=[number]),
    )
