"""Contacts: works · refuses · an outsider is blind · audited · two at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.core.revisions import ChangedMeanwhile, revision_of
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.portfolio.rules.coverage import CoverageRole
from clavero.portfolio.testing import cover, make_customer, make_group, make_one
from clavero.relationships.models import Contact
from clavero.relationships.rules.judging import Kind
from clavero.relationships.rules.people import Function, Level, Party
from clavero.relationships.selectors import (
    account_contacts,
    contact_rows,
    contact_seen,
    contact_to_change,
    person_as_data,
    relationship,
)
from clavero.relationships.services import add_contact, change_contact, judge_contact
from clavero.relationships.testing import SYSTEM, make_contact, make_judgement, make_tie

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], Any]


def test_a_contact_is_written_down_and_found(mine: Customer, actors: SimpleNamespace) -> None:
    contact = add_contact(
        actors.senior, customer_id=mine.pk, name="  Marta Gil ", title="Head of purchasing",
        function=Function.PURCHASING, level=Level.DIRECTOR, email="marta@x.example",
    )  # fmt: skip
    (row,) = account_contacts(actors.senior, mine.pk).here
    assert (row.name, row.function, row.level, row.email) == (
        "Marta Gil", "purchasing", "director", "marta@x.example",
    )  # fmt: skip
    entry = history(contact).get()
    assert (entry.verb, entry.by_name) == ("contact.added", actors.senior.name)
    assert [each.id for each in contact_rows(actors.senior)] == [contact.pk]


def test_outsiders_see_nothing_of_it(mine: Customer, actors: SimpleNamespace, cast: Cast) -> None:
    contact = make_contact(mine)
    make_judgement(contact)
    make_tie(contact, cast.senior)
    elsewhere = make_customer("C2")
    cover(cast.sales, elsewhere)
    # A colleague of the department, somebody of another team, and people without customers.
    for name in ("logistics", "sales", "junior_one", "hr", "administrator"):
        outsider = getattr(actors, name)
        assert contact_rows(outsider) == []
        for read in (account_contacts, relationship):
            with pytest.raises(Customer.DoesNotExist):
                read(outsider, mine.pk)
        for read_one in (contact_seen, person_as_data):
            with pytest.raises(Contact.DoesNotExist):
                read_one(outsider, contact.pk)
        with pytest.raises(Contact.DoesNotExist):
            judge_contact(outsider, contact_id=contact.pk, kind=Kind.ATTITUDE, value=1, source="No")
        with pytest.raises(Contact.DoesNotExist):
            change_contact(outsider, contact_id=contact.pk, name="x")


def test_who_sees_all_reads_facts_and_no_judgement(
    mine: Customer, actors: SimpleNamespace, cast: Cast
) -> None:
    contact = make_contact(mine)
    make_judgement(contact, Kind.INFLUENCE, 9)
    make_tie(contact, cast.senior, strength=3)
    found = account_contacts(actors.executive, mine.pk)
    (row,) = found.here
    assert (row.name, row.influence, row.strength) == (contact.name, None, None)
    assert (found.warmth, found.warned) == (None, None)
    seen = contact_seen(actors.executive, contact.pk)
    assert list(seen.judged) == []
    assert [(tie.said, tie.strength) for tie in seen.ties] == [(None, None)]
    whom = relationship(actors.executive, mine.pk)
    assert list(whom.leaving) == []
    assert {cell.strength for _ours, cells in whom.rows for cell in cells} == {None}
    with pytest.raises(Forbidden):
        person_as_data(actors.executive, contact.pk)
    with pytest.raises(Forbidden):
        add_contact(actors.executive, customer_id=mine.pk, function=Function.IT, name="x")


def test_a_sponsor_is_of_the_team(mine: Customer, actors: SimpleNamespace, cast: Cast) -> None:
    contact = make_contact(mine)
    make_judgement(contact, Kind.INFLUENCE, 9)
    cover(cast.executive, mine, role=CoverageRole.SPONSOR)
    (row,) = account_contacts(actors.executive, mine.pk).here
    assert row.influence == 9


def test_the_contacts_of_a_group_are_those_of_its_units(
    mine: Customer, actors: SimpleNamespace
) -> None:
    group = make_group("Group", mine, code="G")
    above = make_contact(group, "Owner", function=Function.MANAGEMENT)
    here = make_contact(mine, "Buyer", reports_to_id=above.pk)
    make_contact(make_customer("C3"), "Stranger")
    found = account_contacts(actors.director, group.pk).here
    assert [(row.name, row.reports_to) for row in found] == [("Buyer", "Owner"), ("Owner", "")]
    # Who sees the unit alone is not told who is above it, and does not lose it either.
    (row,) = account_contacts(actors.senior, mine.pk).here
    assert (row.reports_to_id, row.reports_to) == (above.pk, "")
    assert contact_to_change(actors.senior, here.pk).bosses == []
    change_contact(actors.senior, contact_id=here.pk, reports_to_id=above.pk, title="Buyer")
    here.refresh_from_db()
    assert here.reports_to_id == above.pk


def test_a_contact_of_a_merged_customer_is_the_customers(mine: Customer) -> None:
    other = make_customer("C2")
    contact = make_contact(other)
    make_one(other, mine)
    assert [row.id for row in account_contacts(SYSTEM, mine.pk).here] == [contact.pk]


def test_what_is_refused(mine: Customer, refuses: Refuses) -> None:
    tomorrow = timezone.localdate() + timedelta(1)
    stranger = make_contact(make_customer("C9"), "Elsewhere")
    for given, code in (
        ({"name": "", "email": "who@x.example"}, "name_missing"),
        ({"email": "nobody"}, "no_address"),
        ({"name": "x" * 151}, "too_long"),
        ({"left_on": tomorrow}, "in_the_future"),
        ({"party": Party.CONSULTANT}, "organisation_missing"),
        ({"reports_to_id": stranger.pk}, "boss_elsewhere"),
    ):
        with refuses(code):
            make_contact(mine, **given)
    assert Contact.objects.filter(customer=mine).count() == 0
    with pytest.raises(TypeError):
        make_contact(mine, customer_id=1)


def test_nobody_ends_up_above_themselves(mine: Customer, refuses: Refuses) -> None:
    top = make_contact(mine, "Top")
    middle = make_contact(mine, "Middle", reports_to_id=top.pk)
    low = make_contact(mine, "Low", reports_to_id=middle.pk)
    with refuses("closes_a_circle"):
        change_contact(SYSTEM, contact_id=top.pk, reports_to_id=low.pk)
    with refuses("closes_a_circle"):
        change_contact(SYSTEM, contact_id=top.pk, reports_to_id=top.pk)


def test_a_placeholder_becomes_somebody(mine: Customer) -> None:
    place = make_contact(mine, "", title="CFO", function=Function.FINANCE)
    assert place.is_placeholder
    change_contact(SYSTEM, contact_id=place.pk, name="Inés Roca")
    place.refresh_from_db()
    assert place.name == "Inés Roca"


def test_two_people_at_once_are_told(mine: Customer, actors: SimpleNamespace) -> None:
    contact = make_contact(mine, title="Buyer")
    seen = revision_of(contact)
    change_contact(actors.director, contact_id=contact.pk, seen=seen, title="Head buyer")
    with pytest.raises(ChangedMeanwhile) as told:
        change_contact(actors.senior, contact_id=contact.pk, seen=seen, title="Purchaser")
    assert "Head buyer" in str(told.value)
    change_contact(actors.senior, contact_id=contact.pk, seen=seen, phone="1234567")
    contact.refresh_from_db()
    assert (contact.title, contact.phone) == ("Head buyer", "1234567")


def test_the_database_holds_what_must_hold(mine: Customer) -> None:
    contact = make_contact(mine)
    for broken in (
        {"reports_to": contact}, {"merged_into": contact}, {"erased_on": timezone.localdate()},
        {"organisation": "Somebody's"},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Contact.objects.filter(pk=contact.pk).update(**broken)
