"""What people change about themselves."""

from __future__ import annotations

import pytest

from clavero.conftest import AsPerson
from clavero.core.audit import history
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.doors import actor_for
from clavero.identity.rules import Actor
from clavero.identity.services import change_profile
from clavero.identity.testing import Cast


def test_ones_own_name_and_language(cast: Cast) -> None:
    change_profile(actor_for(cast.sales), name=" Andrés Lacasta ", language="es")
    cast.sales.refresh_from_db()
    assert (cast.sales.name, cast.sales.language) == ("Andrés Lacasta", "es")
    assert history(cast.sales).get().by_id == cast.sales.pk


def test_an_empty_name_is_refused(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        change_profile(actor_for(cast.sales), name=" ", language="es")
    assert refused.value.field == "name"


def test_the_system_has_no_profile(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        change_profile(Actor.system(), name="Clavero", language="es")


def test_the_page_changes_nobody_elses_and_not_ones_role(cast: Cast, as_person: AsPerson) -> None:
    given = {"name": "Olga B.", "language": "en", "role": "administrator", "email": "x@y.example"}
    as_person(cast.logistics).post("/profile/", given)
    cast.logistics.refresh_from_db()
    assert (cast.logistics.name, cast.logistics.role) == ("Olga B.", "colleague")
    assert cast.logistics.email == "logistics@demo.example"


def test_the_page_gives_back_what_is_wrong(cast: Cast, as_person: AsPerson) -> None:
    page = as_person(cast.logistics).post("/profile/", {"name": "", "language": ""})
    assert page.status_code == 422
    cast.logistics.refresh_from_db()
    assert cast.logistics.name == "Olga Berastegui Ruiz"


def test_when_daily_messages_come(cast: Cast, as_person: AsPerson) -> None:
    browser = as_person(cast.sales)
    sent = {"name": "Andrés", "language": "", "time_zone": "Atlantic/Canary", "digest_hour": "6"}
    assert browser.post("/profile/", sent).status_code == 302
    cast.sales.refresh_from_db()
    assert (cast.sales.time_zone, cast.sales.digest_hour) == ("Atlantic/Canary", 6)
    seen = history(cast.sales)[0].pk
    browser.post("/profile/", {**sent, "digest_hour": "", "seen": seen})
    cast.sales.refresh_from_db()
    assert cast.sales.digest_hour is None
    assert browser.post("/profile/", {**sent, "time_zone": "Mars/Base"}).status_code == 422


def test_what_is_not_given_stays(cast: Cast) -> None:
    change_profile(actor_for(cast.sales), name="Andrés", language="")
    cast.sales.refresh_from_db()
    assert cast.sales.digest_hour == 7
    with pytest.raises(Refusal) as refused:
        change_profile(actor_for(cast.sales), name="Andrés", language="", time_zone="Mars/Base")
    assert refused.value.code == "time_zone_unknown"
