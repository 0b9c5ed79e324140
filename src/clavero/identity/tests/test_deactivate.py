"""A person's access is closed, and given again."""

from __future__ import annotations

import pytest
from django.test import Client

from clavero.conftest import AsPerson
from clavero.core.audit import history
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.doors import actor_for
from clavero.identity.services import deactivate, reactivate
from clavero.identity.testing import PASSWORD, Cast


def test_they_are_out_at_once_and_cannot_come_back(cast: Cast, as_person: AsPerson) -> None:
    browser = as_person(cast.sales)
    assert browser.get("/profile/").status_code == 200
    deactivate(actor_for(cast.administrator), person_id=cast.sales.pk)
    assert browser.get("/profile/").headers["Location"].startswith("/accounts/login/")
    answer = Client().post(
        "/accounts/login/", {"login": "sales@demo.example", "password": PASSWORD}, follow=True
    )
    assert answer.redirect_chain[-1][0] == "/accounts/inactive/"
    assert not answer.wsgi_request.user.is_authenticated


def test_access_is_given_again(cast: Cast) -> None:
    administrator = actor_for(cast.administrator)
    deactivate(administrator, person_id=cast.sales.pk)
    reactivate(administrator, person_id=cast.sales.pk)
    cast.sales.refresh_from_db()
    assert cast.sales.is_active
    assert [entry.verb for entry in history(cast.sales)] == [
        "person.reactivated",
        "person.deactivated",
    ]


def test_the_last_administrator_cannot_go(cast: Cast, as_person: AsPerson) -> None:
    with pytest.raises(Refusal) as refused:
        deactivate(actor_for(cast.administrator), person_id=cast.administrator.pk)
    assert refused.value.code == "last_administrator"
    page = as_person(cast.administrator).post(f"/people/{cast.administrator.pk}/deactivate/")
    assert page.status_code == 422
    assert "Make somebody else an administrator first." in page.content.decode()
    cast.administrator.refresh_from_db()
    assert cast.administrator.is_active


def test_only_administrators_close_and_open(cast: Cast) -> None:
    for verb in (deactivate, reactivate):
        with pytest.raises(Forbidden):
            verb(actor_for(cast.hr), person_id=cast.sales.pk)


def test_the_page_asks_first(cast: Cast, as_person: AsPerson) -> None:
    browser = as_person(cast.administrator)
    address = f"/people/{cast.sales.pk}/deactivate/"
    assert cast.sales.name in browser.get(address).content.decode()
    cast.sales.refresh_from_db()
    assert cast.sales.is_active
    browser.post(address)
    cast.sales.refresh_from_db()
    assert not cast.sales.is_active
    browser.post(f"/people/{cast.sales.pk}/reactivate/")
    cast.sales.refresh_from_db()
    assert cast.sales.is_active
