"""Duplicates are suggested, merged by a person, and taken apart again as they were."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clavero.core.audit import history
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import make_customer, make_group
from clavero.relationships.models import Contact
from clavero.relationships.rules.judging import Kind
from clavero.relationships.selectors import account_contacts, contact_seen, suggested_pairs
from clavero.relationships.services import (
    change_contact,
    merge_contacts,
    tell_apart,
    unmerge_contact,
)
from clavero.relationships.testing import SYSTEM, make_contact, make_judgement, make_tie

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], Any]


def grounds(customer: Customer) -> list[tuple[str, str, str]]:
    _account, found = suggested_pairs(SYSTEM, customer.pk)
    return [(str(pair.ground), one.name, other.name) for pair, one, other in found]


def test_pairs_are_suggested_and_told_apart(mine: Customer) -> None:
    one = make_contact(mine, "José Núñez", email="j@x.example")
    other = make_contact(mine, "Nunez, Jose")
    make_contact(mine, "J. N.", email="J@x.example")
    make_contact(mine, "", title="CFO")
    make_contact(make_customer("C2"), "José Núñez")
    assert grounds(mine) == [
        ("same_name", "José Núñez", "Nunez, Jose"), ("email", "José Núñez", "J. N."),
    ]  # fmt: skip
    tell_apart(SYSTEM, first_id=other.pk, second_id=one.pk)
    assert grounds(mine) == [("email", "José Núñez", "J. N.")]


def test_merged_they_are_one_and_apart_they_are_as_before(mine: Customer, cast: Cast) -> None:
    target, source = make_contact(mine, "Marta Gil"), make_contact(mine, "M. Gil")
    change_contact(SYSTEM, contact_id=source.pk, phone="+34 976 000 111")
    make_judgement(target, value=1)
    make_judgement(source, Kind.INFLUENCE, 7)
    make_tie(source, cast.senior, strength=2)
    before = [contact_seen(SYSTEM, each.pk).row for each in (target, source)]
    merge_contacts(SYSTEM, source_id=source.pk, target_id=target.pk)
    (row,) = account_contacts(SYSTEM, mine.pk).here
    assert (row.id, row.attitude, row.influence, row.strength) == (target.pk, 1, 7, 2)
    assert row.phone == "+34 976 000 111", "what the other record alone knew"
    assert contact_seen(SYSTEM, target.pk).copies == [(source.pk, "M. Gil")]
    copy = contact_seen(SYSTEM, source.pk)
    assert copy.merged_into == (target.pk, "Marta Gil")
    assert (copy.row.influence, copy.row.attitude) == (7, None)
    unmerge_contact(SYSTEM, contact_id=source.pk)
    assert [contact_seen(SYSTEM, each.pk).row for each in (target, source)] == before
    assert [each.verb for each in history(source)][:2] == ["contact.unmerged", "contact.merged"]


def test_what_is_refused(mine: Customer, refuses: Refuses, actors: SimpleNamespace) -> None:
    one, other = make_contact(mine, "One"), make_contact(mine, "Other")
    far = make_contact(make_customer("C2"), "One")
    place = make_contact(mine, "", title="CFO")
    for source, code in ((one, "same_contact"), (far, "other_account"), (place, "nobody")):
        with refuses(code):
            merge_contacts(SYSTEM, source_id=source.pk, target_id=one.pk)
    with refuses("not_merged"):
        unmerge_contact(SYSTEM, contact_id=one.pk)
    with pytest.raises(Contact.DoesNotExist):
        merge_contacts(actors.sales, source_id=other.pk, target_id=one.pk)
    merge_contacts(SYSTEM, source_id=other.pk, target_id=one.pk)
    with refuses("contact_merged"):
        change_contact(SYSTEM, contact_id=other.pk, name="x")
    with refuses("contact_merged"):
        make_judgement(other)


def test_who_sees_the_copy_alone_is_not_told_of_whom(
    mine: Customer, actors: SimpleNamespace
) -> None:
    group = make_group("Group", mine, code="G")
    target, copy = make_contact(group, "Marta Gil"), make_contact(mine, "M. Gil")
    make_judgement(copy, value=1)
    merge_contacts(SYSTEM, source_id=copy.pk, target_id=target.pk)
    seen = contact_seen(actors.senior, copy.pk)
    assert (seen.merged_into, seen.row.attitude) == ((None, ""), 1)
    assert contact_seen(actors.director, copy.pk).merged_into == (target.pk, "Marta Gil")


def test_who_may_be_the_same_is_not_looked_for_twice(mine: Customer) -> None:
    """Until somebody changes: of 300 contacts it takes as long as the rest of the page."""
    one = make_contact(mine, "Marta Gil")
    make_contact(mine, "Gil, Marta")
    first = suggested_pairs(SYSTEM, mine.pk)[1]
    with CaptureQueriesContext(connection) as captured:
        assert suggested_pairs(SYSTEM, mine.pk)[1] == first
    assert not [each["sql"] for each in captured if 'FROM "relationships_' in each["sql"]]
    change_contact(SYSTEM, contact_id=one.pk, name="Ana Ruiz")
    assert suggested_pairs(SYSTEM, mine.pk)[1] == []
