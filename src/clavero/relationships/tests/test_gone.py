"""Whoever of ours has no access any more knows nobody from that day on; what they said stays."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.identity.models import Person
from clavero.identity.services import deactivate, reactivate
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.portfolio.selectors import account_of
from clavero.relationships.models import Contact, Judgement, Tie
from clavero.relationships.rules.matrix import Ours
from clavero.relationships.rules.people import Function
from clavero.relationships.selectors import contact_seen, relationship
from clavero.relationships.selectors.asking import known_people
from clavero.relationships.selectors.handover import known_contacts
from clavero.relationships.selectors.known import people_at
from clavero.relationships.selectors.leaving import held_by
from clavero.relationships.testing import make_contact, make_tie
from clavero.ui import formats
from clavero.work.hooks import Giver
from clavero.work.selectors import pack_seen
from clavero.work.testing import make_pack

pytestmark = pytest.mark.django_db


@pytest.fixture
def theirs(mine: Customer, cast: Cast) -> Contact:
    """Somebody whom logistics alone knows."""
    row = make_contact(mine, "Noelia Villanúa", function=Function.LOGISTICS)
    make_tie(row, cast.logistics, ours=Ours.LOGISTICS, strength=3)
    day = timezone.localdate() - timedelta(days=60)
    Tie.objects.update(since=day)
    Judgement.objects.update(said_on=day)
    return row


def cells(actors: SimpleNamespace, mine: Customer) -> set[str]:
    found = relationship(actors.senior, mine.pk)
    return {
        cell.theirs.value for _ours, row in found.rows for cell in row if cell.strength is not None
    }


def test_from_that_day_on_nobody_knows_their_contacts(
    mine: Customer, theirs: Contact, cast: Cast, actors: SimpleNamespace
) -> None:
    assert "logistics" in cells(actors, mine)
    deactivate(actors.administrator, person_id=cast.logistics.pk)
    assert "logistics" not in cells(actors, mine)
    (row,) = contact_seen(actors.senior, theirs.pk).ties
    assert (row.ended_on, row.strength) == (timezone.localdate(), None)
    assert known_people([mine.code])[0].known_by == ()
    people = people_at([mine.code])
    yesterday = timezone.localdate() - timedelta(days=1)
    assert people.linked(yesterday), "what was stays"
    assert not people.linked(timezone.localdate())
    reactivate(actors.administrator, person_id=cast.logistics.pk)
    assert "logistics" in cells(actors, mine)


def test_whoever_takes_an_account_over_reads_what_goes_with_whom(
    mine: Customer, theirs: Contact, cast: Cast, actors: SimpleNamespace
) -> None:
    giver = Giver(cast.senior.pk, cast.senior.name)
    told = {
        each.key: [line.text for line in each.lines]
        for each in known_contacts(actors.senior, account_of(actors.senior, mine.pk), giver)
    }
    assert told["contacts_leaving"] == [
        f"{cast.logistics.name} · Without them nobody holds: Logistics – logistics."
    ]
    outside = known_contacts(actors.executive, account_of(actors.executive, mine.pk), giver)
    assert [each.key for each in outside] == ["contacts", "contacts_giver"]


def close(actors: SimpleNamespace, person: Person, *, days_ago: int) -> date:
    """Access closed some days ago; the day."""
    deactivate(actors.administrator, person_id=person.pk)
    day = timezone.localdate() - timedelta(days=days_ago)
    Person.objects.filter(pk=person.pk).update(closed_on=day)
    return day


def test_the_pack_of_who_is_gone_tells_what_went_with_them(
    mine: Customer, theirs: Contact, cast: Cast, actors: SimpleNamespace
) -> None:
    pack = make_pack(mine, cast.logistics, cast.senior)
    day = formats.day(close(actors, cast.logistics, days_ago=30) - timedelta(days=1))
    found = {each.key: each for each in pack_seen(actors.senior, pack.pk).sections}
    (line,) = found["contacts_giver"].lines
    assert day in found["contacts_giver"].title
    assert line.text.startswith("Noelia Villanúa · Logistics · 3")
    (gone,) = found["contacts_leaving"].lines
    assert gone.text == (
        f"{cast.logistics.name}, as of {day} · Without them nobody holds: Logistics – logistics."
    )
    outside = {each.key: each for each in pack_seen(actors.executive, pack.pk).sections}
    assert [line.text for line in outside["contacts_giver"].lines] == [
        "Noelia Villanúa · Logistics"
    ]


def test_what_somebody_held_is_not_told_as_if_they_held_it(
    mine: Customer, theirs: Contact, cast: Cast, actors: SimpleNamespace, as_person: AsPerson
) -> None:
    address = reverse("relationships:ours", args=[cast.logistics.pk])
    browser = as_person(cast.senior)
    assert f"What {cast.logistics.name} holds" in browser.get(address).content.decode()
    closed = close(actors, cast.logistics, days_ago=30)
    page = browser.get(address).content.decode()
    assert f"held on {formats.day(closed - timedelta(days=1))}" in page
    assert "Noelia" in page, "what went with them stays to be read"
    (held,) = held_by(actors.senior, cast.logistics.pk)
    assert (held.links[0].strength, held.until) == (3, closed - timedelta(days=1))


def test_who_has_access_again_knew_nobody_meanwhile(
    mine: Customer, theirs: Contact, cast: Cast, actors: SimpleNamespace
) -> None:
    closed, today = close(actors, cast.logistics, days_ago=30), timezone.localdate()
    reactivate(actors.administrator, person_id=cast.logistics.pk)
    people = people_at([mine.code])
    days = (closed - timedelta(days=1), closed, today - timedelta(days=1), today)
    assert [bool(people.linked(day)) for day in days] == [True, False, False, True]
    close(actors, cast.logistics, days_ago=0)
    reactivate(actors.administrator, person_id=cast.logistics.pk)
    spans = Person.objects.get(pk=cast.logistics.pk).closed_spans
    assert len(spans.split()) == 1, "no time has passed"
