"""Files of mails and calendars: works · refuses · one's own alone · twice changes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.core.batches import AT_ONCE
from clavero.core.errors import Forbidden
from clavero.core.revisions import revision_of
from clavero.identity.testing import Cast
from clavero.interactions import services
from clavero.interactions.models import Brought, Interaction, Mailbox, Unread
from clavero.interactions.selectors import brought_seen
from clavero.interactions.services import Choice, NewContact, taking
from clavero.interactions.testing import make_brought
from clavero.interactions.tests.test_reading import a_mail
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import make_customer
from clavero.relationships.models import Contact
from clavero.relationships.selectors import person_as_data
from clavero.relationships.services import erase_contact, merge_contacts
from clavero.relationships.testing import SYSTEM, make_contact

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], Any]


def box(*mails: bytes) -> bytes:
    return b"".join(b"From m@x Mon Mar  2 09:00:00 2026\n" + each + b"\n" for each in mails)


@pytest.fixture
def mails(cast: Cast, mine: Customer) -> bytes:
    """With somebody known, with nobody known, by a machine, and one that is broken."""
    make_contact(mine, "Marta Gil", email="Marta@X.example")
    ours = {"To": f"{cast.senior.email}, New One <new@x.example>"}
    return box(
        a_mail(**ours).as_bytes(),
        a_mail(**{"From": "who@else.example", "Message-ID": "<2@x>", "Subject": "Two"}).as_bytes(),
        a_mail(**{"Precedence": "bulk", "Message-ID": "<3@x>"}).as_bytes(),
        b"X: y\n\nNo day",
    )


def test_what_was_chosen_is_taken_in_once(
    mails: bytes, mine: Customer, actors: SimpleNamespace, cast: Cast
) -> None:
    row = services.bring_file(actors.senior, content=mails, name="box.mbox")
    found = brought_seen(actors.senior, row.pk)
    offered = {item.found.uid: item.is_offered for item in found.items}
    assert offered == {"<1@x.example>": True, "<2@x>": False, "<3@x>": False}
    assert [who.email for who, _at in found.strangers] == [
        "new@x.example", "who@else.example", "ana@us.example",
    ]  # fmt: skip
    assert found.refused == ["Mail 4 cannot be read: it has no date, or is damaged."]
    taken = services.take_in(
        actors.senior, brought_id=row.pk, chosen=[Choice(0, mine.pk), Choice(1, mine.pk)],
        new=[NewContact("new@x.example", "New One", mine.pk)],
    )  # fmt: skip
    assert (taken.kept, taken.there, taken.contacts) == (2, 0, 1)
    first = Interaction.objects.get(uid="<1@x.example>")
    assert {each.name for each in first.contacts.all()} == {"Marta Gil", "New One"}
    assert [each.pk for each in first.people.all()] == [cast.senior.pk]
    assert (first.kind, first.text) == ("email", "Hola,\n\nadiós")
    assert not Brought.objects.exists()
    again = services.bring_file(actors.senior, content=mails, name="box.mbox")
    assert brought_seen(actors.senior, again.pk).items[0].found is not None
    taken = services.take_in(actors.senior, brought_id=again.pk, chosen=[Choice(0, mine.pk)])
    assert (taken.kept, taken.there, Interaction.objects.count()) == (0, 1, 2)


def test_a_merged_contact_is_whom_it_became(mine: Customer, actors: SimpleNamespace) -> None:
    copy = make_contact(mine, "M. Gil", email="marta@x.example")
    real = make_contact(mine, "Marta Gil")
    merge_contacts(SYSTEM, source_id=copy.pk, target_id=real.pk)
    services.take_file(SYSTEM, content=a_mail().as_bytes())
    assert [each.pk for each in Interaction.objects.get().contacts.all()] == [real.pk]


def test_a_person_who_asks_takes_what_they_wrote_along(mine: Customer) -> None:
    contact = make_contact(mine, "Marta Gil", email="marta@x.example")
    services.take_file(SYSTEM, content=a_mail().as_bytes())
    assert "adiós" in json.dumps(person_as_data(SYSTEM, contact.pk), ensure_ascii=False)
    services.bring_file(SYSTEM, content=a_mail().as_bytes(), name="chosen from later")
    erase_contact(SYSTEM, contact_id=contact.pk)
    assert Interaction.objects.get().text == ""
    assert not Brought.objects.exists(), "nor is it kept in a file that waits"


def test_a_file_is_its_bringers_and_shows_no_account_of_others(
    mails: bytes, mine: Customer, actors: SimpleNamespace
) -> None:
    row = services.bring_file(actors.senior, content=mails, name="x")
    for outsider in (actors.director, actors.sales, actors.logistics):
        with pytest.raises(Brought.DoesNotExist):
            brought_seen(outsider, row.pk)
    with pytest.raises(Forbidden):
        services.bring_file(actors.executive, content=mails, name="x")
    other = services.bring_file(actors.sales, content=mails, name="x")
    assert [item.accounts for item in brought_seen(actors.sales, other.pk).items] == [[], [], []]
    with pytest.raises(Customer.DoesNotExist):
        services.take_in(actors.sales, brought_id=other.pk, chosen=[Choice(0, mine.pk)])


def test_what_is_refused(refuses: Refuses, actors: SimpleNamespace) -> None:
    many = b"BEGIN:VCALENDAR\n" + b"".join(
        b"BEGIN:VEVENT\nUID:%d\nDTSTART:20260302T090000\nEND:VEVENT\n" % at for at in range(502)
    )
    for content, code in (
        (b"PK\x03\x04", "damaged_mail"),
        (b"BEGIN:VCALENDAR\nxx", "damaged_calendar"),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "nothing_found"),
        (many + b"END:VCALENDAR\n", "too_many"),
        (b"x" * 25_000_001, "too_large"),
    ):
        with refuses(code):
            services.bring_file(actors.senior, content=content, name="x")


def test_the_pages(mails: bytes, mine: Customer, cast: Cast, as_person: AsPerson) -> None:
    senior: Client = as_person(cast.senior)
    load = reverse("interactions:load")
    broken = {"content": SimpleUploadedFile("x.eml", b"nothing")}
    assert senior.post(load, broken).status_code == 422
    page = senior.post(load, {"content": SimpleUploadedFile("b.mbox", mails)}, follow=True)
    here = page.redirect_chain[0][0]
    assert "with nobody known: choose the account" in page.content.decode()
    assert senior.post(here, {}).status_code == 422
    elsewhere = {"take-1": "on", "at-1": str(make_customer("C9").pk)}
    assert senior.post(here, elsewhere).status_code == 404
    sent = {"take-0": "on", "new-0": "on", "newat-0": str(mine.pk)}
    page = senior.post(here, sent, follow=True).content.decode()
    assert "1 was taken in. 1 contact is written down." in page
    assert Contact.objects.filter(email="new@x.example").exists()


def test_a_whole_calendar_does_not_keep_others_from_the_database(
    mine: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is read and matched before anything is held, and written a few at a time."""
    make_contact(mine, "Marta Gil", email="marta@x.example")
    events = (
        b"BEGIN:VEVENT\nUID:%d\nDTSTART:20260302T%02d%02d00Z\nSUMMARY:Talk\n"
        b"LOCATION:Room %d\nATTENDEE:mailto:marta@x.example\nEND:VEVENT\n"
        % (at, at // 6, at % 6 * 10, at)
        for at in range(60)
    )  # fmt: skip
    content = b"BEGIN:VCALENDAR\n" + b"".join(events) + b"END:VCALENDAR\n"
    held: list[int] = []
    inner = taking._write.__wrapped__

    def write(actor: Any, customer: Any, drafts: Any) -> int:
        with CaptureQueriesContext(connection) as queries:
            count = inner(actor, customer, drafts)
        held.append(len(queries))
        assert len(drafts) <= AT_ONCE
        return int(count)

    monkeypatch.setattr(taking, "_write", write)
    with CaptureQueriesContext(connection) as asked:
        taken, _read = services.take_file(SYSTEM, content=content)
    assert (taken.kept, len(held)) == (60, 3)
    assert max(held) <= 20, "as many for 25 as for one"
    assert len(asked) < 90
    first = Interaction.objects.order_by("starts_at")[0]
    assert (first.place, first.contacts.get().name) == ("Room 0", "Marta Gil")
    # Ten minutes apart, one after the other: they count once every quarter of an hour and more.
    assert 0 < Interaction.objects.filter(counts=True).count() < 60
    assert services.take_file(SYSTEM, content=content)[0].kept == 0


def test_a_mail_was_sent_or_received_and_not_held(
    mails: bytes, mine: Customer, cast: Cast, as_person: AsPerson
) -> None:
    services.take_file(SYSTEM, content=mails)
    received = Interaction.objects.get()
    ours = a_mail(**{"From": cast.senior.email, "To": "marta@x.example", "Message-ID": "<9@x>"})
    services.take_file(SYSTEM, content=ours.as_bytes())
    sent = Interaction.objects.get(uid="<9@x>")
    senior = as_person(cast.senior)
    for row, word in ((received, "Received"), (sent, "Sent")):
        page = senior.get(reverse("interactions:interaction", args=[row.pk])).content.decode()
        assert word in page
    listed = senior.get(reverse("interactions:account", args=[mine.pk])).content.decode()
    assert ">Received<" in listed
    assert ">Sent<" in listed


def test_what_waits_is_handed_over_and_forgotten(mine: Customer, cast: Cast) -> None:
    contact = make_contact(mine, "Marta Gil", email="Marta@x.example")
    make_brought(cast.senior)
    box = Mailbox.objects.create(key="imap")
    for uid, sender in enumerate(("marta@x.example", "other@x.example")):
        Unread.objects.create(
            mailbox=box, uid=uid, validity=1, reason="no_account", sender=sender, subject="A secret"
        )
    told = person_as_data(SYSTEM, contact.pk)["contacts_with_us"]
    assert [(each["state"], each["subject"]) for each in told] == [
        ("waiting", "Prices of May"), ("left in the mailbox", "A secret"),
    ]  # fmt: skip
    erase_contact(SYSTEM, contact_id=contact.pk)
    assert not Brought.objects.exists()
    assert set(Unread.objects.values_list("sender", "subject")) == {
        ("", ""), ("other@x.example", "A secret"),
    }  # fmt: skip


def calendar(start: str, *more: str) -> bytes:
    lines = (
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", "UID:review@x.example",
        f"DTSTART:{start}", "SUMMARY:Review", "ATTENDEE:mailto:marta@x.example", *more,
        "END:VEVENT", "END:VCALENDAR",
    )  # fmt: skip
    return "\r\n".join((*lines, "")).encode()


def test_a_meeting_that_its_calendar_moved_or_called_off_is_put_right(
    mine: Customer, actors: SimpleNamespace, cast: Cast, as_person: AsPerson
) -> None:
    make_contact(mine, "Marta Gil", email="marta@x.example")
    first = timezone.now().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=5)
    second = first + timedelta(days=1, hours=2)
    services.take_file(actors.senior, content=calendar(f"{first:%Y%m%dT%H%M%SZ}"))
    made = Interaction.objects.get()
    assert (made.starts_at, made.state) == (first, "planned")
    moved = calendar(f"{second:%Y%m%dT%H%M%SZ}")
    row = services.bring_file(actors.senior, content=moved, name="work.ics")
    (item,) = brought_seen(actors.senior, row.pk).items
    assert (list(item.planned), item.is_there, item.is_offered) == ([first], False, True)
    page = reverse("interactions:brought", args=[row.pk])
    senior: Client = as_person(cast.senior)
    assert "It is planned for" in senior.get(page).content.decode()
    answer = senior.post(page, {"take-0": "on"}, follow=True)
    assert "1 that was planned is put right, or called off." in answer.content.decode()
    made.refresh_from_db()
    assert (made.starts_at, Interaction.objects.count()) == (second, 1)
    assert services.take_file(actors.senior, content=moved)[0].renewed == 0, "again, nothing"
    called_off = calendar(f"{second:%Y%m%dT%H%M%SZ}", "STATUS:CANCELLED")
    assert services.take_file(actors.senior, content=called_off)[0].renewed == 1
    made.refresh_from_db()
    assert made.state == "cancelled"


