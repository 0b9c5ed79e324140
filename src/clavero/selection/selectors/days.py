"""The days of handovers, for the one list of what falls due."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from django.db.models import Case, Q, Value, When
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.selection.rules.steps import IN_PROGRAMME
from clavero.selection.selectors.handovers import handovers, last_status
from clavero.work.hooks import Days, Due, days_of
from clavero.work.rules import DueKind


def due_days(
    actor: Actor,
    customer_ids: Collection[int] | None,
    period: Period,
    *,
    is_elsewhere: bool = False,
) -> Days:
    """The meeting and the change of hands of each handover that the reader has to do with, unless
    it rests because the customer is key no longer."""
    within = Q(meeting_on__gte=period.start, meeting_on__lt=period.end)
    within |= Q(changes_on__gte=period.start, changes_on__lt=period.end)
    goes_on = Q(accepted_at__isnull=False) | Q(status__in=[each.value for each in IN_PROGRAMME])
    found = handovers(actor).annotate(status=last_status()).filter(within & goes_on)
    if customer_ids is not None:
        at = Q(customer__in=customer_ids)
        found = found.exclude(at) if is_elsewhere else found.filter(at)
    rows = days_of(
        found, DueKind.HANDOVER, day="changes_on",
        text=JSONObject(
            meeting="meeting_on", giver="giver__name", receiver="receiver__name", by="giver",
            to="receiver",
            over=Case(When(accepted_at=None, then=Value(0)), default=Value(1)),
        ),
        customer="customer", owner="receiver", is_done=Q(accepted_at__isnull=False),
    )  # fmt: skip
    return Days(rows, lambda pk, _at: reverse("selection:handover", args=[pk]),
                partial(_told, actor.user_id), many=True)  # fmt: skip


def _told(reader: int | None, row: Due) -> Iterator[Due]:
    """Both days as the reader's own, where they hand over or take over."""
    told = json.loads(row.text)
    names = {"giver": told["giver"] or "—", "receiver": told["receiver"]}
    meeting, today = date.fromisoformat(told["meeting"]), timezone.localdate()
    change = _("The customer goes from %(giver)s to %(receiver)s")
    at_meeting = {"owner_id": told["by"], "owner": told["giver"] or ""}
    if told["by"] is None:
        at_meeting = {"owner_id": row.owner_id, "owner": row.owner}
    if reader is not None and reader == told["to"]:
        change = _("Take it over from %(giver)s")
        at_meeting = {"owner_id": row.owner_id, "owner": row.owner}
    elif reader is not None and reader == told["by"]:
        change = _("Hand it over to %(receiver)s")
        row = replace(row, owner_id=told["by"], owner=told["giver"])
    text = _("Meeting of the handover, from %(giver)s to %(receiver)s")
    is_over = row.is_done or meeting < today or meeting == row.day
    yield replace(row, day=meeting, text=text % names, is_done=is_over, **at_meeting)
    yield replace(row, text=change % names)
