"""Mails and calendars: what they say, and that nothing in them takes long or does anything."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from clavero.interactions.rules.calendars import (
    Answer,
    Unfollowed,
    UnreadableCalendar,
    read_calendar,
)
from clavero.interactions.rules.found import Found
from clavero.interactions.rules.kinds import Kind
from clavero.interactions.rules.mails import READ, UnreadableMail, mails_of, read_mail
from clavero.interactions.rules.repeating import Patience, Times, times_of
from clavero.interactions.rules.series import Series

MADRID, NOW = ZoneInfo("Europe/Madrid"), datetime(2026, 3, 10, 12, tzinfo=UTC)
HEAD = b"From: m@x.example\nDate: Mon, 2 Mar 2026 09:00:00 +0100\nMessage-ID: <1@x>\n"


def a_mail(**headers: str) -> EmailMessage:
    mail = EmailMessage()
    told = {
        "From": "Marta Gil <Marta@x.example>", "To": "Ana <ana@us.example>", "Subject": "Año nuevo",
        "Date": "Mon, 2 Mar 2026 09:00:00 +0100", "Message-ID": "<1@x.example>", **headers,
    }  # fmt: skip
    for name, value in told.items():
        mail[name] = value
    mail.set_content("Hola,\n\n\n\nadiós\n")
    return mail


def events(text: str) -> list[Found | str]:
    whole = f"BEGIN:VCALENDAR\nVERSION:2.0\n{text}\nEND:VCALENDAR\n"
    read = read_calendar(whole.encode(), zone=MADRID, now=NOW)
    return [each for each in read if not isinstance(each, Series | Unfollowed | Answer)]


def days(*lines: str) -> list[str]:
    """On which days an entry stands, by the clock of Madrid."""
    found = events(event("UID:1", *lines))
    return [
        each.starts_at.astimezone(UTC).astimezone(MADRID).strftime("%y-%m-%d %H:%M")
        for each in found
        if isinstance(each, Found)
    ]


def event(*lines: str) -> str:
    return "\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"])


def test_a_mail_with_a_picture_of_a_tracker_is_its_text() -> None:
    mail = a_mail()
    page = "<p>Hello <b>you</b></p><img src='http://x.example/t.gif'><script>x()</script>"
    mail.add_alternative(page, subtype="html")
    mail.add_attachment(b"0" * 9_000, maintype="application", subtype="pdf", filename="a.pdf")
    found = read_mail(mail.as_bytes())
    assert (found.uid, found.subject) == ("<1@x.example>", "Año nuevo")
    assert found.text == "Hola,\n\nadiós"
    assert [each.email for each in found.addresses] == ["marta@x.example", "ana@us.example"]
    assert found.starts_at == datetime(2026, 3, 2, 8, tzinfo=UTC)
    only = read_mail(HEAD + b"Content-Type: text/html\n\n" + page.encode())
    assert only.text == "Hello you"


def test_what_machines_write_is_known() -> None:
    assert not read_mail(a_mail().as_bytes()).is_automatic
    for name, value in (
        ("Auto-Submitted", "auto-replied"), ("Precedence", "bulk"), ("List-Id", "<l.x.example>"),
        ("Return-Path", "<>"),
    ):  # fmt: skip
        assert read_mail(a_mail(**{name: value}).as_bytes()).is_automatic, name


def test_without_a_name_of_its_own_the_same_mail_is_the_same() -> None:
    raw = a_mail().as_bytes().replace(b"Message-ID: <1@x.example>\n", b"")
    one, again = read_mail(raw), read_mail(raw)
    assert one.uid == again.uid
    assert one.uid.startswith("sha256:")


def test_a_box_has_its_mails() -> None:
    one = b"From m@x Mon Mar  2 09:00:00 2026\n" + a_mail().as_bytes() + b"\n"
    assert len(list(mails_of(one * 3))) == 3
    assert len(list(mails_of(a_mail().as_bytes()))) == 1


def nested(depth: int) -> bytes:
    parts = [HEAD + b"Content-Type: multipart/mixed; boundary=b0\n\n"]
    for at in range(1, depth):
        parts.append(b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (at - 1, at))
    return b"".join(parts)


HOSTILE = {
    "nested": nested(3_000),
    "messages": HEAD + b"Content-Type: message/rfc822\n\n" * 3_000,
    "many headers": b"X: y\n" * 90_000 + HEAD + b"\n",
    "a long header": HEAD + b"Subject: " + b"=?utf-8?q?a?= " * 60_000 + b"\n\n",
    "long addresses": b"To: " + b'"<(' * 90_000 + b"\n" + HEAD + b"\n",
    "no such charset": HEAD + b"Content-Type: text/plain; charset=nosuch\n\nHi \xff\xfe",
    "wrong charset": HEAD + b"Content-Type: text/plain; charset=utf-16\n\nHi",
    "html": HEAD + b"Content-Type: text/html\n\n" + b"<!--" * 90_000,
    "html names": HEAD + b"Content-Type: text/html\n\n" + b"<a " * 90_000,
    "html marks": HEAD + b"Content-Type: text/html\n\n" + b"<![" * 90_000,
    "base64": HEAD + b"Content-Transfer-Encoding: base64\n\n" + b"QUJD\n" * 90_000 + b"=",
    "large": HEAD + b"\n" + b"x" * 20_000_000,
    "zeros": HEAD + b"\n" + b"\0" * 9_000,
    "surrogates": HEAD + b"Subject: \xed\xa0\x80\xff\n\n\xed\xa0\x80",
    "no lines": b"From: " + b"a" * READ,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_mail_takes_long(name: str) -> None:
    begins = time.process_time()
    try:
        found = read_mail(HOSTILE[name])
    except UnreadableMail:
        found = None
    assert time.process_time() - begins < 4, "seconds"
    if found is not None:
        assert len(found.text) <= 10_000
        assert "\0" not in found.text
        str(found.as_data()).encode()  # halves of characters could not be kept


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    for content in (raw, HEAD + raw):
        try:
            found = read_mail(content)
        except UnreadableMail:
            continue
        assert Found.of_data(found.as_data()) == found


def test_a_meeting_of_a_calendar() -> None:
    (found,) = events(
        event(
            "UID:1@x", "SUMMARY:Visita a planta", "DTSTART;TZID=Europe/Madrid:20260304T100000",
            "DTEND;TZID=Europe/Madrid:20260304T113000", "ORGANIZER:mailto:Ana@us.example",
            "ATTENDEE;CN=Marta Gil:mailto:marta@x.example", "DESCRIPTION:Forecast\\nStock",
        )
    )  # fmt: skip
    assert isinstance(found, Found)
    assert (found.kind, found.minutes, found.text) == (Kind.VISIT, 90, "Forecast\nStock")
    assert found.starts_at == datetime(2026, 3, 4, 9, tzinfo=UTC)
    assert [(each.email, each.name) for each in found.addresses] == [
        ("ana@us.example", ""), ("marta@x.example", "Marta Gil"),
    ]  # fmt: skip


def test_who_declined_is_not_with_them() -> None:
    (found,) = events(
        event(
            "UID:1@x", "SUMMARY:Review", "DTSTART:20260304T100000Z",
            "ORGANIZER:mailto:o@us.example",
            "ATTENDEE;PARTSTAT=DECLINED:mailto:cfo@x.example",
            "ATTENDEE;PARTSTAT=ACCEPTED:mailto:marta@x.example",
        )
    )  # fmt: skip
    assert isinstance(found, Found)
    assert [each.email for each in found.addresses] == ["o@us.example", "marta@x.example"]


def test_what_repeats_is_followed_around_today() -> None:
    weekly = events(event(
        "UID:2", "SUMMARY:Docks", "DTSTART;TZID=Europe/Madrid:20260302T090000",
        "RRULE:FREQ=WEEKLY;BYDAY=MO,WE;COUNT=4", "EXDATE;TZID=Europe/Madrid:20260304T090000",
    ))  # fmt: skip
    assert [f"{each.starts_at:%m-%d}" for each in weekly] == ["03-02", "03-09", "03-11"]
    assert len({each.uid for each in weekly}) == 3
    summer = events(event(
        "UID:3", "SUMMARY:x", "DTSTART;TZID=Europe/Madrid:20260323T090000",
        "RRULE:FREQ=WEEKLY;UNTIL=20260401T000000Z",
    ))  # fmt: skip
    assert {each.starts_at.astimezone(MADRID).hour for each in summer} == {9}
    every_day = days("DTSTART:19990101T090000", "RRULE:FREQ=DAILY")
    assert (len(every_day), every_day[0], every_day[-1]) == (
        110, "26-01-15 09:00", "26-05-04 09:00",
    )  # fmt: skip
    for rule in ("FREQ=SECONDLY", "FREQ=WEEKLY;BYDAY=2MO", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
                 "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYHOUR=9,10,11",
                 "FREQ=DAILY;INTERVAL=7;BYDAY=MO", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=9",
                 "FREQ=MONTHLY;BYDAY=XX"):  # fmt: skip
        assert len(events(event("UID:5", "DTSTART:20260101T090000", f"RRULE:{rule}"))) == 1, rule
    assert days("DTSTART:20200101T090000", "RRULE:FREQ=DAILY;UNTIL=20210101") == [], "long over"


def test_months_and_years_repeat() -> None:
    madrid = "DTSTART;TZID=Europe/Madrid"
    second_monday = days(f"{madrid}:20260112T100000", "RRULE:FREQ=MONTHLY;BYDAY=2MO;COUNT=5")
    assert second_monday == [
        "26-01-12 10:00", "26-02-09 10:00", "26-03-09 10:00", "26-04-13 10:00", "26-05-11 10:00",
    ]  # fmt: skip
    last_workday = days(
        f"{madrid}:20260130T170000",
        "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;UNTIL=20260430T235959Z",
        "EXDATE;TZID=Europe/Madrid:20260227T170000",
    )
    assert last_workday == ["26-01-30 17:00", "26-03-31 17:00", "26-04-30 17:00"]
    on_the_31st = days(f"{madrid}:20260131T090000", "RRULE:FREQ=MONTHLY;COUNT=3")
    assert on_the_31st == ["26-01-31 09:00", "26-03-31 09:00", "26-05-31 09:00"]
    assert days(f"{madrid}:20200310T090000", "RRULE:FREQ=YEARLY") == [
        "25-03-10 09:00", "26-03-10 09:00", "27-03-10 09:00",
    ]  # fmt: skip
    assert days(f"{madrid}:20260105T090000", "RRULE:FREQ=DAILY;COUNT=2;BYHOUR=9;BYMINUTE=0") == [
        "26-01-05 09:00", "26-01-06 09:00",
    ]  # fmt: skip
    # In the night in which the clock leaves two o'clock out, and with single days besides.
    assert days(f"{madrid}:20260328T023000", "RRULE:FREQ=DAILY;COUNT=3")[1] == "26-03-29 03:30"
    without_a_day = ("RRULE:FREQ=DAILY;COUNT=3", "EXDATE;VALUE=DATE:20260303")
    assert days(f"{madrid}:20260302T110000", *without_a_day) == [
        "26-03-02 11:00", "26-03-04 11:00",
    ]  # fmt: skip
    more = days(f"{madrid}:20260310T090000", "RDATE;TZID=Europe/Madrid:20260312T110000")
    assert more == ["26-03-10 09:00", "26-03-12 11:00"]


def test_no_rule_is_followed_for_ever() -> None:
    first, patience = datetime(1990, 1, 1, 9, tzinfo=MADRID), Patience()

    def times(**rule: list[object]) -> Times:
        return times_of(first, [rule], (), now=NOW, patience=patience)

    only = Times([first], first, first, is_followed=False)
    assert times(FREQ=["DAILY"], BYMONTH=[2], BYMONTHDAY=[30]) == only
    assert 186_000 < patience.left < 188_000, "each day until a year from now, and no more"
    assert times(FREQ=["MONTHLY"], BYDAY=["MO"], BYSETPOS=list(range(9, 60))) == only
    assert times(FREQ=["YEARLY"], INTERVAL=[10**20], COUNT=[10**20]).moments == []
    assert patience.left > 180_000
    assert times(FREQ=["YEARLY"], BYYEARDAY=list(range(1, 90))) == only, "longer than anybody means"
    patience.left = 100
    assert times(FREQ=["DAILY"]) == only, "a calendar full of them"


def test_what_cannot_be_read_is_named_and_what_is_private_left_alone() -> None:
    found = events(
        event("UID:1", "SUMMARY:No day")
        + "\n" + event("UID:2", "SUMMARY:Doctor", "CLASS:PRIVATE", "DTSTART:20260302T090000")
        + "\n" + event("UID:3", "DTSTART;VALUE=DATE:20260302", "STATUS:CANCELLED")
    )  # fmt: skip
    assert found[0] == "No day"
    (whole_day,) = found[1:]
    assert (whole_day.minutes, whole_day.is_cancelled) == (None, True)
    for broken in (b"\xff\xfe", b"BEGIN:VCALENDAR\nxx\n", b"x" * 5_000_001):
        with pytest.raises(UnreadableCalendar):
            list(read_calendar(broken, zone=MADRID, now=NOW))


def test_what_a_real_calendar_library_writes_is_read() -> None:
    from icalendar import Event

    one = Event()
    one.add("uid", "9@x")
    one.add("summary", "Reunión; con, comas")
    one.add("dtstart", datetime(2026, 3, 4, 9, tzinfo=UTC))
    calendar = Calendar()
    calendar.add_component(one)
    (found,) = read_calendar(calendar.to_ical(), zone=MADRID, now=NOW)
    assert isinstance(found, Found)
    assert found.subject == "Reunión; con, comas"


def test_a_time_that_was_moved_or_called_off_is_not_taken_as_it_was() -> None:
    series = ("UID:9", "SUMMARY:Weekly", "DTSTART;TZID=Europe/Madrid:20260302T090000")
    found = events(
        "\n".join([
            event(*series, "RRULE:FREQ=WEEKLY;COUNT=4"),
            event("UID:9", "RECURRENCE-ID;TZID=Europe/Madrid:20260309T090000",
                  "DTSTART;TZID=Europe/Madrid:20260309T090000", "STATUS:CANCELLED"),
            event("UID:9", "RECURRENCE-ID:20260316T090000", "DTSTART:20260315T170000",
                  "SUMMARY:Weekly, on Sunday"),
        ])
    )  # fmt: skip
    assert all(isinstance(each, Found) for each in found)
    times = {
        (each.starts_at.astimezone(MADRID).strftime("%d %H"), each.is_cancelled)
        for each in found
        if isinstance(each, Found)
    }
    assert times == {("02 09", False), ("09 09", True), ("15 17", False), ("23 09", False)}
    assert len({each.uid for each in found if isinstance(each, Found)}) == len(found) == 4


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (("SUMMARY:Reunión de precios", "LOCATION:Calle Mayor 5"), Kind.MEETING),
        (("SUMMARY:Revisit prices", "LOCATION:Plaza del Callao"), Kind.MEETING),
        (("SUMMARY:Recall of headphones",), Kind.MEETING),
        (("SUMMARY:Goals of all teams",), Kind.MEETING),
        (("SUMMARY:Llamada de los lunes",), Kind.CALL),
        (("SUMMARY:Call: prices",), Kind.CALL),
        (("SUMMARY:Prices", "LOCATION:tel:+34 600"), Kind.CALL),
        (("SUMMARY:Prices", "LOCATION:https://us.zoom.us/j/1"), Kind.CALL),
        (("SUMMARY:Prices", "LOCATION:Microsoft Teams Meeting"), Kind.CALL),
        (("SUMMARY:Prices", "X-MICROSOFT-SKYPETEAMSMEETINGURL:https://x"), Kind.CALL),
        (("SUMMARY:Visita a la planta", "LOCATION:Calle Mayor 5"), Kind.VISIT),
    ],
)
def test_what_a_calendar_calls_a_call(lines: tuple[str, ...], kind: Kind) -> None:
    (found,) = events(event("UID:8", "DTSTART:20260302T090000", *lines))
    assert isinstance(found, Found)
    assert found.kind is kind


def test_weeks_begin_on_the_day_that_the_rule_says() -> None:
    rule = "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;COUNT=4"
    for week, days in (("SU", [1, 2, 15, 16]), ("MO", [1, 9, 15, 23])):
        found = events(event("UID:7", "DTSTART:20260301T090000", f"{rule};WKST={week}"))
        assert [each.starts_at.day for each in found if isinstance(each, Found)] == days