def test_another_length_or_place_is_put_right_too(mine: Customer, actors: SimpleNamespace) -> None:
    make_contact(mine, "Marta Gil", email="marta@x.example")
    first = timezone.now().replace(microsecond=0) + timedelta(days=5)
    at = f"{first:%Y%m%dT%H%M%SZ}"
    services.take_file(actors.senior, content=calendar(at, "DURATION:PT1H", "LOCATION:Room 1"))
    longer = calendar(at, "DURATION:PT2H", "LOCATION:Room 2")
    assert services.take_file(actors.senior, content=longer)[0].renewed == 1
    made = Interaction.objects.get()
    assert (made.starts_at, made.minutes, made.place) == (first, 120, "Room 2")
    assert services.take_file(actors.senior, content=longer)[0].renewed == 0, "again, nothing"
    assert (
        services.take_file(actors.senior, content=calendar(at, "LOCATION:Room 2"))[0].renewed == 0
    )
    services.change_interaction(
        actors.senior, interaction_id=made.pk, seen=revision_of(made), place="Room 9"
    )
    assert (
        services.take_file(actors.senior, content=calendar(at, "LOCATION:Room 3"))[0].renewed == 0
    )


def test_an_hour_put_right_by_hand_stays(mine: Customer, actors: SimpleNamespace) -> None:
    make_contact(mine, "Marta Gil", email="marta@x.example")
    first = timezone.now().replace(microsecond=0) + timedelta(days=5)
    file = calendar(f"{first:%Y%m%dT%H%M%SZ}")
    services.take_file(actors.senior, content=file)
    made = Interaction.objects.get()
    by_hand = first + timedelta(hours=3)
    services.change_interaction(actors.senior, interaction_id=made.pk, starts_at=by_hand)
    assert services.take_file(actors.senior, content=file)[0].renewed == 0
    made.refresh_from_db()
    assert made.starts_at == by_hand


