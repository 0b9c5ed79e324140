"""The round for programs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.urls import reverse

from clavero.identity.doors import actor_for
from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.investment.testing import expected, make_case, with_terms
from clavero.investment.tests.worked import FLOWS
from clavero.portfolio.testing import cover, make_customer
from clavero.rest.testing import program_of

pytestmark = pytest.mark.django_db


def ask(person: Person, query: str = "") -> tuple[int, Any]:
    answer = program_of(actor_for(person)).get(reverse("api:investments") + query)
    return answer.status_code, json.loads(answer.content)


@pytest.fixture
def worked(cast: Cast) -> None:
    """The worked numbers, O-6.1, one of them the senior's."""
    for name, flows in FLOWS.items():
        make_case(make_customer(name), ("whole", expected(*flows)))
    cover(cast.senior, make_customer("S"))
    with_terms(150)


def test_the_latest_round_and_what_is_chosen(cast: Cast, worked: None) -> None:
    status, told = ask(cast.director)
    assert status == 200
    assert told["round"]["budget"] == "150"
    by_account = {row["account"]: row for row in told["rows"]}
    assert {name for name, row in by_account.items() if row["chosen"]} == {"P", "R"}
    assert by_account["P"]["npv"] == "46.0556"
    assert by_account["T"]["why"] == "not_worth"
    assert by_account["P"]["return"] == "0.8"
    assert by_account["P"]["funded"] is None


def test_each_sees_their_own(cast: Cast, worked: None) -> None:
    assert [row["account"] for row in ask(cast.senior)[1]["rows"]] == ["S"]
    assert ask(cast.junior_one)[1]["rows"] == []
    assert ask(cast.hr)[0] == 403


def test_a_round_by_its_name(cast: Cast, worked: None) -> None:
    assert ask(cast.executive, "?round=Round%201")[0] == 200
    assert ask(cast.executive, "?round=None")[0] == 404


def test_before_the_first_round(cast: Cast) -> None:
    assert ask(cast.director)[1] == {"count": 0, "next": None, "round": None, "rows": []}
