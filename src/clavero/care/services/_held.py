"""What the services of this domain have in common: cases, locked, and their clocks set anew."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from clavero.care.models import Complaint, Wait, Word
from clavero.care.rules.calendar import Calendar
from clavero.care.rules.cases import Move, Severity, State, Tier, may
from clavero.care.rules.clock import Running, Stop, due_at, used, warned_at
from clavero.care.selectors.promised import calendar_of, hours_on, terms_on, tier_of
from clavero.care.visibility import complaints, require
from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.identity.rules import Actor
from clavero.identity.selectors import language_for, people
from clavero.portfolio.selectors import Structure, sees_account, today_of
from clavero.work.rules.tasks import Origin
from clavero.work.services import end_tasks_of, tell_task

if TYPE_CHECKING:
    from clavero.portfolio.models import Customer

CLOCK = (
    "answer_due_at", "resolve_due_at", "look_at", "told_at", "answer_took", "resolve_took",
)  # fmt: skip
ANSWER, RESOLVE = "answer", "resolve"
WRITTEN = "mail"
"""What the customer wrote and somebody is to read, among the keys of tasks."""


def begin_of(complaint: Complaint) -> str:
    """How the keys of all tasks begin that are written of a case."""
    return f"{complaint.pk}:"


def end_told(actor: Actor, complaint: Complaint, *about: str, is_done: bool = True) -> int:
    """What somebody was told about these, clocks or what was written, is done, or fell; how many
    tasks."""
    return sum(
        end_tasks_of(
            actor, origin=Origin.COMPLAINT, begins=begin_of(complaint), names=f":{each}",
            is_done=is_done,
        )
        for each in about
    )  # fmt: skip


def say_what_is_written(complaint: Complaint, key: str) -> None:
    """A task for whoever has a case to which the customer has written, once a ``key``: of one that
    was resolved thanks, or it was not. The next that is said to them ends it."""
    with override(language_for(complaint.owner)):
        text = (
            gettext("Read what the customer writes on a complaint: %(text)s")
            if complaint.is_open
            else gettext("Read what the customer writes on a resolved complaint: %(text)s")
        )
    tell_task(
        Actor.system(),
        customer_id=today_of(complaint.customer).id,
        text=(text % {"text": complaint.text})[:300],
        due=timezone.localdate(),
        owner_id=complaint.owner_id,
        origin=Origin.COMPLAINT,
        origin_key=f"{begin_of(complaint)}{WRITTEN}:{key}",
    )


def to_handle(actor: Actor, complaint_id: int) -> Complaint:
    """The case, locked. Raises ``Complaint.DoesNotExist`` for strangers to its account."""
    found = complaints(actor).select_for_update(of=("self",)).select_related("customer", "hours")
    complaint = found.get(pk=complaint_id)
    require(actor)
    return complaint


def refuse_move(complaint: Complaint, move: Move) -> None:
    """Refuse what cannot be done with a case in its state."""
    if may(move, State(complaint.state)):
        return
    raise Refusal(
        _("This complaint is in another state now."),
        code="another_state",
        hint=_("Look at it again: somebody has gone on with it."),
    )


def promise(complaint: Complaint, customer: Customer, shape: Structure, day: datetime) -> None:
    """Write into a case what is promised for it on the day it came."""
    on = timezone.localtime(day).date()
    complaint.tier = tier_of(customer, shape, on).value
    complaint.hours = hours_on(customer, shape, on)
    promise_again(complaint)


def promise_again(complaint: Complaint) -> None:
    """The same for another severity: by the terms of the day it came, as they were known when it
    was written down. What was answered keeps the time in which that was to be done."""
    day = timezone.localtime(complaint.received_at).date()
    terms = terms_on(day, known=complaint.created_at)
    promised = terms.table[Tier(complaint.tier), Severity(complaint.severity)]
    if complaint.answered_at is None:
        complaint.answer_minutes = _minutes(promised.answer)
    complaint.resolve_minutes = max(_minutes(promised.resolve), complaint.answer_minutes)
    complaint.stops = terms.stops
    complaint.told_at = None  # of another promise nobody has been told


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds() // 60)


def set_clock(complaint: Complaint) -> None:
    """Set anew when a case is due, and when somebody is told of it next. It is saved by whoever
    calls."""
    complaint.answer_due_at = complaint.resolve_due_at = complaint.look_at = None
    calendar, stops = calendar_of(complaint.hours), stops_of(complaint)
    start = complaint.received_at
    complaint.answer_took, complaint.resolve_took = (
        None if done is None else int(used(calendar, start, done, stops).total_seconds())
        for done in (complaint.answered_at, complaint.resolved_at)
    )
    if not complaint.is_open:
        return
    looks: list[datetime | None] = []
    if complaint.answered_at is None:
        length = timedelta(minutes=complaint.answer_minutes)
        complaint.answer_due_at = due_at(calendar, start, length, stops)
        looks += _points(calendar, start, length, stops)
    length = timedelta(minutes=complaint.resolve_minutes)
    complaint.resolve_due_at = due_at(calendar, start, length, stops)
    looks += _points(calendar, start, length, stops)
    told = complaint.told_at
    complaint.look_at = min(
        (each for each in looks if each is not None and (told is None or each > told)), default=None
    )


def _points(
    calendar: Calendar, start: datetime, length: timedelta, stops: list[Stop]
) -> list[datetime | None]:
    """When somebody is told of a clock: once little is left, and in the first second that is too
    late. Where the time ends with the working day, that is one of the next day."""
    late = due_at(calendar, start, length + timedelta(seconds=1), stops)
    return [warned_at(calendar, start, length, stops), late]


def stops_of(complaint: Complaint) -> list[Stop]:
    """While the clock of a case stands still; nothing where the terms let it run."""
    if not complaint.stops or complaint.pk is None:
        return []
    return [Stop(each.begun_at, each.ended_at) for each in complaint.waits.all()]


def begin_wait(actor: Actor, complaint: Complaint, now: datetime) -> None:
    """We wait for the customer. Where the clock stands still, that it runs out is not so any more,
    and the day that was told of it falls; that it is over stays."""
    Wait.objects.create(complaint=complaint, begun_at=now)
    if complaint.stops:
        end_told(actor, complaint, Running.SOON, is_done=False)


def end_wait(complaint: Complaint, now: datetime) -> None:
    """The customer has said what we waited for; of the time that is left somebody is told anew."""
    ended = Wait.objects.filter(complaint=complaint, ended_at=None).update(ended_at=now)
    if ended and complaint.stops:
        complaint.told_at = None


def turn_of(complaint: Complaint, running: Running) -> str:
    """Of which turn of a case something is told: each time that it was reopened or corrected, and
    that little time is left after each wait."""
    turn = [complaint.reopened]
    waits = complaint.waits.count() if complaint.stops and running is Running.SOON else 0
    if complaint.corrected or waits:
        turn.append(complaint.corrected)
    return ".".join(map(str, [*turn, waits] if waits else turn))


def owner_given(actor: Actor, owner_id: int, customer: Customer) -> None:
    """Refuse somebody who may not sign in, or does not see the account."""
    person = people(actor).filter(pk=owner_id, is_active=True).first()
    if person is None:
        raise Refusal(
            _("This person has no access to Clavero."),
            code="no_such_person",
            field="owner_id",
            hint=_("Choose somebody from the list."),
        )
    if owner_id != actor.user_id and not sees_account(person, today_of(customer).id):
        raise Refusal(
            _("%(person)s does not see this account."),
            code="owner_sees_nothing",
            field="owner_id",
            hint=_("Let them look after it first, or choose somebody else."),
            person=str(person),
        )


def said(
    actor: Actor,
    complaint: Complaint,
    what: str,
    text: str,
    at: datetime,
    *,
    fields: tuple[str, ...],
) -> None:
    """Save the ``fields`` that a step has changed, with what was said, and keep it."""
    set_clock(complaint)
    before = Complaint.objects.filter(pk=complaint.pk).values(*fields).get()
    complaint.save(update_fields=[*fields, *CLOCK])
    Word.objects.create(complaint=complaint, what=what, text=text, at=at, by_name=actor.name)
    after = {field: getattr(complaint, field) for field in fields}
    record(actor, f"complaint.{what or 'noted'}", complaint, before=before, after=after)