def a_series(start: datetime, rule: str, *more: str) -> bytes:
    return calendar(f"{start:%Y%m%dT%H%M%SZ}", f"RRULE:{rule}", *more)


def stands() -> list[tuple[datetime, str]]:
    found = Interaction.objects.order_by("starts_at").values_list("starts_at", "state")
    return list(found)


@pytest.fixture
def nine(mine: Customer) -> datetime:
    """Nine o'clock in three days, of a meeting that takes place every week."""
    make_contact(mine, "Marta Gil", email="marta@x.example")
    today = timezone.now().replace(hour=9, minute=0, second=0, microsecond=0)
    return today + timedelta(days=3)


def test_a_series_that_was_moved_is_moved_and_not_doubled(
    nine: datetime, actors: SimpleNamespace, cast: Cast, as_person: AsPerson
) -> None:
    week = timedelta(days=7)
    services.take_file(actors.senior, content=a_series(nine, "FREQ=WEEKLY;COUNT=4"))
    first = Interaction.objects.earliest("starts_at")
    services.change_interaction(actors.senior, interaction_id=first.pk, text="What we prepare")
    later = nine + timedelta(days=2, hours=1)
    moved = a_series(later, "FREQ=WEEKLY;COUNT=5")
    row = services.bring_file(actors.senior, content=moved, name="work.ics")
    items = brought_seen(actors.senior, row.pk).items
    assert [list(item.planned) for item in items] == [
        [], [nine + 3 * week], [nine + 2 * week], [nine + week], [nine],
    ]  # fmt: skip
    page = reverse("interactions:brought", args=[row.pk])
    sent = {f"take-{item.place}": "on" for item in items}
    answer = as_person(cast.senior).post(page, sent, follow=True).content.decode()
    assert "1 was taken in. 4 that were planned are put right" in answer
    assert stands() == [(later + number * week, "planned") for number in range(5)]
    first.refresh_from_db()
    assert (first.starts_at, first.text) == (later, "What we prepare")
    assert services.take_file(actors.senior, content=moved)[0].renewed == 0, "again, nothing"
    assert len(stands()) == 5


