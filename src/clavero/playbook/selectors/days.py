"""The days of what was agreed for accounts, for the one list of what falls due."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Max, Q, Value
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone

from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.playbook.models import Proposal
from clavero.playbook.rules.dates import coming, working_day
from clavero.playbook.rules.guides import Reviews, Task
from clavero.playbook.rules.proposals import AGREED, Kind, Proposed, proposed_of
from clavero.playbook.words import item_in_words
from clavero.portfolio.rules.coverage import CoverageRole
from clavero.work.hooks import Days, Due, days_of, last_told
from clavero.work.rules import DueKind


def due_days(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Days | None:
    """What was agreed, from today on: whether it was done is not known here. It is whose account
    it is."""
    today = timezone.localdate()
    if period.end <= today:
        return None
    found = Proposal.objects.filter(superseded_on=None, state__in=[each.value for each in AGREED])
    found = found.filter(customer__merged_into=None)
    if customer_ids is not None:
        found = found.filter(customer__in=customer_ids)
    leads = Q(
        customer__coverage__role=CoverageRole.LEAD.value, customer__coverage__start__lte=today
    ) & (Q(customer__coverage__end__isnull=True) | Q(customer__coverage__end__gt=today))
    rows = days_of(
        found, DueKind.PROMISE, day=Value(today),
        text=JSONObject(kind="kind", key="key", content="content", agreed="agreed"),
        customer="customer", owner=Max("customer__coverage__person", filter=leads),
        owner_name=Max("customer__coverage__person__name", filter=leads), is_done=Q(pk=None),
    )  # fmt: skip
    first, end = max(today, period.start), last_told(period)

    def told(row: Due) -> Iterator[Due]:
        asked = _read(json.loads(row.text))
        kind = DueKind.REVIEW if isinstance(asked.what, Reviews) else DueKind.PROMISE
        for day in _days(asked, first, period, end):
            yield replace(row, day=day, kind=kind, text=item_in_words(asked.what))

    return Days(rows, lambda _pk, at: reverse("playbook:account", args=[at]), told, many=True)


def _read(told: dict[str, Any]) -> Proposed:
    content = told["content"] if told["agreed"] is None else told["agreed"]
    if isinstance(content, str):  # as some databases give what stands within
        content = json.loads(content)
    return proposed_of(Kind(told["kind"]), told["key"], content)


def _days(asked: Proposed, first: date, period: Period, end: date) -> list[date]:
    """Those in the period: of what comes again, each before ``end``; at most one a month."""
    if isinstance(asked.what, Task | Reviews):
        most = (end.year - first.year) * 12 + end.month - first.month + 1
        again = coming(asked.due, asked.what.months, after=first, many=max(most, 1))
        found = [again[0], *(day for day in again[1:] if day < end)]
    else:
        found = [working_day(asked.due)]
    return [day for day in found if first <= day and day in period]
