"""The last days of surveys, for the one list of what falls due."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from django.db.models import Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.loyalty.models import Invitation
from clavero.loyalty.visibility import invitations
from clavero.portfolio.selectors import at_accounts
from clavero.portfolio.visibility import sees_sales
from clavero.work.hooks import Days, Due, days_of
from clavero.work.rules import DueKind


def due_days(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Days | None:
    """Until when contacts can answer: once for each survey, however many accounts it asks. The day
    passes by itself."""
    if actor.user_id is not None and not sees_sales(actor):
        return None
    found = invitations(actor) if customer_ids is None else Invitation.objects.filter(
        at_accounts(customer_ids)
    )  # fmt: skip
    within = Q(wave__closes_on__gte=period.start, wave__closes_on__lt=period.end)
    is_over = Q(wave__closed_at__isnull=False) | Q(wave__closes_on__lt=timezone.localdate())
    rows = days_of(
        found.filter(within, left_out=""), DueKind.SURVEY, day="wave__closes_on",
        text="wave__name", customer=Value(None), owner="wave__sender",
        is_done=is_over, number_of="wave",
    )  # fmt: skip
    return Days(rows.distinct(), _address, _told)


def _address(wave_id: int, _customer_id: int) -> str:
    return reverse("loyalty:wave", args=[wave_id])


def _told(row: Due) -> Iterator[Due]:
    yield replace(row, text=_("The survey “%(name)s” ends") % {"name": row.text})
