"""Whoever of ours has no access any more knows nobody from that day on; what they said stays."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from clavero.identity.services import deactivate, reactivate
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.portfolio.selectors import account_of
from clavero.relationships.models import Contact, Tie
from clavero.relationships.rules.matrix import Ours
from clavero.relationships.rules.people import Function
from clavero.relationships.selectors import contact_seen, relationship
from clavero.relationships.selectors.asking import known_people
from clavero.relationships.selectors.handover import known_contacts
from clavero.relationships.selectors.known import people_at
from clavero.relationships.testing import make_contact, make_tie

pytestmark = pytest.mark.django_db


@pytest.fixture
def theirs(mine: Customer, cast: Cast) -> Contact:
    """Somebody whom logistics alone knows."""
    row = make_contact(mine, "Noelia Villanúa", function=Function.LOGISTICS)
    make_tie(row, cast.logistics, ours=Ours.LOGISTICS, strength=3)
    Tie.objects.update(since=timezone.localdate() - timedelta(days=60))
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
    told = {
        each.key: [line.text for line in each.lines]
        for each in known_contacts(actors.senior, account_of(actors.senior, mine.pk))
    }
    assert told["contacts_leaving"] == [
        f"{cast.logistics.name} · Without them nobody holds: Logistics – logistics."
    ]
    outside = known_contacts(actors.executive, account_of(actors.executive, mine.pk))
    assert [each.key for each in outside] == ["contacts"]
