"""The days of what was agreed for accounts, for the one list of what falls due."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone

from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.playbook.models import Proposal
from clavero.playbook.rules.dates import coming, working_day
from clavero.playbook.rules.guides import Reviews, Task
from clavero.playbook.rules.proposals import AGREED, Proposed
from clavero.playbook.selectors.accounts import row_of
from clavero.playbook.words import item_in_words
from clavero.portfolio.rules.coverage import CoverageRole
from clavero.work.hooks import Due
from clavero.work.rules import DueKind


def due_days(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Iterator[Due]:
    """What was agreed, from today on: whether it was done is not known here. It is whose account
    it is. One query."""
    today = timezone.localdate()
    if period.end <= today:
        return
    found = Proposal.objects.filter(superseded_on=None, state__in=[each.value for each in AGREED])
    found = found.filter(customer__merged_into=None)
    if customer_ids is not None:
        found = found.filter(customer__in=customer_ids)
    open_on = Q(customer__coverage__end__isnull=True) | Q(customer__coverage__end__gt=today)
    leads = Q(
        customer__coverage__role=CoverageRole.LEAD.value, customer__coverage__start__lte=today
    )
    held = found.annotate(lead_id=Max("customer__coverage__person", filter=leads & open_on))
    for each in held.order_by("pk"):
        asked = row_of(each).holds
        for day in _days(asked, max(today, period.start), period):
            yield Due(
                day=day,
                kind=DueKind.REVIEW if isinstance(asked.what, Reviews) else DueKind.PROMISE,
                text=item_in_words(asked.what),
                customer_id=each.customer_id,
                url=reverse("playbook:account", args=[each.customer_id]),
                owner_id=each.lead_id,
            )


def _days(asked: Proposed, first: date, period: Period) -> list[date]:
    """Those in the period: of what comes again, each; at most one a month."""
    if isinstance(asked.what, Task | Reviews):
        most = (period.end.year - first.year) * 12 + period.end.month - first.month + 1
        found = coming(asked.due, asked.what.months, after=first, many=max(most, 1))
    else:
        found = [working_day(asked.due)]
    return [day for day in found if first <= day and day in period]
