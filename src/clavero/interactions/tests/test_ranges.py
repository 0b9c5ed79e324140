"""Entries of a calendar that go for other times as well, and rules that stand beside others."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from clavero.interactions import services
from clavero.interactions.models import Interaction
from clavero.interactions.rules.calendars import Unfollowed, read_calendar
from clavero.interactions.rules.found import Found
from clavero.interactions.tests.test_reading import MADRID, NOW, days, event
from clavero.portfolio.models import Customer
from clavero.relationships.testing import make_contact

AT = "DTSTART;TZID=Europe/Madrid"
WEEKLY = event("UID:9", "SUMMARY:Weekly", f"{AT}:20260309T090000", "DURATION:PT1H",
               "RRULE:FREQ=WEEKLY;COUNT=5")  # fmt: skip


def read(*entries: str) -> tuple[list[Found], list[str]]:
    whole = "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *entries, "END:VCALENDAR", ""])
    told = list(read_calendar(whole.encode(), zone=MADRID, now=NOW))
    return (
        sorted((e for e in told if isinstance(e, Found)), key=lambda each: each.starts_at),
        [each.called for each in told if isinstance(each, Unfollowed)],
    )


def onwards(day: int, *lines: str) -> str:
    again = f"RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Madrid:202603{day:02}T090000"
    return event("UID:9", "SUMMARY:Weekly, moved", again, *lines)


def clock(found: list[Found]) -> list[tuple[str, int | None, str]]:
    told = (each for each in found if not each.is_cancelled)
    return [
        (f"{each.starts_at.astimezone(MADRID):%m-%d %H}", each.minutes, each.subject)
        for each in told
    ]


def test_an_entry_for_this_and_all_later_times_moves_them_by_as_much() -> None:
    """Also over the night on which summer begins, but for a time with an entry of its own."""
    again = "RECURRENCE-ID;TZID=Europe/Madrid:20260330T090000"
    own = event("UID:9", "SUMMARY:Weekly, alone", again, f"{AT}:20260330T170000")
    found, unfollowed = read(WEEKLY, onwards(16, f"{AT}:20260317T110000", "DURATION:PT2H"), own)
    assert clock(found) == [
        ("03-09 09", 60, "Weekly"), ("03-17 11", 120, "Weekly, moved"),
        ("03-24 11", 120, "Weekly, moved"), ("03-30 17", None, "Weekly, alone"),
        ("04-07 11", 120, "Weekly, moved"),
    ]  # fmt: skip
    assert len({each.uid for each in found}) == 5
    assert unfollowed == []


def test_the_last_of_several_such_entries_goes() -> None:
    found, _unfollowed = read(
        WEEKLY, onwards(23, f"{AT}:20260323T130000"), onwards(16, f"{AT}:20260316T110000")
    )
    assert [hour for hour, _minutes, _subject in clock(found)] == [
        "03-09 09", "03-16 11", "03-23 13", "03-30 13", "04-06 13",
    ]  # fmt: skip


def test_a_series_that_is_called_off_from_a_time_on_is_over() -> None:
    found, unfollowed = read(WEEKLY, onwards(23, f"{AT}:20260323T090000", "STATUS:CANCELLED"))
    assert [hour for hour, _minutes, _subject in clock(found)] == ["03-09 09", "03-16 09"]
    assert unfollowed == []


def test_what_goes_for_others_in_no_way_that_is_followed_is_told() -> None:
    """The times before (RFC 2445), and those of a series that stands in another file."""
    prior = onwards(23, f"{AT}:20260323T110000").replace("THISANDFUTURE", "THISANDPRIOR")
    assert read(WEEKLY, prior)[1] == ["Weekly, moved"]
    alone, unfollowed = read(onwards(16, f"{AT}:20260316T110000"))
    assert (len(alone), unfollowed) == (1, ["Weekly, moved"])
    hourly = event("UID:1", "SUMMARY:Bell", f"{AT}:20260309T090000", "RRULE:FREQ=HOURLY")
    assert [len(each) for each in read(hourly)] == [1, 1]


def test_several_rules_of_one_entry_are_followed_together() -> None:
    """And times by a rule of exception are left out."""
    rules = ("RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=3", "RRULE:FREQ=MONTHLY;BYMONTHDAY=16,20;COUNT=3")
    start = f"{AT}:20260302T090000"
    assert days(start, *rules) == [
        "26-03-02 09:00", "26-03-09 09:00", "26-03-16 09:00", "26-03-20 09:00", "26-04-16 09:00",
    ]  # fmt: skip
    assert days(start, *rules, "EXRULE:FREQ=MONTHLY;BYMONTHDAY=16") == [
        "26-03-02 09:00", "26-03-09 09:00", "26-03-20 09:00",
    ]  # fmt: skip
    assert days(start, rules[0], "RRULE:FREQ=HOURLY") == ["26-03-02 09:00"]


def test_of_several_revisions_of_an_entry_the_last_one_goes() -> None:
    """Also of a series, and whichever stands first in the file."""

    def entry(sequence: int, stamp: int, at: str, *lines: str) -> str:
        return event("UID:7", f"SEQUENCE:{sequence}", f"DTSTAMP:202603{stamp:02}T090000Z",
                     f"DTSTART:{at}", f"SUMMARY:{sequence} of {stamp}", *lines)  # fmt: skip

    one, two, three = (
        entry(sequence, stamp, f"2026031{sequence}T0{stamp}0000Z", "RRULE:FREQ=DAILY;COUNT=2")
        for sequence, stamp in ((0, 1), (2, 2), (2, 3))
    )
    for order in ((one, two, three), (three, one, two), (two, three, one)):
        found, _unfollowed = read(*order)
        assert [each.subject for each in found] == ["2 of 3"] * 2
        assert [each.starts_at.hour for each in found] == [3, 3]
    unnamed = event("DTSTART:20260316T090000Z", "SUMMARY:x")
    assert len(read(unnamed, unnamed.replace("16T", "17T"))[0]) == 2


@pytest.mark.django_db
def test_planned_times_are_put_right_by_an_entry_for_all_later_ones(
    mine: Customer, actors: SimpleNamespace
) -> None:
    make_contact(mine, "Marta Gil", email="marta@x.example")
    nine = timezone.now().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=3)
    week = timedelta(days=7)

    def entry(at: datetime, *lines: str) -> str:
        return event("UID:9", "SUMMARY:Weekly", "ATTENDEE:mailto:marta@x.example",
                     f"DTSTART:{at:%Y%m%dT%H%M%SZ}", *lines)  # fmt: skip

    def file(*entries: str) -> bytes:
        return "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *entries, "END:VCALENDAR"]).encode()

    series = entry(nine, "RRULE:FREQ=WEEKLY;COUNT=4")
    services.take_file(actors.senior, content=file(series))
    later = nine + timedelta(hours=2)
    again = f"RECURRENCE-ID;RANGE=THISANDFUTURE:{nine + week:%Y%m%dT%H%M%SZ}"
    moved = file(series, entry(later + week, again))
    assert services.take_file(actors.senior, content=moved)[0].renewed == 3
    starts = Interaction.objects.order_by("starts_at").values_list("starts_at", flat=True)
    assert list(starts) == [nine, later + week, later + 2 * week, later + 3 * week]
    off = file(series, entry(later + week, again, "STATUS:CANCELLED"))
    assert services.take_file(actors.senior, content=off)[0].renewed == 3
    states = Interaction.objects.order_by("starts_at").values_list("state", flat=True)
    assert list(states) == ["planned", "cancelled", "cancelled", "cancelled"]
    odd = file(entry(later + week, again))
    _taken, told = services.take_file(actors.senior, content=odd)
    assert "repeats, or moves its other times" in told.refused[0]
