"""What falls due, for the calendar of accounts and for who should look at it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Case, DateTimeField, Q, Value, When
from django.db.models.functions import Coalesce, JSONObject, TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clavero.care.models import Complaint
from clavero.care.rules.cases import State
from clavero.care.visibility import complaints
from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.work.hooks import Days, Due, days_of
from clavero.work.rules.tasks import DueKind

_NEXT = Case(
    When(answered_at=None, then="answer_due_at"),
    default="resolve_due_at",
    output_field=DateTimeField(),
)


_ANSWERED = Case(When(answered_at=None, then=Value(0)), default=Value(1))


def due_days(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Days:
    """The answers and solutions of complaints that fall due."""
    found = (
        complaints(actor)
        if customer_ids is None
        else Complaint.objects.filter(
            Q(customer__in=customer_ids) | Q(customer__merged_into__in=customer_ids)
        )
    )
    found = found.exclude(state=State.RESOLVED.value).annotate(next_at=_NEXT)
    rows = days_of(
        found.filter(next_at__date__gte=period.start, next_at__date__lt=period.end),
        DueKind.COMPLAINT,
        day=TruncDate("next_at"),
        text=JSONObject(text="text", answered=_ANSWERED),
        customer=Coalesce("customer__merged_into", "customer"),
        owner="owner",
        is_done=Q(state=State.RESOLVED.value),
        moment="next_at",
    )
    return Days(rows, lambda pk, _at: reverse("care:complaint", args=[pk]), _in_words)


def _in_words(row: Due) -> Iterator[Due]:
    told = json.loads(row.text)
    words = _("Answer by %(time)s: %(text)s")
    if told["answered"]:
        words = _("Resolve by %(time)s: %(text)s")
    time = "" if row.moment is None else f"{timezone.localtime(row.moment):%H:%M}"
    named = {"time": time, "text": told["text"]}
    yield replace(row, text=words % named)


@dataclass(frozen=True, slots=True)
class Overdue:
    """A complaint whose time is over: of its answer, or of its solution."""

    id: int
    code: str
    text: str
    severity: str
    owner_id: int | None
    is_answered: bool
    since: datetime


def overdue(actor: Actor, now: datetime | None = None) -> list[Overdue]:
    """The complaints past due that ``actor`` sees, the longest first. One query."""
    at = now or timezone.now()
    late = Q(answered_at=None, answer_due_at__lt=at) | Q(resolve_due_at__lt=at)
    found = complaints(actor).filter(late).exclude(state=State.RESOLVED.value)
    rows = [
        Overdue(
            each.pk,
            (each.customer.merged_into or each.customer).code,
            each.text,
            each.severity,
            each.owner_id,
            each.answered_at is not None,
            min(moment for moment in (each.answer_due_at, each.resolve_due_at) if moment),
        )
        for each in found.select_related("customer__merged_into")
    ]
    return sorted(rows, key=lambda row: row.since)
