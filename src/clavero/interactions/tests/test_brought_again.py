"""A calendar brought again: who was added or taken out, who declined, and which file is newer."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.core.audit import history
from clavero.core.revisions import revision_of
from clavero.identity.testing import Cast
from clavero.interactions import services
from clavero.interactions.models import Brought, Interaction
from clavero.interactions.selectors import brought_seen
from clavero.interactions.services import Choice
from clavero.portfolio.models import Customer
from clavero.relationships.models import Contact
from clavero.relationships.selectors import person_as_data
from clavero.relationships.services import erase_contact
from clavero.relationships.testing import SYSTEM, make_contact

pytestmark = pytest.mark.django_db
DECLINED = "ATTENDEE;PARTSTAT=DECLINED"


@pytest.fixture
def at() -> datetime:
    return timezone.now().replace(microsecond=0) + timedelta(days=5)


@pytest.fixture
def people(mine: Customer) -> dict[str, Contact]:
    """Contacts of the account by their first names."""
    return {
        name: make_contact(mine, f"{name} Gil", email=f"{name.lower()}@x.example")
        for name in ("Marta", "Ana", "Luis")
    }


def calendar(at: datetime, *lines: str) -> bytes:
    told = (
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", "UID:review@x.example",
        f"DTSTART:{at:%Y%m%dT%H%M%SZ}", "SUMMARY:Review", *lines, "END:VEVENT", "END:VCALENDAR",
    )  # fmt: skip
    return "\r\n".join((*told, "")).encode()


def invited(*addresses: str) -> list[str]:
    return [f"ATTENDEE:mailto:{each}" for each in addresses]


def names(row: Interaction) -> set[str]:
    return {each.name for each in (*row.contacts.all(), *row.people.all())}


def test_who_was_added_or_taken_out_since_is_taken_over(
    at: datetime, people: dict[str, Contact], cast: Cast, actors: SimpleNamespace,
    as_person: AsPerson,
) -> None:  # fmt: skip
    ours, hers = cast.senior.email, cast.sales.email
    services.take_file(actors.senior, content=calendar(at, *invited(ours, hers, "marta@x.example")))
    made = Interaction.objects.get()
    assert names(made) == {cast.senior.name, cast.sales.name, "Marta Gil"}
    later = calendar(at, *invited(ours, "ana@x.example", "Luis@x.example"))
    row = services.bring_file(actors.senior, content=later, name="work.ics")
    (item,) = brought_seen(actors.senior, row.pk).items
    assert (item.comes, item.goes) == (["Ana Gil", "Luis Gil"], ["Marta Gil", cast.sales.name])
    assert item.is_offered
    client, address = as_person(cast.senior), reverse("interactions:brought", args=[row.pk])
    with CaptureQueriesContext(connection) as captured:
        page = client.get(address).content.decode()
    assert len(captured) <= 12
    assert "Also comes: Ana Gil, Luis Gil" in page
    assert f"No longer comes: Marta Gil, {cast.sales.name}" in page
    answer = client.post(address, {"take-0": "on"}, follow=True).content.decode()
    assert "1 that was planned is put right, or called off." in answer
    assert names(made) == {cast.senior.name, "Ana Gil", "Luis Gil"}
    assert history(made)[0].verb == "interaction.moved"
    assert services.take_file(actors.senior, content=later)[0].renewed == 0, "again, nothing"


def test_nothing_that_somebody_wrote_by_hand_is_lost(
    at: datetime, people: dict[str, Contact], cast: Cast, actors: SimpleNamespace
) -> None:
    """Who was put there stays, who was taken out does not come back, and an hour put right keeps
    no calendar from telling a new room."""
    ours = cast.senior.email
    file = calendar(at, *invited(ours, "marta@x.example", "luis@x.example"))
    services.take_file(actors.senior, content=file)
    made = Interaction.objects.get()
    services.change_interaction(
        actors.senior, interaction_id=made.pk, seen=revision_of(made),
        contacts=[people["Marta"].pk, people["Ana"].pk],
        people=[cast.senior.pk, cast.sales.pk], starts_at=at + timedelta(hours=1),
    )  # fmt: skip
    assert services.take_file(actors.senior, content=file)[0].renewed == 0
    later = calendar(at, *invited(ours, "marta@x.example", "luis@x.example"), "LOCATION:Room 3")
    assert services.take_file(actors.senior, content=later)[0].renewed == 1
    made.refresh_from_db()
    assert (made.starts_at, made.place) == (at + timedelta(hours=1), "Room 3")
    assert names(made) == {"Marta Gil", "Ana Gil", cast.senior.name, cast.sales.name}


def test_nobody_is_taken_out_whom_the_file_need_not_know(
    at: datetime, people: dict[str, Contact], cast: Cast, actors: SimpleNamespace
) -> None:
    """Who has another address by now, or none, and whoever stands in a file without people."""
    ours = invited(cast.senior.email)
    first = calendar(at, *ours, "ATTENDEE;CN=Marta Gil:mailto:marta@x.example",
                     *invited("ana@x.example"))  # fmt: skip
    services.take_file(actors.senior, content=first)
    made = Interaction.objects.get()
    Contact.objects.filter(pk=people["Marta"].pk).update(email="marta@new.example")
    Contact.objects.filter(pk=people["Ana"].pk).update(email="")
    for same in (first, calendar(at)):
        assert services.take_file(actors.senior, content=same)[0].renewed == 0
    assert names(made) == {"Marta Gil", "Ana Gil", cast.senior.name}


def test_what_its_bringer_has_declined_is_not_offered(
    at: datetime, people: dict[str, Contact], mine: Customer, cast: Cast, actors: SimpleNamespace,
    as_person: AsPerson,
) -> None:  # fmt: skip
    theirs = invited("marta@x.example")
    declined = calendar(at, f"{DECLINED}:mailto:{cast.senior.email.upper()}", *theirs)
    row = services.bring_file(actors.senior, content=declined, name="work.ics")
    (item,) = brought_seen(actors.senior, row.pk).items
    assert (item.is_declined, item.is_offered) == (True, False)
    page = as_person(cast.senior).get(reverse("interactions:brought", args=[row.pk]))
    assert "You have declined it: taken in, it is without you." in page.content.decode()
    other = services.bring_file(actors.director, content=declined, name="work.ics")
    (item,) = brought_seen(actors.director, other.pk).items
    assert (item.is_declined, item.is_offered) == (False, True), "somebody else has not"
    assert services.take_file(actors.senior, content=declined)[0].kept == 0
    services.take_in(actors.senior, brought_id=row.pk, chosen=[Choice(0, mine.pk)])
    assert names(Interaction.objects.get()) == {"Marta Gil"}, "nor are they said to come"


def test_what_its_host_has_declined_is_not_offered(
    at: datetime, people: dict[str, Contact], cast: Cast, actors: SimpleNamespace
) -> None:
    file = calendar(
        at, "ORGANIZER:mailto:ana@x.example", f"{DECLINED}:mailto:ana@x.example",
        *invited(cast.senior.email, "marta@x.example"),
    )  # fmt: skip
    row = services.bring_file(actors.senior, content=file, name="work.ics")
    (item,) = brought_seen(actors.senior, row.pk).items
    assert (item.is_declined, item.is_offered, list(item.names)) == (True, False, ["Marta Gil"])
    assert services.take_file(actors.senior, content=file)[0].kept == 0


def test_who_declines_later_comes_no_more_and_what_nobody_of_ours_goes_to_is_off(
    at: datetime, people: dict[str, Contact], cast: Cast, actors: SimpleNamespace
) -> None:
    theirs = invited("marta@x.example")
    both = invited(cast.senior.email, cast.sales.email)
    services.take_file(actors.senior, content=calendar(at, *both, *theirs))
    made = Interaction.objects.get()
    mine_off = f"{DECLINED}:mailto:{cast.senior.email}"
    hers = invited(cast.sales.email)
    services.take_file(actors.senior, content=calendar(at, mine_off, *hers, *theirs))
    made.refresh_from_db()
    assert (made.state, names(made)) == ("planned", {cast.sales.name, "Marta Gil"})
    off = calendar(at, mine_off, f"{DECLINED}:mailto:{cast.sales.email}", *theirs)
    row = services.bring_file(actors.senior, content=off, name="work.ics")
    (item,) = brought_seen(actors.senior, row.pk).items
    assert (item.is_off, item.is_offered) == (True, True)
    assert services.take_file(actors.senior, content=off)[0].renewed == 1
    made.refresh_from_db()
    assert made.state == "cancelled"


def test_an_older_file_puts_nothing_back(
    at: datetime, people: dict[str, Contact], cast: Cast, actors: SimpleNamespace
) -> None:
    """By the number of the entry, and where that is the same by the moment it was written."""
    theirs = invited(cast.senior.email, "marta@x.example")

    def told(room: str, sequence: int, hour: int) -> int:
        lines = (f"LOCATION:{room}", f"SEQUENCE:{sequence}", f"DTSTAMP:20260301T{hour:02}0000Z")
        return services.take_file(actors.senior, content=calendar(at, *theirs, *lines))[0].renewed

    assert told("Room 1", 1, 9) == 0
    for room, sequence, hour, renewed, now in (
        ("Room 2", 2, 10, 1, "Room 2"),
        ("Room 1", 1, 9, 0, "Room 2"),  # the file of before
        ("Room 3", 2, 11, 1, "Room 3"),
        ("Room 2", 2, 10, 0, "Room 3"),
        ("Room 4", 1, 12, 1, "Room 4"),  # number and moment contradict one another
    ):
        assert told(room, sequence, hour) == renewed, room
        assert Interaction.objects.get().place == now


@pytest.mark.parametrize("method", ["REPLY", "COUNTER", "REFRESH", "DECLINECOUNTER", "CANCEL"])
def test_an_answer_to_an_invitation_changes_nothing(
    method: str, at: datetime, people: dict[str, Contact], cast: Cast, actors: SimpleNamespace
) -> None:
    """It names whoever answers alone, and no place."""
    first = calendar(at, *invited(cast.senior.email, "marta@x.example"), "LOCATION:Room 1")
    services.take_file(actors.senior, content=first)
    answer = calendar(at + timedelta(hours=1), *invited("marta@x.example"), "SEQUENCE:9").replace(
        b"VERSION:2.0", f"VERSION:2.0\r\nMETHOD:{method}".encode()
    )
    taken, read = services.take_file(actors.senior, content=answer)
    assert (taken.kept, taken.renewed, len(read.found)) == (0, 0, 0)
    assert read.refused == [
        "“Review” is an answer to an invitation, and says nothing of the meeting itself. Bring the "
        "invitation, or the calendar that it stands in."
    ]
    made = Interaction.objects.get()
    assert (made.starts_at, made.place, len(names(made))) == (at, "Room 1", 2)
    off = answer.replace(b"SEQUENCE:9", b"STATUS:CANCELLED").replace(method.encode(), b"CANCEL")
    assert services.take_file(actors.senior, content=off)[0].renewed == 1


def test_who_asks_reads_what_waits_with_their_answer(
    at: datetime, people: dict[str, Contact], actors: SimpleNamespace
) -> None:
    """That they declined is of them, and goes with them."""
    file = calendar(at, f"{DECLINED}:mailto:ana@x.example", *invited("marta@x.example"))
    services.bring_file(actors.senior, content=file, name="work.ics")
    for name, count in (("Ana", 1), ("Marta", 1), ("Luis", 0)):
        told = person_as_data(SYSTEM, people[name].pk)["contacts_with_us"]
        assert [each["state"] for each in told] == ["waiting"] * count, name
    erase_contact(SYSTEM, contact_id=people["Ana"].pk)
    assert not Brought.objects.exists()
