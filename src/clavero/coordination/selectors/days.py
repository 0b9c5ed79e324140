"""What falls due, for the calendar of accounts."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from clavero.coordination.models import Request
from clavero.coordination.rules.requests import State
from clavero.coordination.visibility import of_accounts
from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.portfolio.selectors import ACCOUNT, at_accounts
from clavero.work.hooks import Days, Due, days_of
from clavero.work.rules import DueKind


def due_days(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Days:
    """The days by which departments deliver, those done as well."""
    found = _owed(actor, customer_ids).filter(due_on__gte=period.start, due_on__lt=period.end)
    return Days(_rows(found, "due_on", "text"), _address)


def promised_days(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Days:
    """Those for which customers were promised something, where that is another day than the
    department's own."""
    found = _owed(actor, customer_ids).exclude(promised_on=F("due_on"))
    found = found.filter(promised_on__gte=period.start, promised_on__lt=period.end)
    return Days(_rows(found, "promised_on", "promise"), _address, _of_promise)


def _owed(actor: Actor, customer_ids: Collection[int] | None) -> QuerySet[Request]:
    found = (
        of_accounts(actor)
        if customer_ids is None
        else Request.objects.filter(at_accounts(customer_ids))
    )
    return found.exclude(state__in=[State.REFUSED.value, State.WITHDRAWN.value])


def _rows(found: QuerySet[Request], day: str, text: str) -> QuerySet[Any]:
    return days_of(
        found, DueKind.REQUEST, day=day, text=text,
        customer=ACCOUNT, owner="asker",
        is_done=Q(state__in=[State.DELIVERED.value, State.CONFIRMED.value]),
    )  # fmt: skip


def _of_promise(row: Due) -> Iterator[Due]:
    yield replace(row, text=_("Promised to the customer: %(text)s") % {"text": row.text})


def _address(request_id: int, _customer_id: int) -> str:
    return reverse("coordination:request", args=[request_id])
