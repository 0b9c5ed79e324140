"""A person gets another role, which holds from their next click on."""

from __future__ import annotations

import pytest

from clavero.conftest import AsPerson
from clavero.core.audit import history
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.doors import actor_for
from clavero.identity.rules import Role
from clavero.identity.services import change_role
from clavero.identity.testing import Cast


def test_it_holds_at_once_and_is_audited(cast: Cast, as_person: AsPerson) -> None:
    browser = as_person(cast.hr)
    assert browser.get("/people/new/").status_code == 403
    change_role(actor_for(cast.administrator), person_id=cast.hr.pk, role=Role.ADMINISTRATOR)
    assert browser.get("/people/new/").status_code == 200
    entry = history(cast.hr).get()
    assert (entry.before, entry.after) == ({"role": "people"}, {"role": "administrator"})


def test_the_last_administrator_stays_one(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        change_role(
            actor_for(cast.administrator), person_id=cast.administrator.pk, role=Role.DIRECTOR
        )
    assert refused.value.code == "last_administrator"
    cast.administrator.refresh_from_db()
    assert cast.administrator.role == Role.ADMINISTRATOR


def test_an_administrator_without_access_does_not_count(cast: Cast) -> None:
    administrator = actor_for(cast.administrator)
    change_role(administrator, person_id=cast.hr.pk, role=Role.ADMINISTRATOR)
    cast.hr.is_active = False
    cast.hr.role = Role.ADMINISTRATOR
    cast.hr.save()
    with pytest.raises(Refusal):
        change_role(administrator, person_id=cast.administrator.pk, role=Role.DIRECTOR)


def test_with_another_one_an_administrator_may_step_down(cast: Cast) -> None:
    administrator = actor_for(cast.administrator)
    change_role(administrator, person_id=cast.hr.pk, role=Role.ADMINISTRATOR)
    change_role(administrator, person_id=cast.administrator.pk, role=Role.COLLEAGUE)
    cast.administrator.refresh_from_db()
    assert cast.administrator.role == Role.COLLEAGUE


def test_only_administrators_change_roles(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        change_role(actor_for(cast.director), person_id=cast.director.pk, role=Role.ADMINISTRATOR)


def test_the_page_tells_a_refusal_beside_the_form(cast: Cast, as_person: AsPerson) -> None:
    address = f"/people/{cast.administrator.pk}/role/"
    page = as_person(cast.administrator).post(address, {"role": "director"})
    assert page.status_code == 422
    assert "no administrator left" in str(page.context["role_form"].errors)
    assert page.context["person"].role == Role.ADMINISTRATOR


def test_the_page_changes_the_role(cast: Cast, as_person: AsPerson) -> None:
    as_person(cast.administrator).post(f"/people/{cast.sales.pk}/role/", {"role": "junior"})
    cast.sales.refresh_from_db()
    assert cast.sales.role == Role.JUNIOR
