"""What a worker looks for again and again: nights to be done, and what goes by the hour."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError
from django.db.models import Q
from django.utils import timezone

from clavero.core.zones import zone_named
from clavero.nightly.hooks import steps
from clavero.nightly.models import Night, Work
from clavero.nightly.rules import ROUND, last_due
from clavero.nightly.selectors import schedule
from clavero.nightly.services.running import attempt, carry_on, claim


def tick(now: datetime | None = None) -> None:
    """Do the night that has come due, once, whoever else looks; go on with what was cut short; and
    between nights what goes by the hour. Of nights that were missed, the last is made up."""
    now = now or timezone.now()
    _call(now)
    for night in Night.objects.filter(finished_at=None).order_by("pk"):
        if holder := claim(night.pk, now):
            carry_on(night, holder)
    look_around(now)


def _call(now: datetime) -> None:
    """Write down the night that has come due, unless it is."""
    when = schedule()
    due = last_due(when.at, zone_named(when.time_zone), now)
    if not Night.objects.filter(due_on__gte=due).exists():
        Night.objects.get_or_create(due_on=due, defaults={"as_of": timezone.localdate(now)})


def look_around(now: datetime) -> None:
    """Do what goes by the hour, unless somebody did a moment ago."""
    for step in steps():
        if step.by_the_hour and (work := _taken(step.key, now)):
            attempt(step, work, timezone.localdate(now))


def _taken(key: str, now: datetime) -> Work | None:
    """The step's row between nights, where it is due and nobody else has taken it."""
    try:
        work, _made = Work.objects.get_or_create(night=None, key=key)
    except IntegrityError:  # another worker is making it
        return None
    is_due = Q(started_at=None) | Q(started_at__lte=now - ROUND)
    taken = Work.objects.filter(is_due, pk=work.pk).update(started_at=now, tries=0)
    return work if taken else None
