"""Two administrators with the same person before them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from clavero.conftest import AsPerson, AtOnce
from clavero.core.audit import history
from clavero.core.revisions import ChangedMeanwhile, revision_of
from clavero.identity.doors import actor_for
from clavero.identity.models import Person
from clavero.identity.rules import Role
from clavero.identity.services import (
    change_person,
    change_profile,
    change_role,
    invite,
    move_in_chart,
)
from clavero.identity.testing import Cast, make_cast


@pytest.fixture
def administrators(cast: Cast) -> tuple[Person, Person]:
    cast.hr.role = Role.ADMINISTRATOR
    cast.hr.save()
    return cast.administrator, cast.hr


def details(person: Person, **other: str) -> dict[str, Any]:
    written = ("name", "email", "job_title", "department")
    return {field: getattr(person, field) for field in written} | other


def open_form(browser: Client, address: str, name: str = "form") -> dict[str, Any]:
    """What a browser would send back of a form, unseen fields included."""
    form = browser.get(address).context[name]
    return {field.html_name: field.value() or "" for field in form}


def test_the_form_comes_back_with_ones_own_input_and_what_the_other_wrote(
    cast: Cast, administrators: tuple[Person, Person], as_person: AsPerson
) -> None:
    address = f"/people/{cast.senior.pk}/"
    one, other = map(as_person, administrators)
    first, second = open_form(one, address), open_form(other, address)
    one.post(address, first | {"name": "Nuria C.", "job_title": "Directora"})
    page = other.post(address, second | {"name": "Nuria Costafreda", "department": "KAM"})
    assert page.status_code == 422
    html = page.content.decode()
    assert (
        f"{cast.administrator.name} changed “name” from “Nuria Costafreda Vidal” to “Nuria C.”"
        in html
    )
    form = page.context["form"]
    assert form["name"].value() == "Nuria Costafreda"  # one's own
    assert form["job_title"].value() == "Directora"  # left alone, so as it stands now
    assert form["department"].value() == "KAM"
    assert "from “Gestora sénior de cuentas clave” to “Directora”" in html
    again = {field.html_name: field.value() or "" for field in form}
    assert other.post(address, again).status_code == 302
    cast.senior.refresh_from_db()
    assert details(cast.senior) == {
        "name": "Nuria Costafreda",
        "email": "senior@demo.example",
        "job_title": "Directora",
        "department": "KAM",
    }
    assert [(entry.by_name, entry.after) for entry in history(cast.senior)] == [
        (cast.hr.name, {"name": "Nuria Costafreda", "department": "KAM"}),
        (cast.administrator.name, {"name": "Nuria C.", "job_title": "Directora"}),
    ]


def test_different_fields_are_both_kept(
    cast: Cast, administrators: tuple[Person, Person], as_person: AsPerson
) -> None:
    address = f"/people/{cast.senior.pk}/"
    one, other = map(as_person, administrators)
    first, second = open_form(one, address), open_form(other, address)
    assert one.post(address, first | {"name": "Nuria C."}).status_code == 302
    assert other.post(address, second | {"department": "KAM"}).status_code == 302
    cast.senior.refresh_from_db()
    assert (cast.senior.name, cast.senior.department) == ("Nuria C.", "KAM")


@pytest.mark.parametrize("seen", ["rubbish", "", "-1", "9" * 40, "²"])
def test_a_revision_that_cannot_be_read_is_a_question_and_no_error(
    cast: Cast, as_person: AsPerson, seen: str
) -> None:
    browser, address = as_person(cast.administrator), f"/people/{cast.senior.pk}/"
    browser.post(address, open_form(browser, address) | {"name": "Nuria C."})
    page = browser.post(address, details(cast.senior, name="Other") | {"seen": seen})
    assert page.status_code == 422
    assert "was changed while you were looking at it" in page.content.decode()


def test_roles_and_places_in_the_chart_are_told_by_their_names(cast: Cast) -> None:
    boss = actor_for(cast.administrator)
    seen = revision_of(cast.senior)
    change_role(boss, person_id=cast.senior.pk, role=Role.DIRECTOR, seen=seen)
    with pytest.raises(ChangedMeanwhile) as refused:
        change_role(boss, person_id=cast.senior.pk, role=Role.JUNIOR, seen=seen)
    assert "from “Senior key account manager” to “Director of key accounts”" in str(refused.value)
    move_in_chart(boss, person_id=cast.senior.pk, reports_to_id=cast.hr.pk, seen=seen)
    with pytest.raises(ChangedMeanwhile) as refused:
        move_in_chart(boss, person_id=cast.senior.pk, reports_to_id=None, seen=seen)
    assert f"to “{cast.hr.name}”" in str(refused.value)


@pytest.mark.parametrize(
    ("way", "form", "sent"),
    [
        ("role", "role_form", {"role": "junior"}),
        ("superior", "superior_form", {"reports_to_id": ""}),
    ],
)
def test_role_and_place_come_back_on_their_page(
    cast: Cast, as_person: AsPerson, way: str, form: str, sent: dict[str, str]
) -> None:
    browser, address = as_person(cast.administrator), f"/people/{cast.senior.pk}/"
    old = open_form(browser, address, form)
    boss = actor_for(cast.administrator)
    change_role(boss, person_id=cast.senior.pk, role=Role.DIRECTOR)
    move_in_chart(boss, person_id=cast.senior.pk, reports_to_id=cast.hr.pk)
    page = browser.post(f"{address}{way}/", old | sent)
    assert page.status_code == 422
    again = {field.html_name: field.value() or "" for field in page.context[form]}
    assert {field: str(again[field]) for field in sent} == sent
    assert browser.post(f"{address}{way}/", again).status_code == 302


def test_an_invitation_meanwhile_is_no_change(cast: Cast) -> None:
    boss, seen = actor_for(cast.administrator), revision_of(cast.senior)
    invite(boss, person_id=cast.senior.pk, site="https://kam.example")
    sent = details(cast.senior, email="nuria@demo.example")
    change_person(boss, person_id=cast.senior.pk, seen=seen, **sent)
    cast.senior.refresh_from_db()
    assert cast.senior.email == "nuria@demo.example"


def test_ones_own_name_which_an_administrator_corrected_meanwhile(
    cast: Cast, as_person: AsPerson
) -> None:
    browser = as_person(cast.sales)
    old = open_form(browser, "/profile/")
    change_person(
        actor_for(cast.administrator), person_id=cast.sales.pk, **details(cast.sales, name="A. L.")
    )
    page = browser.post("/profile/", old | {"name": "Andrés"})
    assert page.status_code == 422
    assert page.context["form"]["name"].value() == "Andrés"
    assert browser.post("/profile/", old | {"language": "es"}).status_code == 302
    cast.sales.refresh_from_db()
    assert (cast.sales.name, cast.sales.language) == ("A. L.", "es")


def test_in_the_same_instant_one_wins_and_the_other_is_told(at_once: AtOnce) -> None:
    cast = make_cast()
    boss, seen = actor_for(cast.administrator), revision_of(cast.sales)

    def rename(name: str) -> Callable[[], Person]:
        return lambda: change_profile(actor_for(cast.sales), name=name, language="", seen=seen)

    def correct() -> Person:
        sent = details(cast.sales, name="Two")
        return change_person(boss, person_id=cast.sales.pk, seen=seen, **sent)

    outcomes = at_once(rename("One"), correct)
    assert sorted(type(each).__name__ for each in outcomes) == ["ChangedMeanwhile", "Person"]
    assert history(cast.sales).count() == 1
