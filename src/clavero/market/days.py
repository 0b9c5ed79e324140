"""The days on which notes of accounts are looked at again, for the one list of what falls due."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.market.models import Note
from clavero.market.visibility import notes
from clavero.work.hooks import Days, Due, days_of
from clavero.work.rules import DueKind


def due_days(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Days:
    """Until somebody gives a note another day, or withdraws it."""
    found = notes(actor) if customer_ids is None else Note.objects.filter(
        customer__in=customer_ids
    )  # fmt: skip
    found = found.filter(customer__isnull=False, withdrawn_on=None)
    rows = days_of(
        found.filter(until__gte=period.start, until__lt=period.end), DueKind.REVIEW, day="until",
        text="text", customer=Coalesce(F("customer__merged_into"), F("customer")), owner=None,
        is_done=Q(pk=None),
    )  # fmt: skip
    return Days(rows, lambda number, _customer: reverse("market:note", args=[number]), _told)


def _told(row: Due) -> Iterator[Due]:
    yield replace(row, text=_("Look again at the market note: %(text)s") % {"text": row.text})