def test_what_a_series_leaves_out_or_has_no_longer_is_called_off(
    nine: datetime, actors: SimpleNamespace, cast: Cast, as_person: AsPerson
) -> None:
    week = timedelta(days=7)
    services.take_file(actors.senior, content=a_series(nine, "FREQ=WEEKLY;COUNT=4"))
    left_out = f"EXDATE:{nine + week:%Y%m%dT%H%M%SZ}"
    shorter = a_series(nine, "FREQ=WEEKLY;COUNT=3", left_out)
    row = services.bring_file(actors.senior, content=shorter, name="work.ics")
    items = brought_seen(actors.senior, row.pk).items
    assert [(item.found.is_cancelled, item.is_offered) for item in items] == [
        (True, True), (False, False), (True, True), (False, False),
    ]  # fmt: skip
    page = reverse("interactions:brought", args=[row.pk])
    sent = {f"take-{item.place}": "on" for item in items if item.is_offered}
    answer = as_person(cast.senior).post(page, sent, follow=True).content.decode()
    assert "2 that were planned are put right, or called off." in answer
    ends = ("planned", "cancelled", "planned", "cancelled")
    assert [state for _at, state in stands()] == list(ends)
    assert services.take_file(actors.senior, content=shorter)[0].renewed == 0
    # Of a series that never stood here, what it leaves out does not either.
    other = shorter.replace(b"review@", b"other@").replace(b"SUMMARY:Review", b"SUMMARY:Other")
    assert services.take_file(actors.senior, content=other)[0].kept == 2


