"""What the services of this domain have in common: requests, locked, and their clocks set anew."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from clavero.care.rules.calendar import Calendar
from clavero.care.rules.clock import Stop as Stopped
from clavero.care.rules.clock import due_at, warned_at
from clavero.care.selectors import calendar_of
from clavero.coordination.models import Request, Word
from clavero.coordination.rules.requests import OWED, Standing, State, earliest
from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.core.writing import tidy
from clavero.identity.rules import Actor
from clavero.work.rules import Origin
from clavero.work.services import end_tasks_of

_LOOKED_BACK = timedelta(days=14)  # for a working day: no office is shut for longer
CLOCK = ("accept_due_at", "due_at", "due_on", "warn_at", "look_at", "told_at")


def begin_of(asked: Request) -> str:
    """How the keys of all tasks begin that are written of a request."""
    return f"{asked.pk}:"


def end_told(actor: Actor, asked: Request, step: str = "", *, is_done: bool = True) -> None:
    """What somebody was told about a request, or about one ``step`` or standing of it, is done, or
    is not wanted any more."""
    names = f":{step}:" if step else ""
    begins = begin_of(asked)
    end_tasks_of(actor, origin=Origin.REQUEST, begins=begins, names=names, is_done=is_done)


def set_clock(asked: Request) -> None:
    """Set anew when a request is due, and when somebody is told of it next; what was delivered
    keeps its time. It is saved by whoever calls."""
    if asked.state in OWED:
        calendar, stops = calendar_of(asked.hours), stops_of(asked)
        start = asked.asked_at
        length = timedelta(minutes=asked.deliver_minutes)
        promised = end_of(calendar, asked.promised_on)
        own = due_at(calendar, start, length, stops)
        asked.due_at = earliest(own, promised)
        # By the clock of the calendar, whoever it is that acts.
        due = asked.due_at
        asked.due_on = None if due is None else due.astimezone(calendar.zone).date()
        # Nobody is warned of a clock that stands still.
        soon = None if own is None else warned_at(calendar, start, length, stops)
        asked.warn_at = earliest(soon, asked.due_at)
        if promised is not None and asked.due_at == promised:
            asked.warn_at = earliest(asked.warn_at, _a_day_before(calendar, promised))
        accepted_by = timedelta(minutes=asked.accept_minutes)
        asked.accept_due_at = earliest(due_at(calendar, start, accepted_by, stops), promised)
    looks: list[datetime | None] = []
    if asked.state in OWED:
        looks += [asked.warn_at, asked.due_at]
    if asked.state == State.ASKED:
        looks.append(asked.accept_due_at)
    told = asked.told_at
    # The last moment is still in time.
    after = [each for each in looks if each is not None and (told is None or each > told)]
    asked.look_at = earliest(*after)


def end_of(calendar: Calendar, day: date | None) -> datetime | None:
    """When a day ends on which something was promised: when people stop working, or at midnight
    where nobody works."""
    if day is None:
        return None
    begins = datetime.combine(day, time.min, calendar.zone)
    ends = datetime.combine(day + timedelta(days=1), time.min, calendar.zone)
    last = None
    for opens, closes in calendar.spans(begins):
        if opens >= ends:
            break
        last = closes
    return last or ends


def _a_day_before(calendar: Calendar, moment: datetime) -> datetime:
    """A day before something, or as the last working day before that begins: nobody is told on a
    Sunday of what is due on Monday."""
    day, last = moment - timedelta(days=1), None
    for opens, closes in calendar.spans(day - _LOOKED_BACK):
        if opens > day:
            break
        if day <= closes:
            return day
        last = opens
    return last or day


def stops_of(asked: Request) -> list[Stopped]:
    """While its clock stands still."""
    if asked.pk is None:
        return []
    return [Stopped(each.begun_at, each.ended_at) for each in asked.stops.all()]


def turn_of(asked: Request) -> str:
    """Of which turn of its clock it is told that it runs out: after each time that it came to stand
    still or went on; nothing before the first."""
    turns = sum(1 if each.ended is None else 2 for each in stops_of(asked))
    return f":{turns}" if turns else ""


def said(
    actor: Actor, asked: Request, what: str, text: str, at: datetime, fields: tuple[str, ...]
) -> None:
    """Save the ``fields`` that a step has changed, with what was said, and keep it. Where it is due
    at another time now, that it runs out is told anew by that time."""
    due = asked.due_at
    set_clock(asked)
    if asked.due_at != due and asked.state in OWED:
        end_told(actor, asked, Standing.SOON, is_done=False)
        asked.told_at = None
        set_clock(asked)
    before = Request.objects.filter(pk=asked.pk).values(*fields).get()
    asked.save(update_fields=[*fields, *CLOCK])
    Word.objects.create(request=asked, what=what, text=text, at=at, by_name=actor.name)
    after = {field: getattr(asked, field) for field in fields}
    record(actor, f"request.{what}", asked, before=before, after=after)


def needed(text: str, sentence: object) -> str:
    """A text that says something."""
    told = str(tidy(Word, {"text": text})["text"])
    if not told:
        raise Refusal(str(sentence), code="text_missing", field="text")
    return told
