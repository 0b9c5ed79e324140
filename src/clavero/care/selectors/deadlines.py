"""What falls due, for the calendar of accounts and for who should look at it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clavero.care.rules.cases import State
from clavero.care.visibility import complaints, complaints_within
from clavero.core.period import Period
from clavero.core.scope import Scope
from clavero.identity.rules import Actor
from clavero.work.hooks import Due
from clavero.work.rules.tasks import DueKind


def due_in(
    _actor: Actor, scope: Scope, customer_ids: Collection[int] | None, period: Period
) -> Iterator[Due]:
    """The answers and solutions of complaints that fall due. One query."""
    found = complaints_within(scope).exclude(state=State.RESOLVED.value).select_related("customer")
    if customer_ids is not None:
        at = Q(customer__in=customer_ids) | Q(customer__merged_into__in=customer_ids)
        found = found.filter(at)
    for each in found:
        moment = each.answer_due_at if each.answered_at is None else each.resolve_due_at
        if moment is None:
            continue
        local = timezone.localtime(moment)
        if local.date() not in period:
            continue
        told = (
            _("Answer by %(time)s: %(text)s")
            if each.answered_at is None
            else _("Resolve by %(time)s: %(text)s")
        )
        yield Due(
            local.date(),
            DueKind.COMPLAINT,
            told % {"time": f"{local:%H:%M}", "text": each.text},
            each.customer.merged_into_id or each.customer_id,
            reverse("care:complaint", args=[each.pk]),
            each.owner_id,
        )


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
