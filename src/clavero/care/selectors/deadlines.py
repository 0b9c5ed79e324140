"""What falls due, for the calendar of accounts and for who should look at it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clavero.care.models import Complaint
from clavero.care.rules.cases import State
from clavero.care.visibility import complaints
from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.portfolio.selectors import ACCOUNT, at_accounts, with_account
from clavero.work.hooks import Days, Due, days_of
from clavero.work.rules.tasks import DueKind

_NEVER_DONE = Q(pk=None)  # what was answered or resolved has no day to come


def due_answers(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Days:
    """The days by which complaints that nobody has answered are answered."""
    found = _open(actor, customer_ids).filter(answered_at=None)
    return Days(_rows(found, "answer_due_at", period), _address, _to_answer)


def due_solutions(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Days:
    """The days by which complaints are resolved."""
    found = _open(actor, customer_ids)
    return Days(_rows(found, "resolve_due_at", period), _address, _to_resolve)


def _open(actor: Actor, customer_ids: Collection[int] | None) -> QuerySet[Complaint]:
    found = (
        complaints(actor)
        if customer_ids is None
        else Complaint.objects.filter(at_accounts(customer_ids))
    )
    return found.exclude(state=State.RESOLVED.value)


def _rows(found: QuerySet[Complaint], moment: str, period: Period) -> QuerySet[Any]:
    within = {f"{moment}__date__gte": period.start, f"{moment}__date__lt": period.end}
    return days_of(
        found.filter(**within),
        DueKind.COMPLAINT,
        day=TruncDate(moment),
        text="text",
        customer=ACCOUNT,
        owner="owner",
        is_done=_NEVER_DONE,
        moment=moment,
    )


def _address(complaint_id: int, _customer_id: int) -> str:
    return reverse("care:complaint", args=[complaint_id])


def _to_answer(row: Due) -> Iterator[Due]:
    yield _in_words(row, _("Answer by %(time)s: %(text)s"))


def _to_resolve(row: Due) -> Iterator[Due]:
    yield _in_words(row, _("Resolve by %(time)s: %(text)s"))


def _in_words(row: Due, words: str) -> Due:
    time = "" if row.moment is None else f"{timezone.localtime(row.moment):%H:%M}"
    return replace(row, text=words % {"time": time, "text": row.text})


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
    found = with_account(complaints(actor).filter(late).exclude(state=State.RESOLVED.value))
    rows = [
        Overdue(
            each.pk,
            each.account_code,
            each.text,
            each.severity,
            each.owner_id,
            each.answered_at is not None,
            min(moment for moment in (each.answer_due_at, each.resolve_due_at) if moment),
        )
        for each in found
    ]
    return sorted(rows, key=lambda row: row.since)
