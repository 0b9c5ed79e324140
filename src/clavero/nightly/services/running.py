"""A night is done step by step, by one process at a time, and gone on with where one was killed."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Refusal
from clavero.core.refusals import as_kept
from clavero.nightly.hooks import Step, steps
from clavero.nightly.models import Night, Work
from clavero.nightly.rules import BEAT, DEAD_AFTER, KEPT, MOST_TRIES, Outcome
from clavero.nightly.services.scheduling import hold_schedule

_log = logging.getLogger(__name__)
_LONGEST_ERROR = 300

OnStep = Callable[[Step, Work], None]


@transaction.atomic
def claim(night_id: int, now: datetime) -> str:
    """Take a night to do it: the word by which to hold it, empty where another one is being done
    or this one is over."""
    hold_schedule()
    if Night.objects.filter(finished_at=None, alive_at__gt=now - DEAD_AFTER).exists():
        return ""
    holder = uuid.uuid4().hex
    mine = Night.objects.filter(pk=night_id, finished_at=None).update(
        holder=holder, alive_at=now, started_at=Coalesce(F("started_at"), now)
    )
    return holder if mine else ""


def carry_on(night: Night, holder: str, on_step: OnStep = lambda step, work: None) -> bool:
    """Do all that is not done yet of a night that was claimed; whether it was ours to the end.

    A step that fails does not stop the others.
    """
    with _alive(night.pk, holder):
        for step in steps():
            if not _is_ours(night.pk, holder):
                return False
            on_step(step, _do(step, night))
    now = timezone.now()
    ours = Night.objects.filter(pk=night.pk, holder=holder).update(finished_at=now, alive_at=None)
    Night.objects.filter(finished_at__lt=now - KEPT).delete()
    return bool(ours)


def attempt(step: Step, work: Work, on: date, *, is_past: bool = False) -> None:
    """Do a step and keep what became of it."""
    Work.objects.filter(pk=work.pk).update(tries=F("tries") + 1, started_at=timezone.now())
    try:
        reason = _tells_of_today() if is_past and step.of_today else step.do(on)
    except Refusal as refusal:
        _end(work, Outcome.FAILED, as_kept(refusal))
    except Exception as error:
        _log.exception("the step %s of the night's work failed", step.key)
        told = " ".join(f"{type(error).__name__}: {error}".split())
        _end(work, Outcome.FAILED, {"error": told[:_LONGEST_ERROR]})
    else:
        kept = None if reason is None else as_kept(reason)
        _end(work, Outcome.NOTHING if kept else Outcome.DONE, kept)


def _do(step: Step, night: Night) -> Work:
    work, _made = Work.objects.get_or_create(night=night, key=step.key)
    if work.finished_at is None and work.tries >= MOST_TRIES:
        _end(work, Outcome.FAILED, as_kept(_cut_short()))
    elif work.finished_at is None:
        attempt(step, work, night.as_of, is_past=night.as_of < timezone.localdate(night.asked_at))
    work.refresh_from_db()
    return work


def _end(work: Work, outcome: Outcome, told: dict[str, Any] | None) -> None:
    Work.objects.filter(pk=work.pk).update(
        finished_at=timezone.now(), outcome=outcome.value, told=told
    )


def _is_ours(night_id: int, holder: str) -> bool:
    """Whether nobody has taken the night over meanwhile, as after a long sleep of the machine."""
    mine = Night.objects.filter(pk=night_id, holder=holder)
    return bool(mine.update(alive_at=timezone.now()))


@contextmanager
def _alive(night_id: int, holder: str) -> Iterator[None]:
    """Say that the night is being done for as long as a step may take."""
    is_over = threading.Event()

    def beat() -> None:
        while not is_over.wait(BEAT.total_seconds()):
            try:
                _is_ours(night_id, holder)
            except DatabaseError:  # the next beat comes before anybody takes it for dead
                _log.warning("the night could not be said to be alive", exc_info=True)
            finally:
                connection.close()

    beating = threading.Thread(target=beat, name="night", daemon=True)
    beating.start()
    try:
        yield
    finally:
        is_over.set()
        beating.join()


def _cut_short() -> Refusal:
    return Refusal(
        _("Its process ended %(count)s times in the middle of it."),
        code="cut_short",
        hint=_("Look at the memory and the log of the machine."),
        count=MOST_TRIES,
    )


def _tells_of_today() -> Refusal:
    return Refusal(_("It tells of today alone."), code="of_today")
