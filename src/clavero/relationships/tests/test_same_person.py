"""One person in the records of several accounts is exported and forgotten in one step."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from clavero.conftest import AsPerson
from clavero.core.errors import Forbidden
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer
from clavero.relationships.models import Contact
from clavero.relationships.selectors import also_called
from clavero.relationships.services import erase_people, merge_contacts
from clavero.relationships.testing import SYSTEM, make_contact
from clavero.relationships.tests.test_pages import at
from clavero.ui.testing import notices, words

pytestmark = pytest.mark.django_db
EMAIL = "marta@x.example"


@pytest.fixture
def records(mine: Customer, cast: Cast) -> list[Contact]:
    """The senior's own record of somebody, that of another account of theirs, and that of an
    account of somebody else."""
    second, strange = make_customer("C2", "Second"), make_customer("C3", "Strange")
    cover(cast.senior, second)
    cover(cast.sales, strange)
    merged = make_contact(second, "M. Gil", email=EMAIL.upper())
    found = [
        make_contact(mine, "Marta Gil", email=EMAIL), make_contact(second, "Marta G."),
        make_contact(strange, "Gil, Marta", email=EMAIL),
    ]  # fmt: skip
    merge_contacts(SYSTEM, source_id=merged.pk, target_id=found[1].pk)
    return found


def test_each_finds_the_records_that_they_see(
    records: list[Contact], actors: SimpleNamespace
) -> None:
    own, second, strange = records
    assert [each.id for each in also_called(actors.senior, own.pk)] == [second.pk]
    assert [each.id for each in also_called(actors.senior, second.pk)] == [own.pk]
    assert [each.id for each in also_called(actors.director, own.pk)] == [second.pk, strange.pk]
    assert also_called(actors.director, make_contact(own.customer, "Nobody").pk) == []


def test_the_button_erases_all_that_are_ticked(
    records: list[Contact], cast: Cast, as_person: AsPerson
) -> None:
    own, second, strange = records
    senior = as_person(cast.senior)
    page = words(senior.get(at("erase", own.pk)))
    assert "Marta G., of Second" in page
    assert "Strange" not in page
    assert "Records at accounts that you do not see are not found by this" in page
    posted = senior.post(at("erase", own.pk), {"also": [second.pk, strange.pk]}, follow=True)
    assert "The person is forgotten in 2 records; their places stay." in notices(posted)
    names = dict(Contact.objects.filter(merged_into=None).values_list("pk", "name"))
    assert names == {own.pk: "", second.pk: "", strange.pk: "Gil, Marta"}
    assert "not see" not in words(as_person(cast.director).get(at("erase", strange.pk)))


def test_who_was_left_out_stays(records: list[Contact], cast: Cast, as_person: AsPerson) -> None:
    own, second, strange = records
    director = as_person(cast.director)
    assert "Gil, Marta, of Strange" in words(director.get(at("erase", own.pk)))
    director.post(at("erase", own.pk), {"also": [strange.pk]})
    second.refresh_from_db()
    assert second.name == "Marta G."
    assert set(Contact.objects.filter(name="").values_list("pk", flat=True)) == {own.pk, strange.pk}


def test_the_export_has_all_records(
    records: list[Contact], cast: Cast, as_person: AsPerson
) -> None:
    own, second, strange = records
    senior = as_person(cast.senior)
    assert "both buttons name them first" in words(senior.get(at("contact", own.pk)))
    assert "Marta G., of Second" in words(senior.get(at("export", own.pk)))
    alone = make_contact(own.customer, "Nobody else", email="alone@x.example")
    assert "both buttons" not in words(senior.get(at("contact", alone.pk)))
    answer = senior.post(at("export", own.pk), {"also": [second.pk, strange.pk]})
    told = json.loads(answer.content)
    assert [each["number"] for each in told["other_records"]] == [second.pk]
    assert [each["name"] for each in told["other_records"][0]["merged_records"]] == ["M. Gil"]
    assert "other_records" not in json.loads(senior.post(at("export", own.pk)).content)


def test_all_or_none_are_erased(records: list[Contact], actors: SimpleNamespace) -> None:
    with pytest.raises(Contact.DoesNotExist):
        erase_people(actors.senior, contact_ids=[each.pk for each in records])
    with pytest.raises(Forbidden):
        erase_people(actors.executive, contact_ids=[records[0].pk])
    assert not Contact.objects.filter(name="").exists()
