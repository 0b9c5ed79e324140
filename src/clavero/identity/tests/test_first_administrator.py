"""An empty installation lets the first person in, and only that one."""

from __future__ import annotations

import pytest
from django.test import Client

from clavero.core.audit import history
from clavero.core.errors import Refusal
from clavero.identity.models import Person
from clavero.identity.rules import Role
from clavero.identity.selectors import setup_code
from clavero.identity.services import first_administrator
from clavero.identity.testing import Cast

GIVEN = {"email": "Ana@empresa.example", "name": "Ana Belmonte", "password": "una-clave-larga-7"}


@pytest.mark.django_db
def test_the_first_person_is_an_administrator_and_audited() -> None:
    person = first_administrator(**GIVEN)
    assert (person.role, person.email) == (Role.ADMINISTRATOR, "ana@empresa.example")
    assert person.check_password(GIVEN["password"])
    assert history(person).get().by_name == "clavero"


def test_there_is_no_second_first_one(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        first_administrator(**GIVEN)
    assert refused.value.code == "not_empty"


@pytest.mark.django_db
def test_the_visitor_with_the_code_comes_in() -> None:
    browser = Client()
    assert browser.get("/accounts/login/").headers["Location"] == "/welcome/"
    page = browser.get("/welcome/", {"code": setup_code()})
    assert setup_code() in page.content.decode()
    assert "does not see sales: the next step is to invite the director" in page.content.decode()
    answer = browser.post("/welcome/", {**GIVEN, "code": setup_code()})
    assert answer.headers["Location"] == "/"
    assert browser.get("/people/new/").status_code == 200


@pytest.mark.django_db
def test_a_stranger_without_the_code_does_not() -> None:
    page = Client().post("/welcome/", {**GIVEN, "code": "0" * 32})
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["code"]
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_a_weak_password_is_told_at_its_field() -> None:
    page = Client().post("/welcome/", {**GIVEN, "password": "12345678", "code": setup_code()})
    assert list(page.context["form"].errors) == ["password"]
    assert not Person.objects.exists()


def test_the_page_is_gone_once_there_is_somebody(cast: Cast) -> None:
    for answer in (
        Client().get("/welcome/", {"code": setup_code()}),
        Client().post("/welcome/", {**GIVEN, "code": setup_code()}),
    ):
        assert answer.status_code == 404
