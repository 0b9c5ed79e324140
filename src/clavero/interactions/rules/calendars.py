"""Calendars (iCalendar, .ics): the meetings that stand in one, each of those that repeat.

What repeats is followed within a year to both sides of today (``rules.repeating``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
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
from clavero.interactions.rules.repeating import Patience, Rule, times_of
from clavero.interactions.rules.series import Series, uid_of

MOST_BYTES = 5_000_000
_ANSWERS = frozenset({"REPLY", "COUNTER", "REFRESH", "DECLINECOUNTER"})
_CANCEL = "CANCEL"  # where it has no status it tells some that they are invited no longer
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_ONWARDS = "THISANDFUTURE"
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


@dataclass(frozen=True, slots=True)
class Unfollowed:
    """That an entry, ``called`` so, repeats or moves others in a way that is not followed: one time
    of it is taken alone."""

    called: str


@dataclass(frozen=True, slots=True)
class Answer:
    """That an entry, ``called`` so, is what somebody answered to an invitation, proposed instead or
    asked about it (RFC 5546): of the meeting itself it says nothing, nor of all who come."""

    called: str


@dataclass(frozen=True, slots=True)
class _Series:
    """What the entries of a calendar say of one another, by what a series is called: ``wholes`` are
    those with an entry for the whole, ``apart`` the times that have one of their own, as those that
    were moved or called off have, and ``onwards`` the entries that go for all times from theirs on,
    the last of them first."""

    wholes: set[str] = field(default_factory=set)
    apart: dict[str, set[datetime]] = field(default_factory=lambda: defaultdict(set))
    onwards: dict[str, list[tuple[datetime, Any]]] = field(
        default_factory=lambda: defaultdict(list)
    )


def read_calendar(
    content: bytes, *, zone: tzinfo, now: datetime
) -> Iterator[Found | Series | Unfollowed | Answer | str]:
    """The meetings of a calendar, each series before its times; for one that cannot be read, what
    it is called. Hours without a zone are those of ``zone``. Raises
    :class:`UnreadableCalendar`."""
    if len(content) > MOST_BYTES:
        raise UnreadableCalendar("too large")
    try:
        calendars = Calendar.from_ical(_text(content), multiple=True)
    except Exception as error:  # of the library's own, and of what it calls
        raise UnreadableCalendar("no calendar") from error
    entries: list[Any] = []
    for calendar in calendars:
        method = str(calendar.get("method", "")).upper()
        for event in calendar.walk("VEVENT"):
            if method in _ANSWERS or (method == _CANCEL and not _is_cancelled(event)):
                yield Answer(one_line(str(event.get("summary", "")), 80))
            else:
                entries.append(event)
    events, patience = _newest(entries, zone), Patience()
    series = _series(events, zone)
    for event in events:
        try:
            yield from _times(event, zone, now, series, patience)
        except Exception:  # one that is broken does not stop the others
            yield one_line(str(event.get("summary", "")), 80)


def _newest(entries: Sequence[Any], zone: tzinfo) -> list[Any]:
    """Of those that are one in several revisions, as in a folder of invitations, the last one; of
    the same revision twice, the one that stands last."""
    last: dict[tuple[str, object], int] = {}
    for place, event in enumerate(entries):
        key = _of_one(event, zone, place)
        if key not in last or _revision(event, zone) >= _revision(entries[last[key]], zone):
            last[key] = place
    return [entries[place] for place in sorted(last.values())]


def _of_one(event: Any, zone: tzinfo, place: int) -> tuple[str, object]:
    """What the revisions of an entry have in common; of one without a name, nothing."""
    called, again = str(event.get("uid", "")), event.get("recurrence-id")
    if not called:
        return "", place
    with suppress(Exception):  # a broken one is told when its turn comes
        return called, None if again is None else _moment(again.dt, zone).astimezone(UTC)
    return called, place


def _revision(event: Any, zone: tzinfo) -> tuple[int, datetime]:
    return _sequence(event), _stamped_at(event, zone) or _LONG_AGO


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig").replace("\0", "")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace").replace("\0", "")


def _series(events: Iterable[Any], zone: tzinfo) -> _Series:
    found = _Series()
    for event in events:
        with suppress(Exception):  # a broken one is told when its turn comes
            again, called = event.get("recurrence-id"), str(event.get("uid", ""))
            if again is None:
                found.wholes.add(called)
                continue
            moment = _moment(again.dt, zone)
            found.apart[called].add(moment.astimezone(UTC))
            if _range(event) == _ONWARDS:
                _moment(event.get("dtstart").dt, zone)
                found.onwards[called].append((moment, event))
    for some in found.onwards.values():
        some.sort(key=lambda each: each[0], reverse=True)
    return found


def _range(event: Any) -> str:
    """For which times beside its own an entry goes (RFC 5545, 3.2.13); empty for none."""
    again = event.get("recurrence-id")
    return "" if again is None else str(again.params.get("RANGE", "")).upper()


def _times(
    event: Any, zone: tzinfo, now: datetime, series: _Series, patience: Patience
) -> Iterator[Found | Series | Unfollowed]:
    if str(event.get("class", "")).upper() in _NOT_OURS:
        return
    start, called = event.get("dtstart"), str(event.get("uid", ""))
    if start is None:
        raise BadEvent("no start")
    first = _moment(start.dt, zone)
    if not FIRST_YEAR <= first.year <= now.year + YEARS_AHEAD:
        raise BadEvent("a slip in the year")
    one = _found(event, first, _minutes(event, start.dt, first, zone), zone)
    rules, more = _rules(event, "rrule"), list(_listed(event, "rdate", zone))
    if (not rules and not more) or event.get("recurrence-id") is not None:
        yield one
        if (told := _range(event)) and (told != _ONWARDS or called not in series.wholes):
            yield Unfollowed(one.subject)
        return
    times = times_of(
        first, rules, more, now=now, patience=patience, but=_rules(event, "exrule")
    )  # fmt: skip
    if not times.is_followed:
        yield Unfollowed(one.subject)
    onwards = series.onwards.get(called, ())
    off = {each.astimezone(UTC) for each in _listed(event, "exdate", zone)}
    days = _whole_days(event)
    called_off = off.union(
        each.astimezone(UTC)
        for each in times.moments
        if each.date() in days or _is_off(_from_then(onwards, each))
    )
    yield Series(one, times.since, times.until, frozenset(called_off))
    left_out = called_off.union(series.apart.get(called, ()))
    for moment in times.moments:
        if moment.astimezone(UTC) in left_out:
            continue
        uid, then = uid_of(one.uid, moment), _from_then(onwards, moment)
        if then is None:
            yield _found(event, moment, one.minutes, zone, uid=uid)
        else:
            yield _moved(then, moment, zone, uid)


def _rules(event: Any, name: str) -> list[Rule]:
    found = event.get(name, [])
    return found if isinstance(found, list) else [found]


def _from_then(
    onwards: Iterable[tuple[datetime, Any]], moment: datetime
) -> tuple[datetime, Any] | None:
    """The last entry that goes for all times from its own on, if one does for this."""
    return next((each for each in onwards if each[0] <= moment), None)


def _is_off(then: tuple[datetime, Any] | None) -> bool:
    return then is not None and _is_cancelled(then[1])


def _is_cancelled(event: Any) -> bool:
    return str(event.get("status", "")).upper() == "CANCELLED"


def _moved(then: tuple[datetime, Any], moment: datetime, zone: tzinfo, uid: str) -> Found:
    """A time of a series as an entry has it that goes for it as well: later or earlier by as much
    on the clock of the wall as that entry's own time, and as long."""
    was, event = then
    start = event.get("dtstart").dt
    new = _moment(start, zone)
    at = moment.tzinfo
    by = new.astimezone(at).replace(tzinfo=None) - was.astimezone(at).replace(tzinfo=None)
    return _found(event, moment + by, _minutes(event, start, new, zone), zone, uid=uid)


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
        is_cancelled=_is_cancelled(event),
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
