"""When an entry of a calendar that repeats takes place: rules of RFC 5545 by days, weeks, months
and years, followed by ``dateutil`` on the clock of the entry's own zone, within a year of today.

Of a rule within a day (by hours, minutes or seconds), and of one that no day suits, the first time
is taken.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, TypeAlias

from dateutil import rrule

MOST_TIMES = 110
"""Of one that repeats: every week for two years. Of more, those nearest to today."""
AROUND = timedelta(days=366)
_MOST_VALUES = 62
"""In one part of a rule: each day of a month, from its beginning and from its end."""
_WIDEST = 10_000
_EVERY = {
    "DAILY": (rrule.DAILY, 1, 1),
    "WEEKLY": (rrule.WEEKLY, 7, 2),
    "MONTHLY": (rrule.MONTHLY, 28, 4),
    "YEARLY": (rrule.YEARLY, 365, 30),
}
"""What it is called, how many days a step has at least, and what looking at one takes."""
_PARTS = {
    "BYMONTH": "bymonth", "BYMONTHDAY": "bymonthday", "BYYEARDAY": "byyearday",
    "BYWEEKNO": "byweekno", "BYSETPOS": "bysetpos",
}  # fmt: skip
_OF_THE_START = {"BYHOUR": "hour", "BYMINUTE": "minute", "BYSECOND": "second"}
"""Some programs repeat in the rule at what hour the first begins."""
_KNOWN = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST", *_PARTS})
_DAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")


Rule: TypeAlias = Mapping[str, Sequence[Any]]
"""The parts of a rule as the calendar has them."""


@dataclass(slots=True)
class Patience:
    """How many steps may be looked at for the times of one whole calendar."""

    left: int = 200_000


@dataclass(frozen=True, slots=True)
class Times:
    """The moments of a series: all that it has from ``since`` until ``until``; where its rules
    cannot be followed, its first."""

    moments: Sequence[datetime]
    since: datetime
    until: datetime
    is_followed: bool = True


class _UnknownRule(ValueError):
    """One of which only the first time is taken."""


class _Enough(Exception):
    """What comes is too far away."""


class _Step(int):
    """The interval of a rule. Where no day suits a rule, as the 30th of February, ``dateutil``
    looks for one until the year 9999, adding this number each time: it is what stops it."""

    left: int
    cost: int
    patience: Patience

    def _taken(self) -> None:
        self.left -= 1
        self.patience.left -= self.cost
        if self.patience.left < 0:
            raise _UnknownRule("a calendar that takes too long")
        if self.left < 0:
            raise _Enough

    def __radd__(self, other: int) -> int:
        self._taken()
        return int(self) + other

    def __mul__(self, other: int) -> int:
        self._taken()
        return int(self) * other


def times_of(
    first: datetime,
    rules: Sequence[Rule],
    more: Collection[datetime],
    *,
    now: datetime,
    patience: Patience,
    but: Sequence[Rule] = (),
) -> Times:
    """When a series takes place that begins with ``first``: by all of its ``rules``, and at single
    times ``more``, ``but`` not by other rules; within a year of ``now``, and of more than 110 times
    those nearest to it. Of a rule that cannot be followed nothing else is said than the first time.

    RFC 5545 has one rule and leaves open what several mean; who writes several, or rules of
    exception, means what RFC 2445 had them mean before.
    """
    since, until = now - AROUND, now + AROUND

    def followed(rule: Rule) -> list[datetime]:
        return _followed(first, rule, since, until, patience)

    try:
        by_rule = [each for rule in rules for each in followed(rule)] if rules else [first]
        never = {each.astimezone(UTC) for rule in but for each in followed(rule)}
    except (ValueError, TypeError, OverflowError):
        return Times([first], first, first, is_followed=False)
    every = {*by_rule, *(each for each in more if since <= each <= until)}
    found = sorted(each for each in every if each.astimezone(UTC) not in never)
    if len(found) <= MOST_TIMES:
        return Times(found, since, until)
    nearest = sorted(sorted(found, key=lambda each: abs(each - now))[:MOST_TIMES])
    return Times(nearest, nearest[0], nearest[-1])


def _followed(
    first: datetime,
    rule: Rule,
    since: datetime,
    until: datetime,
    patience: Patience,
) -> list[datetime]:
    """By the clock on the wall: nine o'clock stays nine o'clock when summer begins."""
    zone = first.tzinfo
    begins, begin, last = (_local(each, zone) for each in (first, since, until))
    told, every = _told(rule, begins)
    last = min([last, *_until(told, zone)])
    count = told.get("COUNT")
    parts: dict[str, Any] = {
        name: [int(each) for each in told[part]] for part, name in _PARTS.items() if told.get(part)
    }
    followed = rrule.rrule(
        _EVERY[every][0],
        dtstart=begins,
        interval=_step(told, every, last - begins, patience),
        wkst=_weekday((told.get("WKST") or ["MO"])[0]),
        count=int(count[0]) if count else None,
        until=None if count else last,
        byweekday=_days(told, every),
        **parts,
    )
    found, is_any = [], False
    with suppress(_Enough):
        for moment in followed:
            is_any = True
            if moment > last:
                break
            if moment >= begin:
                found.append(moment.replace(tzinfo=zone))
    if not is_any:
        raise _UnknownRule("no day suits it")
    return found


def _told(
    rule: Mapping[str, Sequence[Any]], begins: datetime
) -> tuple[dict[str, Sequence[Any]], str]:
    """The parts of a rule, without those that say again when it begins, and how often it is."""
    told = {
        name: values
        for name, values in rule.items()
        if name not in _OF_THE_START
        or [int(each) for each in values] != [getattr(begins, _OF_THE_START[name])]
    }
    every = str((told.get("FREQ") or [""])[0]).upper()
    is_long = any(len(values) > _MOST_VALUES for values in told.values())
    if told.keys() - _KNOWN or every not in _EVERY or is_long:
        raise _UnknownRule(every)
    return told, every


def _step(told: Mapping[str, Any], every: str, span: timedelta, patience: Patience) -> _Step:
    _kind, days, cost = _EVERY[every]
    step = _Step(min(max(int((told.get("INTERVAL") or [1])[0]), 1), _WIDEST))
    step.left = max(span.days, 0) // (days * int(step)) + 2
    step.cost, step.patience = cost, patience
    return step


def _days(told: Mapping[str, Any], every: str) -> list[Any] | None:
    found = [_weekday(each) for each in told.get("BYDAY") or []]
    if every in {"DAILY", "WEEKLY"} and any(each.n for each in found):
        raise _UnknownRule("the second Monday of a week")
    return found or None


def _weekday(text: object) -> Any:
    parts = _DAY.fullmatch(str(text).upper())
    if parts is None:
        raise _UnknownRule(str(text))
    day = getattr(rrule, parts[2])
    return day(int(parts[1])) if parts[1] else day


def _until(told: Mapping[str, Any], zone: tzinfo | None) -> list[datetime]:
    """Until when, where it says so; a day is over when its evening is."""
    return [
        _local(said, zone) if isinstance(said, datetime) else datetime.combine(said, time.max)
        for said in told.get("UNTIL") or []
        if isinstance(said, date)
    ]


def _local(moment: datetime, zone: tzinfo | None) -> datetime:
    """On the clock of a zone, and without it."""
    there = moment if moment.tzinfo is None else moment.astimezone(zone)
    return there.replace(tzinfo=None)
