"""An administrator writes down somebody who arrives."""

from __future__ import annotations

import pytest
from django.test import Client

from clavero.conftest import AsPerson
from clavero.core.audit import history
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.doors import actor_for
from clavero.identity.models import Person
from clavero.identity.rules import Role
from clavero.identity.services import create_person
from clavero.identity.testing import Cast

NEW = {"email": "New.One@demo.example ", "name": "Inés Roldán", "role": Role.JUNIOR}


def test_somebody_arrives_without_a_password(cast: Cast) -> None:
    person = create_person(actor_for(cast.administrator), **NEW, reports_to_id=cast.senior.pk)
    person.refresh_from_db()
    assert (person.email, person.reports_to) == ("new.one@demo.example", cast.senior)
    assert person.is_active
    assert not person.has_usable_password()


def test_it_is_audited(cast: Cast) -> None:
    person = create_person(actor_for(cast.administrator), **NEW)
    entry = history(person).get()
    assert (entry.verb, entry.by_id) == ("person.created", cast.administrator.pk)
    assert entry.after["role"] == "junior"


def test_all_that_was_written_down_is_audited(cast: Cast) -> None:
    rest = {"job_title": "Key accounts", "department": "Sales", "language": "es"}
    person = create_person(
        actor_for(cast.administrator), **NEW, **rest, reports_to_id=cast.senior.pk
    )
    assert history(person).get().after == {
        "email": "new.one@demo.example",
        "name": "Inés Roldán",
        "role": "junior",
        "reports_to_id": cast.senior.pk,
        **rest,
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "SENIOR@demo.example"),  # there already
        ("email", "nothing"),
        ("name", "  "),
        ("language", "fr"),
        ("reports_to_id", 999_999),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(cast: Cast, field: str, value: object) -> None:
    with pytest.raises(Refusal) as refused:
        create_person(actor_for(cast.administrator), **{**NEW, field: value})
    assert refused.value.field == field.removesuffix("_id")
    assert not Person.objects.filter(name="Inés Roldán").exists()


def test_a_weak_password_is_refused(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        create_person(actor_for(cast.administrator), **NEW, password="password")
    assert refused.value.code == "password_weak"


def test_only_administrators_create(cast: Cast) -> None:
    for member, person in cast:
        if member != "administrator":
            with pytest.raises(Forbidden):
                create_person(actor_for(person), **NEW)


def test_the_page_creates_and_shows_the_invitation(cast: Cast, as_person: AsPerson) -> None:
    browser = as_person(cast.administrator)
    given = {"email": "ines@demo.example", "name": "Inés Roldán", "role": "junior",
             "reports_to_id": cast.senior.pk}  # fmt: skip
    page = browser.post("/people/new/", given)
    person = Person.objects.get(email="ines@demo.example")
    assert (person.role, person.reports_to) == ("junior", cast.senior)
    link = page.context["invitation"].link
    assert link in page.content.decode()
    assert Client().get(link, follow=True).status_code == 200


def test_the_page_gives_back_what_is_wrong(cast: Cast, as_person: AsPerson) -> None:
    given = {"email": "senior@demo.example", "name": "Inés", "role": "junior"}
    page = as_person(cast.administrator).post("/people/new/", given)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["email"]
