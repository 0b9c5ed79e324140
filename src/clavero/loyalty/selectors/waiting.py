"""Detractors whose account has not been called yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from clavero.identity.rules import Actor
from clavero.loyalty.models import Answer
from clavero.loyalty.rules.scores import DETRACTOR
from clavero.portfolio.selectors import today_of
from clavero.work.rules.tasks import Origin
from clavero.work.selectors import tasks_of

LOOKED_AT = timedelta(days=60)
"""Who was not called by then is called no more: the next wave asks again."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An account at which somebody answered a wave as a detractor on ``since``, and whose task is
    not done."""

    wave_id: int
    wave: str
    customer_id: int
    code: str
    since: date


def waiting_for_a_call(on: date) -> list[Waiting]:
    """One for each account and wave, those who wait longest first."""
    found = Answer.objects.filter(
        question="nps",
        value__lte=DETRACTOR,
        invitation__answered_at__date__gt=on - LOOKED_AT,
        invitation__answered_at__date__lte=on,
    ).select_related("invitation__wave", "invitation__customer")
    waiting: dict[tuple[int, int], Waiting] = {}
    open_keys: dict[int, set[str]] = {}
    for each in found.order_by("invitation__answered_at", "pk"):
        invitation = each.invitation
        assert invitation.answered_at is not None
        account = today_of(invitation.customer)
        if account.id not in open_keys:
            tasks = tasks_of(Actor.system(), account.id, origin=Origin.SURVEY)
            open_keys[account.id] = {task.origin_key for task in tasks if task.is_open}
        if str(invitation.pk) in open_keys[account.id]:
            day = timezone.localdate(invitation.answered_at)
            of_it = Waiting(invitation.wave_id, invitation.wave.name, account.id, account.code, day)
            waiting.setdefault((invitation.wave_id, account.id), of_it)
    return list(waiting.values())
