"""The key accounts for programs: each token sees what its owner sees."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from clavero.identity.doors import actor_for
from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer
from clavero.rest.testing import program_of
from clavero.selection.rules.steps import Status
from clavero.selection.testing import make_candidate, make_decision, make_key

pytestmark = pytest.mark.django_db
ADDRESS = "/api/key-accounts"


@pytest.fixture
def company(db: None) -> None:
    """Three key accounts, one of them on probation since today, and one that was turned down."""
    yesterday = timezone.localdate() - timedelta(1)
    for code, name in (("C1", "Faro"), ("C2", "Ancla"), ("C3", "Proa"), ("C4", "Orilla")):
        make_candidate(make_customer(code, name=name))
    for code in ("C1", "C2", "C3"):
        make_key(Customer.objects.get(code=code), yesterday)
    make_decision(make_candidate(Customer.objects.get(code="C3")), Status.PROBATION)
    make_decision(make_candidate(Customer.objects.get(code="C4")), Status.NOT_KEY)


def read(person: Person, query: str = "") -> Any:
    answer = program_of(actor_for(person)).get(f"{ADDRESS}{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.mark.usefixtures("company")
def test_who_is_key_since_when_and_why(cast: Cast) -> None:
    today = timezone.localdate()
    yesterday = (today - timedelta(1)).isoformat()
    found = read(cast.director)
    assert (found["count"], found["next"], found["as_of"]) == (3, None, today.isoformat())
    assert [(row["name"], row["status"]) for row in found["rows"]] == [
        ("Ancla", "key"),
        ("Faro", "key"),
        ("Proa", "probation"),
    ]
    assert found["rows"][1] == {
        "account": "C1",
        "name": "Faro",
        "status": "key",
        "since": yesterday,
        "decided_on": yesterday,
        "cycle": today.year,
        "reason": "It is strategic",
        "against_the_rule": "The committee knows it",
    }
    assert read(cast.executive) == found


@pytest.mark.usefixtures("company")
def test_as_it_was_on_a_day(cast: Cast) -> None:
    yesterday = timezone.localdate() - timedelta(1)
    assert {row["status"] for row in read(cast.director, f"?as_of={yesterday}")["rows"]} == {"key"}
    before = yesterday - timedelta(1)
    assert read(cast.director, f"?as_of={before}")["rows"] == []


@pytest.mark.usefixtures("company")
def test_a_manager_reads_their_own_and_nobody_s_place_in_a_list_of_others(cast: Cast) -> None:
    cover(cast.junior_one, Customer.objects.get(code="C1"))
    assert [row["account"] for row in read(cast.junior_one)["rows"]] == ["C1"]
    assert [row["account"] for row in read(cast.senior)["rows"]] == ["C1"], "by their team"
    assert (read(cast.junior_two)["count"], read(cast.junior_two)["rows"]) == (0, [])


@pytest.mark.parametrize("member", ["sales", "logistics", "hr", "administrator"])
def test_roles_that_have_nothing_to_do_with_it_may_not(cast: Cast, member: str) -> None:
    answer = program_of(actor_for(getattr(cast, member))).get(ADDRESS)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


@pytest.mark.usefixtures("company")
def test_a_long_list_comes_in_parts(cast: Cast) -> None:
    client = program_of(actor_for(cast.director))
    first = client.get(f"{ADDRESS}?limit=2").json()
    rest = client.get(first["next"]).json()
    names = [row["name"] for row in [*first["rows"], *rest["rows"]]]
    assert (names, rest["next"]) == (["Ancla", "Faro", "Proa"], None)


@pytest.mark.parametrize(
    ("query", "field"),
    [("as_of=soon", "as_of"), ("as_of=2026-02-30", "as_of"), ("limit=0", "limit")],
)
def test_what_cannot_be_read_is_refused(cast: Cast, query: str, field: str) -> None:
    answer = program_of(actor_for(cast.director)).get(f"{ADDRESS}?{query}")
    assert answer.status_code == 422
    assert (answer.json()["code"], answer.json()["field"]) == ("invalid_parameter", field)
