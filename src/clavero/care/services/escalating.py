"""Nobody forgets a clock: when little time is left, and when it is over, somebody is told."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from clavero.care.models import Complaint
from clavero.care.rules.clock import Running, reading
from clavero.care.selectors.promised import calendar_of
from clavero.care.services._held import CLOCK, set_clock, stops_of
from clavero.core.audit import record
from clavero.identity.rules import Actor
from clavero.identity.selectors import language_for
from clavero.work.rules.tasks import Origin
from clavero.work.services import add_task

ANSWER, RESOLVE = "answer", "resolve"


def escalate(actor: Actor) -> int:
    """Tell of every clock that has come to a point since it was last looked at; of how many. Doing
    it again tells nothing twice."""
    now = timezone.now()
    due = Complaint.objects.filter(look_at__lte=now).order_by("look_at", "pk")
    return sum(_look(actor, key) for key in due.values_list("pk", flat=True))


@transaction.atomic
def _look(actor: Actor, complaint_id: int) -> int:
    now = timezone.now()
    found = Complaint.objects.select_for_update(of=("self",)).filter(look_at__lte=now)
    complaint = found.select_related("customer", "hours", "owner").filter(pk=complaint_id).first()
    if complaint is None:
        return 0
    told = [each for each in _points(complaint) if _tell(actor, complaint, *each)]
    complaint.told_at = now
    set_clock(complaint)
    complaint.save(update_fields=["told_at", *CLOCK])
    return 1 if told else 0


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
    """A task for whoever has the case, once for each clock and point, and each time it was
    reopened."""
    key = f"{complaint.pk}:{complaint.reopened}:{clock}:{running}"
    owner = complaint.owner
    with override(language_for(owner)):
        text = _sentence(clock, running) % {"text": complaint.text}
    customer = complaint.customer
    ends = complaint.answer_due_at if clock == ANSWER else complaint.resolve_due_at
    add_task(
        actor, customer_id=customer.merged_into_id or customer.pk, text=text[:300],
        due=day_left(ends), owner_id=complaint.owner_id, origin=Origin.COMPLAINT,
        origin_key=key,
    )  # fmt: skip
    record(actor, f"complaint.told_{running}", complaint, after={"clock": clock})
    return True


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
