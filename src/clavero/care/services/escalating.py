"""Nobody forgets a clock: when little time is left, and when it is over, somebody is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from clavero.care.models import Complaint
from clavero.care.rules.clock import Running, reading
from clavero.care.selectors.promised import calendar_of
from clavero.care.services._held import (
    ANSWER,
    CLOCK,
    RESOLVE,
    begin_of,
    set_clock,
    stops_of,
    turn_of,
)
from clavero.core.apart import each_apart
from clavero.core.audit import record
from clavero.identity.rules import Actor
from clavero.identity.selectors import language_for
from clavero.portfolio.selectors import first_who_sees, lead_who_acts, sees_account, today_of
from clavero.work.rules.tasks import Origin
from clavero.work.selectors import keys_told
from clavero.work.services import end_tasks_of, tell_task

if TYPE_CHECKING:
    from clavero.identity.models import Person

_Sentence: TypeAlias = Callable[[str, Running], str]


def escalate(actor: Actor) -> int:
    """Tell of every clock that has come to a point since it was last looked at; of how many. Doing
    it again tells nothing twice. A case of which nobody can be told keeps no other waiting: what it
    stumbled over is raised once all were looked at."""
    now = timezone.now()
    due = Complaint.objects.filter(look_at__lte=now).order_by("look_at", "pk")
    return each_apart(partial(_look, actor), list(due.values_list("pk", flat=True)))


@transaction.atomic
def _look(actor: Actor, complaint_id: int) -> int:
    now = timezone.now()
    found = Complaint.objects.select_for_update(of=("self",)).filter(look_at__lte=now)
    complaint = found.select_related("customer", "hours", "owner").filter(pk=complaint_id).first()
    if complaint is None:
        return 0
    told = [_tell(actor, complaint, *each) for each in _points(complaint)]
    complaint.told_at = now
    set_clock(complaint)
    complaint.save(update_fields=CLOCK)
    return 1 if any(told) else 0


def _points(complaint: Complaint) -> list[tuple[str, Running]]:
    """Which clocks of a case are near their end or past it."""
    calendar, stops, now = calendar_of(complaint.hours), stops_of(complaint), timezone.now()
    clocks = [(RESOLVE, complaint.resolve_minutes)]
    if complaint.answered_at is None:
        clocks.insert(0, (ANSWER, complaint.answer_minutes))
    found = [
        (name, reading(
            calendar, complaint.received_at, timedelta(minutes=minutes), now=now, stops=stops
        ).running)
        for name, minutes in clocks
    ]  # fmt: skip
    return [each for each in found if each[1] in {Running.SOON, Running.LATE}]


def _tell(actor: Actor, complaint: Complaint, clock: str, running: Running) -> bool:
    """A task for whoever has the case, once for each clock and point, each time it was reopened or
    corrected, for each promise, and that time runs out after each wait; once it is over, another
    for whoever stands above them. Whether it was news."""
    minutes = complaint.answer_minutes if clock == ANSWER else complaint.resolve_minutes
    begins = begin_of(complaint)
    turn = turn_of(complaint, running)
    key = f"{begins}{turn}:{clock}:{minutes}"
    known = keys_told(Origin.COMPLAINT, begins)
    if f"{key}:{running}" in known:
        return False
    account_id = today_of(complaint.customer).id
    owner = complaint.owner
    if owner is None or not sees_account(owner, account_id):
        owner = lead_who_acts(complaint.customer)
    ends = complaint.answer_due_at if clock == ANSWER else complaint.resolve_due_at
    if running is Running.LATE:  # that it runs out is no news any more
        names = f":{clock}:{minutes}:{Running.SOON}"
        end_tasks_of(actor, origin=Origin.COMPLAINT, begins=begins, names=names, is_done=False)
    told: dict[str, tuple[Person | None, _Sentence]] = {f"{key}:{running}": (owner, _sentence)}
    above = _above(complaint, owner, account_id)
    if running is Running.LATE and above is not None:
        told[f"{begins}{turn}:{clock}-above:{minutes}"] = (above, _sentence_above)
    for origin_key, (person, sentence) in told.items():
        with override(language_for(person)):
            text = sentence(clock, running) % {"text": complaint.text}
        tell_task(
            actor, customer_id=account_id, text=text[:300], due=day_left(ends),
            owner_id=None if person is None else person.pk, origin=Origin.COMPLAINT,
            origin_key=origin_key,
        )  # fmt: skip
    record(actor, f"complaint.told_{running}", complaint, after={"clock": clock})
    return True


def _above(complaint: Complaint, told: Person | None, account_id: int) -> Person | None:
    """Who hears besides ``told`` that the time is over: the nearest above them who sees the
    account, else whoever leads it."""
    below = told or complaint.owner
    found = None if below is None else first_who_sees(below.reports_to, account_id)
    found = found or lead_who_acts(complaint.customer)
    return None if found == told else found


def day_left(ends: datetime | None) -> date:
    """The day of a task about a clock: that on which its time is over, today where it is."""
    today = timezone.localdate()
    return today if ends is None else max(today, timezone.localdate(ends))


def _sentence(clock: str, running: Running) -> str:
    if clock == ANSWER:
        if running is Running.LATE:
            return gettext("Answer a complaint, its time is over: %(text)s")
        return gettext("Answer a complaint, its time runs out: %(text)s")
    if running is Running.LATE:
        return gettext("Resolve a complaint, its time is over: %(text)s")
    return gettext("Resolve a complaint, its time runs out: %(text)s")


def _sentence_above(clock: str, _running: Running) -> str:
    if clock == ANSWER:
        return gettext("A complaint was not answered in time: %(text)s")
    return gettext("A complaint was not resolved in time: %(text)s")
