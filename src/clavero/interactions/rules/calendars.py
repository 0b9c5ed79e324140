"""Calendars (iCalendar, .ics): the meetings that stand in one, each of those that repeat.

What repeats is followed within a year to both sides of today (``rules.repeating``).
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
from clavero.interactions.rules.repeating import Patience, times_of
from clavero.interactions.rules.series import Series, uid_of

MOST_BYTES = 5_000_000
_LAST_SEQUENCE = 2**31 - 1  # no database counts further
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


def read_calendar(content: bytes, *, zone: tzinfo, now: datetime) -> Iterator[Found | Series | str]:
    """The meetings of a calendar, each series before its times; for one that cannot be read, what
    it is called. Hours without a zone are those of ``zone``. Raises
    :class:`UnreadableCalendar`."""
    if len(content) > MOST_BYTES:
        raise UnreadableCalendar("too large")
    try:
        calendars = Calendar.from_ical(_text(content), multiple=True)
    except Exception as error:  # of the library's own, and of what it calls
        raise UnreadableCalendar("no calendar") from error
    patience = Patience()
    for calendar in calendars:
        events = calendar.walk("VEVENT")
        apart = _apart(events, zone)
        for event in events:
            try:
                yield from _times(event, zone, now, apart, patience)
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
    event: Any,
    zone: tzinfo,
    now: datetime,
    apart: Mapping[str, Collection[datetime]],
    patience: Patience,
) -> Iterator[Found | Series]:
    if str(event.get("class", "")).upper() in _NOT_OURS:
        return
    start = event.get("dtstart")
    if start is None:
        raise BadEvent("no start")
    first = _moment(start.dt, zone)
    if not FIRST_YEAR <= first.year <= now.year + YEARS_AHEAD:
        raise BadEvent("a slip in the year")
    one = _found(event, first, _minutes(event, start.dt, first, zone), zone)
    rule, more = event.get("rrule"), list(_listed(event, "rdate", zone))
    if (rule is None and not more) or event.get("recurrence-id") is not None:
        yield one
        return
    rule = rule[0] if isinstance(rule, list) else rule  # the standard has one
    times = times_of(first, rule, more, now=now, patience=patience)
    off = {each.astimezone(UTC) for each in _listed(event, "exdate", zone)}
    days = _whole_days(event)
    called_off = off.union(each.astimezone(UTC) for each in times.moments if each.date() in days)
    yield Series(one, times.since, times.until, frozenset(called_off))
    left_out = called_off.union(apart.get(str(event.get("uid", "")), ()))
    for moment in times.moments:
        if moment.astimezone(UTC) not in left_out:
            yield _found(event, moment, one.minutes, zone, uid=uid_of(one.uid, moment))


def _found(event: Any, start: datetime, minutes: int | None, zone: tzinfo, uid: str = "") -> Found:
    subject = one_line(str(event.get("summary", "")), SUBJECT)
    text = plain(str(event.get("description", ""))[: TEXT * 4]).strip()
    people, declined, is_host_out = _people(event)
    called = one_line(str(event.get("uid", "")), UID - 20)
    if not called:
        told = (subject, start.isoformat(), [each.email for each in people])
        called = f"sha256:{sha256(repr(told).encode()).hexdigest()}"
    again = event.get("recurrence-id")
    if again is not None:
        called = uid_of(called, _moment(again.dt, zone))
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
        declined=tuple(declined[:ADDRESSES]),
        is_host_out=is_host_out,
        sequence=_sequence(event),
        stamped_at=_stamped_at(event, zone),
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


def _people(event: Any) -> tuple[list[Address], list[str], bool]:
    """Whoever invites, then whoever is invited and has not declined, each once; who has declined;
    and whether whoever invites is one of them."""
    attendees = event.get("attendee", [])
    attendees = attendees if isinstance(attendees, list) else [attendees]
    organizer = event.get("organizer")
    organizers = organizer if isinstance(organizer, list) else [organizer]
    told = [*organizers[:1], *attendees]
    declined = list(dict.fromkeys(_address(each) for each in told if _declined(each)))
    is_host_out = any(_declined(each) or _address(each) in declined for each in organizers[:1])
    found: dict[str, Address] = {}
    for each in told:
        email = _address(each)
        if not email or email in found or email in declined:
            continue
        name = each.params.get("CN", "")
        found[email] = Address(email, "" if "@" in str(name) else one_line(str(name), 150))
        if len(found) > ADDRESSES:
            break
    return list(found.values()), [each for each in declined if each], is_host_out


def _address(party: Any) -> str:
    """Whose line it is; empty where it has no address that could be anybody's."""
    text = "" if party is None else str(party)
    email = one_line(text.lower().removeprefix("mailto:"), 300)
    return "" if email.count("@") != 1 or " " in email or len(email) > 254 else email


def _sequence(event: Any) -> int:
    with suppress(TypeError, ValueError):
        return min(max(int(event.get("sequence", 0)), 0), _LAST_SEQUENCE)
    return 0


def _stamped_at(event: Any, zone: tzinfo) -> datetime | None:
    with suppress(AttributeError, TypeError, ValueError):
        return _moment(event.get("dtstamp").dt, zone).astimezone(UTC)
    return None


def _declined(attendee: Any) -> bool:
    return str(getattr(attendee, "params", {}).get("PARTSTAT", "")).upper() == "DECLINED"


def _whole_days(event: Any) -> set[date]:
    """Days that some programs leave out of what has an hour."""
    found = event.get("exdate", [])
    lists = found if isinstance(found, list) else [found]
    told = (each.dt for some in lists for each in getattr(some, "dts", []))
    return {each for each in told if isinstance(each, date) and not isinstance(each, datetime)}


def _listed(event: Any, name: str, zone: tzinfo) -> Iterator[datetime]:
    """Single times; of those that say until when as well, the beginning."""
    found = event.get(name, [])
    for some in found if isinstance(found, list) else [found]:
        for each in getattr(some, "dts", []):
            yield _moment(each.dt[0] if isinstance(each.dt, tuple) else each.dt, zone)
