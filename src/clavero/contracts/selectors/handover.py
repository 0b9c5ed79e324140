"""What of its contracts whoever takes an account over should know."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clavero.contracts.models import Contract
from clavero.identity.rules import Actor
from clavero.ui import formats
from clavero.work.hooks import Rows, lines_of


def known_contracts(actor: Actor, customer_ids: Collection[int]) -> Rows:
    """Those that hold today or will."""
    found = Contract.objects.filter(customer__in=customer_ids, end__gte=timezone.localdate())
    return Rows(
        "contracts",
        _("Contracts"),
        lines_of(found, text="title", day="end"),
        lambda number: reverse("contracts:contract", args=[number]),
        _until,
        most=None,
    )


def _until(title: str, last: date) -> str:
    return _("%(title)s, until %(day)s") % {"title": title, "day": formats.day(last)}
