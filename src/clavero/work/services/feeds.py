"""A person opens their calendar to a program of theirs, closes it, and says when to be reminded."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.rules import Actor
from clavero.rest.rules import digest_of, new_secret
from clavero.work.models import Feed, Reminding
from clavero.work.rules.team import MOST_DAYS_BEFORE

PERIOD = timedelta(hours=1)
"""Within which readings of an address are counted together."""


@transaction.atomic
def open_feed(actor: Actor) -> str:
    """The secret of a new address, which nobody can read again; one that was there no longer
    works."""
    person_id = _somebody(actor)
    Feed.objects.filter(person=person_id).delete()
    secret = new_secret()
    feed = Feed.objects.create(person_id=person_id, digest=digest_of(secret))
    record(actor, "feed.opened", feed)
    return secret


@transaction.atomic
def close_feed(actor: Actor) -> None:
    """The address no longer works."""
    feed = Feed.objects.filter(person=_somebody(actor)).first()
    if feed is not None:
        record(actor, "feed.closed", feed)
        feed.delete()


def count_reading(secret: str) -> None:
    """The calendar of an address is read once more; of one that opens nothing nothing is kept. One
    query, so that programs that ask at the same moment are all counted."""
    now = timezone.now()
    is_over = When(counted_since__lte=now - PERIOD, then=Value(1))
    Feed.objects.filter(digest=digest_of(secret)).update(
        reads=Case(is_over, default=F("reads") + 1),
        counted_since=Case(
            When(counted_since__lte=now - PERIOD, then=Value(now)), default=F("counted_since")
        ),
    )


@transaction.atomic
def set_reminding(actor: Actor, *, days_before: int | None) -> None:
    """How many days before a task is due one is told; ``None`` for not at all."""
    if days_before is not None and not 0 <= days_before <= MOST_DAYS_BEFORE:
        raise Refusal(
            _("Write a number of days up to %(most)s."),
            code="too_early",
            field="days_before",
            most=MOST_DAYS_BEFORE,
        )
    row, _new = Reminding.objects.update_or_create(
        person_id=_somebody(actor), defaults={"days_before": days_before}
    )
    record(actor, "reminding.set", row, after={"days_before": days_before})


def _somebody(actor: Actor) -> int:
    if actor.user_id is None:
        raise Forbidden("the product has no calendar")
    return actor.user_id
