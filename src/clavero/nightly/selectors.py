"""What became of the nights, and when the next one comes due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from clavero.core.errors import Forbidden
from clavero.core.zones import zone_named
from clavero.identity.rules import Actor, Verb
from clavero.nightly.models import Night, Schedule, Work
from clavero.nightly.rules import Outcome, State, next_due, state_of

_SHOWN = 15


@dataclass(frozen=True, slots=True)
class NightDone:
    """A night with its steps so far."""

    night: Night
    state: State
    works: tuple[Work, ...]

    @property
    def failed(self) -> tuple[Work, ...]:
        """The steps that failed."""
        return tuple(each for each in self.works if each.outcome == Outcome.FAILED)

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens in it."""
        return self.night.finished_at is not None


@dataclass(frozen=True, slots=True)
class Nights:
    """The latest nights, newest first; ``between`` are the steps that go by the hour."""

    schedule: Schedule
    next_at: datetime
    latest: tuple[NightDone, ...]
    between: tuple[Work, ...]

    @property
    def is_open(self) -> bool:
        """Whether one waits or is being done."""
        return any(not each.is_over for each in self.latest)


def schedule() -> Schedule:
    """When nights come due: the usual time until somebody decides."""
    return Schedule.objects.filter(id=1).first() or Schedule()


def last_night() -> NightDone | None:
    """The last night that is over, for who tends the installation."""
    ended = Night.objects.filter(finished_at__isnull=False).prefetch_related("works").first()
    return None if ended is None else _shown(ended, ended.works.all(), timezone.now())


def nights(actor: Actor) -> Nights:
    """For who may tend them."""
    if not actor.may(Verb.TEND_NIGHTS):
        raise Forbidden(Verb.TEND_NIGHTS)
    now, when = timezone.now(), schedule()
    latest = Night.objects.prefetch_related("works")[:_SHOWN]
    return Nights(
        schedule=when,
        next_at=next_due(when.at, zone_named(when.time_zone), now),
        latest=tuple(_shown(each, each.works.all(), now) for each in latest),
        between=tuple(Work.objects.filter(night=None)),
    )


def _shown(night: Night, works: Iterable[Work], now: datetime) -> NightDone:
    found = tuple(works)
    state = state_of(
        started=night.started_at is not None,
        ended=night.finished_at is not None,
        alive_at=night.alive_at,
        failed=sum(each.outcome == Outcome.FAILED for each in found),
        now=now,
    )
    return NightDone(night, state, found)
