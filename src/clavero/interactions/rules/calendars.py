"""Calendars (iCalendar, .ics): the meetings that stand in one, each of those that repeat.

Of what repeats, days and weeks are followed within a year to both sides of today; of any other rule
the first time is taken, and no rule can make more of it than that.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from hashlib import sha256
from typing import Any

from icalendar import Calendar

from clavero.interactions.rules.found import (
    ADDRESSES,
    FIRST_YEAR,
    PLACE,
    SUBJECT,
    TEXT,
    UID,
    YEARS_AHEAD,
    Address,
    Found,
    one_line,
    plain,
)
from clavero.interactions.rules.kinds import LONGEST, Kind

MOST_BYTES = 5_000_000
MOST_TIMES = 110
"""Of one that repeats: every week for two years."""
_AROUND = timedelta(days=366)
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_SIMPLE = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST"})
_NOT_OURS = frozenset({"PRIVATE", "CONFIDENTIAL"})
_CALL = re.compile(
    r"\b(call|llamada|videollamada|tel[eé]fono|(tele)?phone|(microsoft|ms|por|via|en) teams"
    r"|teams meeting|zoom|google meet)\b"
)
_VISIT = re.compile(r"\b(visit|visita)\b")
_CALLED_AT = re.compile(r"\btel:|\bteams\.(microsoft|live)\.|\bzoom\.us\b|\bmeet\.google\.")
_CONFERENCES = ("conference", "x-google-conference", "x-microsoft-skypeteamsmeetingurl")


class UnreadableCalendar(ValueError):
    """The file is no calendar."""


class BadEvent(ValueError):
    """An entry that says nothing of when."""


def read_calendar(content: bytes, *, zone: tzinfo, now: datetime) -> Iterator[Found | str]:
    """The meetings of a calendar; for one that cannot be read, what it is called. Hours without a
    zone are those of ``zone``. Raises :class:`UnreadableCalendar`."""
    if len(content) > MOST_BYTES:
        raise UnreadableCalendar("too large")
    try:
        calendars = Calendar.from_ical(_text(content), multiple=True)
    except Exception as error:  # of the library's own, and of what it calls
        raise UnreadableCalendar("no calendar") from error
    for calendar in calendars:
        events = calendar.walk("VEVENT")
        apart = _apart(events, zone)
        for event in events:
            try:
                yield from _times(event, zone, now, apart)
            except Exception:  # one that is broken does not stop the others
                yield one_line(str(event.get("summary", "")), 80)


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig").replace("\0", "")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace").replace("\0", "")


def _apart(events: Iterable[Any], zone: tzinfo) -> dict[str, set[datetime]]:
    """The times of series that have an entry of their own, as one that was moved or called off has:
    by what the series is called."""
    found: dict[str, set[datetime]] = defaultdict(set)
    for event in events:
        with suppress(Exception):  # a broken one is told when its turn comes
            again = event.get("recurrence-id")
            if again is not None:
                found[str(event.get("uid", ""))].add(_moment(again.dt, zone).astimezone(UTC))
    return found


def _times(
    event: Any, zone: tzinfo, now: datetime, apart: Mapping[str, Collection[datetime]]
) -> Iterator[Found]:
    if str(event.get("class", "")).upper() in _NOT_OURS:
        return
    start = event.get("dtstart")
    if start is None:
        raise BadEvent("no start")
    first = _moment(start.dt, zone)
    if not FIRST_YEAR <= first.year <= now.year + YEARS_AHEAD:
        raise BadEvent("a slip in the year")
    one = _found(event, first, _minutes(event, start.dt, first, zone), zone)
    rule = event.get("rrule")
    if rule is None or event.get("recurrence-id") is not None:
        yield one
        return
    left_out = {each.astimezone(UTC) for each in _exceptions(event, zone)}
    left_out.update(apart.get(str(event.get("uid", "")), ()))
    for moment in _repeated(first, rule, now):
        if moment.astimezone(UTC) not in left_out:
            yield _found(event, moment, one.minutes, zone, uid=_uid_of(one.uid, moment))


def _uid_of(series: str, moment: datetime) -> str:
    """What one time of a series is called."""
    return one_line(f"{series[:220]}#{moment.astimezone(UTC):%Y%m%dT%H%M}", UID)


def _found(event: Any, start: datetime, minutes: int | None, zone: tzinfo, uid: str = "") -> Found:
    subject = one_line(str(event.get("summary", "")), SUBJECT)
    text = plain(str(event.get("description", ""))[: TEXT * 4]).strip()
    people = list(_people(event))
    called = one_line(str(event.get("uid", "")), UID - 20)
    if not called:
        told = (subject, start.isoformat(), [each.email for each in people])
        called = f"sha256:{sha256(repr(told).encode()).hexdigest()}"
    again = event.get("recurrence-id")
    if again is not None:
        called = _uid_of(called, _moment(again.dt, zone))
    return Found(
        uid=uid or called,
        kind=_kind(event, subject),
        starts_at=start,
        subject=subject,
        text=text[:TEXT],
        minutes=minutes,
        sender=people[0].email if people else "",
        addresses=tuple(people[:ADDRESSES]),
        is_cancelled=str(event.get("status", "")).upper() == "CANCELLED",
        is_cut=len(text) > TEXT,
        place=one_line(str(event.get("location", "")), PLACE),
    )


def _kind(event: Any, subject: str) -> Kind:
    """By whole words: a street (*calle*) is no call, and to revisit something no visit."""
    told = f"{subject} {event.get('location', '')}".lower()
    if _VISIT.search(told):
        return Kind.VISIT
    is_called = any(event.get(name) is not None for name in _CONFERENCES)
    if is_called or _CALLED_AT.search(told) or _CALL.search(told):
        return Kind.CALL
    return Kind.MEETING


def _moment(value: date | datetime, zone: tzinfo) -> datetime:
    if isinstance(value, datetime):
        return value if value.tzinfo is not None else value.replace(tzinfo=zone)
    return datetime.combine(value, time(9), zone)  # a whole day begins with the work


def _minutes(event: Any, start: Any, first: datetime, zone: tzinfo) -> int | None:
    if not isinstance(start, datetime):
        return None  # a whole day is no length
    length: timedelta | None = None
    with suppress(AttributeError, TypeError, ValueError):
        if event.get("dtend") is not None:
            length = _moment(event.get("dtend").dt, zone) - first
        elif event.get("duration") is not None:
            length = event.get("duration").dt
    minutes = 0 if length is None else round(length.total_seconds() / 60)
    return minutes if 1 <= minutes <= LONGEST else None


def _people(event: Any) -> Iterator[Address]:
    """Whoever invites, then whoever is invited; each once."""
    seen: set[str] = set()
    attendees = event.get("attendee", [])
    attendees = attendees if isinstance(attendees, list) else [attendees]
    organizer = event.get("organizer")
    organizers = organizer if isinstance(organizer, list) else [organizer]
    for each in [*organizers[:1], *attendees[: ADDRESSES * 2]]:
        text = "" if each is None else str(each)
        email = one_line(text.lower().removeprefix("mailto:"), 300)
        if email.count("@") != 1 or " " in email or len(email) > 254 or email in seen:
            continue
        seen.add(email)
        name = each.params.get("CN", "")
        yield Address(email, "" if "@" in str(name) else one_line(str(name), 150))


def _exceptions(event: Any, zone: tzinfo) -> Iterator[datetime]:
    found = event.get("exdate", [])
    for some in found if isinstance(found, list) else [found]:
        for each in getattr(some, "dts", []):
            yield _moment(each.dt, zone)


def _repeated(first: datetime, rule: Any, now: datetime) -> Iterator[datetime]:
    """The times of a simple rule that lie around today; of any other the first."""
    every = str((rule.get("FREQ") or [""])[0]).upper()
    if set(rule) - _SIMPLE or every not in {"DAILY", "WEEKLY"}:
        yield first
        return
    step = max(int((rule.get("INTERVAL") or [1])[0]), 1)
    count = int((rule.get("COUNT") or [10**6])[0])
    until = _until(rule, first, now)
    asked = [str(each).upper() for each in rule.get("BYDAY") or []]
    days = [_DAYS.index(each) for each in asked if each in _DAYS]
    if len(days) != len(asked):  # the second Monday, and the like
        yield first
        return
    begins = str((rule.get("WKST") or ["MO"])[0]).upper()
    if begins not in _DAYS:
        yield first
        return
    told = 0
    for number, moment in enumerate(_moments(first, every, step, days, begins), 1):
        if number > count or moment > until or told >= MOST_TIMES:
            return
        if moment >= now - _AROUND:
            told += 1
            yield moment


def _moments(
    first: datetime, every: str, step: int, days: list[int], begins: str
) -> Iterator[datetime]:
    """From the first on, by the clock of its own zone, fifty years long at most; a week begins on
    the day that the rule says."""
    start = _DAYS.index(begins)
    week = first - timedelta(days=(first.weekday() - start) % 7)
    offsets = sorted((day - start) % 7 for day in days or [first.weekday()])
    for turn in range(0, 366 * 50 if every == "DAILY" else 53 * 50, step):
        if every == "DAILY":
            moment = first + timedelta(days=turn)
            if not days or moment.weekday() in days:
                yield moment
            continue
        for day in offsets:
            moment = week + timedelta(weeks=turn, days=day)
            if moment >= first:
                yield moment


def _until(rule: Any, first: datetime, now: datetime) -> datetime:
    last = now + _AROUND
    said = (rule.get("UNTIL") or [None])[0]
    if said is None:
        return last
    end = said if isinstance(said, datetime) else datetime.combine(said, time(23, 59))
    return min(last, end if end.tzinfo is not None else end.replace(tzinfo=first.tzinfo))