def test_what_was_held_or_put_right_by_hand_stays_where_a_series_is_moved(
    nine: datetime, actors: SimpleNamespace
) -> None:
    week = timedelta(days=7)
    begin = nine - 2 * week
    services.take_file(actors.senior, content=a_series(begin, "FREQ=WEEKLY;COUNT=4"))
    by_hand = Interaction.objects.latest("starts_at")
    services.change_interaction(
        actors.senior, interaction_id=by_hand.pk, starts_at=nine + timedelta(days=9)
    )
    moved = a_series(begin + timedelta(days=1), "FREQ=WEEKLY;COUNT=4")
    for renewed in (1, 0):
        assert services.take_file(actors.senior, content=moved)[0].renewed == renewed
        assert stands() == [
            (begin, "done"), (begin + week, "done"),
            (nine + timedelta(days=1), "planned"), (nine + timedelta(days=9), "planned"),
        ]  # fmt: skip


def test_a_series_is_moved_at_each_account_also_where_one_is_seen_later(
    nine: datetime, mine: Customer, actors: SimpleNamespace, cast: Cast
) -> None:
    """And where one of its times has an entry of its own, a day before the next."""
    week, other = timedelta(days=7), make_customer("C2")
    make_contact(other, "Ana Ruiz", email="ana@y.example")
    both = "ATTENDEE:mailto:ana@y.example"
    services.take_file(SYSTEM, content=a_series(nine, "FREQ=WEEKLY;COUNT=3", both))
    assert len(stands()) == 6
    later = nine + timedelta(days=2)
    own = calendar(
        f"{later + week + timedelta(days=6):%Y%m%dT%H%M%SZ}", both,
        f"RECURRENCE-ID:{later + week:%Y%m%dT%H%M%SZ}",
    )  # fmt: skip
    series = a_series(later, "FREQ=WEEKLY;COUNT=3", both)
    moved = series.replace(b"END:VCALENDAR", own[own.index(b"BEGIN:VEVENT") :])
    assert services.take_file(actors.senior, content=moved)[0].renewed == 3
    assert services.take_file(SYSTEM, content=moved)[0].renewed == 3
    for customer in (mine, other):
        found = Interaction.objects.filter(customer=customer).order_by("starts_at")
        assert list(found.values_list("starts_at", "state")) == [
            (later, "planned"), (later + week + timedelta(days=6), "planned"),
            (later + 2 * week, "planned"),
        ]  # fmt: skip


def test_a_moved_meeting_with_nobody_known_is_put_right_where_it_was_put(
    mine: Customer, actors: SimpleNamespace
) -> None:
    at = timezone.now().replace(microsecond=0) + timedelta(days=5)
    row = services.bring_file(actors.senior, content=calendar(f"{at:%Y%m%dT%H%M%SZ}"), name="x")
    services.take_in(actors.senior, brought_id=row.pk, chosen=[Choice(0, mine.pk)])
    moved = calendar(f"{at + timedelta(days=1):%Y%m%dT%H%M%SZ}")
    row = services.bring_file(actors.senior, content=moved, name="x")
    (item,) = brought_seen(actors.senior, row.pk).items
    assert (item.accounts, item.is_offered) == ([(mine.pk, str(mine))], True)
    other = services.bring_file(actors.sales, content=moved, name="x")
    assert brought_seen(actors.sales, other.pk).items[0].accounts == [], "of others, nothing"
    assert services.take_file(actors.senior, content=moved)[0].renewed == 1
    assert stands() == [(at + timedelta(days=1), "planned")]
