"""What is written about a person is corrected."""

from __future__ import annotations

import pytest
from django.test import Client

from clavero.conftest import AsPerson
from clavero.core.audit import history
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.doors import actor_for
from clavero.identity.services import change_person
from clavero.identity.testing import PASSWORD, Cast


def details(**other: str) -> dict[str, str]:
    return {
        "email": "senior@demo.example",
        "name": "Nuria Costafreda Vidal",
        "job_title": "Gestora sénior de cuentas clave",
        "department": "Cuentas clave",
        **other,
    }


def test_only_what_differs_is_changed_and_audited(cast: Cast) -> None:
    change_person(
        actor_for(cast.administrator), person_id=cast.senior.pk, **details(name="Nuria Costafreda")
    )
    cast.senior.refresh_from_db()
    assert cast.senior.name == "Nuria Costafreda"
    entry = history(cast.senior).get()
    assert entry.before == {"name": "Nuria Costafreda Vidal"}
    assert entry.after == {"name": "Nuria Costafreda"}


def test_nothing_differs_nothing_happens(cast: Cast) -> None:
    change_person(actor_for(cast.administrator), person_id=cast.senior.pk, **details())
    assert not history(cast.senior).exists()


def test_the_old_address_opens_nothing_any_more(cast: Cast) -> None:
    Client().post("/accounts/password/reset/", {"email": "senior@demo.example"})
    change_person(
        actor_for(cast.administrator),
        person_id=cast.senior.pk,
        **details(email="Nuria@demo.example"),
    )
    old, new = Client(), Client()
    old.post("/accounts/login/", {"login": "senior@demo.example", "password": PASSWORD})
    new.post("/accounts/login/", {"login": "nuria@demo.example", "password": PASSWORD})
    assert "_auth_user_id" not in old.session
    assert new.session["_auth_user_id"] == str(cast.senior.pk)


def test_somebody_elses_address_is_refused(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        change_person(
            actor_for(cast.administrator),
            person_id=cast.senior.pk,
            **details(email="Director@demo.example"),
        )
    assert refused.value.field == "email"


def test_only_administrators_change(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        change_person(actor_for(cast.director), person_id=cast.senior.pk, **details(name="X"))


def test_the_page_changes_and_tells_the_history(cast: Cast, as_person: AsPerson) -> None:
    browser = as_person(cast.administrator)
    address = f"/people/{cast.senior.pk}/"
    page = browser.post(address, details(job_title="Directora adjunta"), follow=True)
    assert page.redirect_chain == [(address, 302)]
    (change,) = page.context["changes"]
    assert change.by == cast.administrator.name
    assert [(str(what), before, after) for what, before, after in change.values] == [
        ("job title", "Gestora sénior de cuentas clave", "Directora adjunta")
    ]


def test_the_page_gives_back_what_is_wrong_and_changes_nothing(
    cast: Cast, as_person: AsPerson
) -> None:
    page = as_person(cast.administrator).post(f"/people/{cast.senior.pk}/", details(name=""))
    assert page.status_code == 422
    assert page.context["person"].name == "Nuria Costafreda Vidal"
