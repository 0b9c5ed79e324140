"""When nights come due is decided."""

from __future__ import annotations

from datetime import time

from django.db import transaction

from clavero.core.audit import record
from clavero.core.errors import Forbidden
from clavero.core.revisions import reconcile
from clavero.core.zones import zone_named
from clavero.identity.rules import Actor, Verb
from clavero.nightly.models import Schedule
from clavero.nightly.words import WORDS


@transaction.atomic
def set_schedule(actor: Actor, *, at: time, time_zone: str, seen: int = 0) -> Schedule:
    """Nights come due at ``at`` by the clock of ``time_zone`` from now on."""
    require(actor)
    zone_named(time_zone)
    schedule = hold_schedule()
    now = {"at": schedule.at, "time_zone": schedule.time_zone}
    asked = {"at": at, "time_zone": time_zone}
    stay = reconcile(schedule, seen=seen, now=now, asked=asked, words=WORDS)
    after = {
        name: value for name, value in asked.items() if name not in stay and value != now[name]
    }
    if after:
        for name, value in after.items():
            setattr(schedule, name, value)
        schedule.save(update_fields=list(after))
        before = {name: now[name] for name in after}
        record(actor, "nightly.scheduled", schedule, before=before, after=after)
    return schedule


def require(actor: Actor) -> None:
    """Raise :class:`Forbidden` unless the actor may tend the night's work."""
    if not actor.may(Verb.TEND_NIGHTS):
        raise Forbidden(Verb.TEND_NIGHTS)


def hold_schedule() -> Schedule:
    """The one row, locked: of two processes that look what is to be done, one waits."""
    Schedule.objects.get_or_create(id=1)
    return Schedule.objects.select_for_update().get(id=1)
