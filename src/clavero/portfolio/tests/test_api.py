"""The portfolio for programs: each token sees what its owner sees."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from clavero.identity.doors import actor_for
from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.ledger.testing import ledger_of
from clavero.portfolio.testing import cover
from clavero.portfolio.tests.company import of, worked_rows
from clavero.rest.testing import program_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]


def program(person: Person) -> Client:
    return program_of(actor_for(person))


def read(person: Person, address: str) -> Any:
    answer = program(person).get(address)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_customers_with_their_figures(cast: Cast) -> None:
    ledger_of(worked_rows())
    found = read(cast.director, "/api/customers")
    assert (found["count"], found["next"], found["currency"]) == (10, None, "EUR")
    assert found["rows"][0] == {
        "customer": "A",
        "name": "Customer A",
        "net_sales": "420",
        "contribution": "58",
        "cost_known_share": 1.0,
        "orders": 1,
        "first": "2024-03-05",
        "last": "2024-03-05",
        "growth": None,
        "margin": 58 / 420,
    }


def test_the_ranking_has_the_published_numbers(cast: Cast) -> None:
    ledger_of(worked_rows())
    found = read(cast.director, "/api/portfolio?period=2024")
    summary, first = found["summary"], found["rows"][0]
    assert (summary["customers_for_80"], summary["top20_share"]) == (4, 0.6)
    assert (summary["cr1"], summary["gini"]) == (0.42, 0.55)
    assert summary["unattributed"] == "3"
    assert (found["contribution"], found["margin"]) == ("121.5", 0.1215)
    assert found["cost_known_share"] == 1000 / 1003
    assert (first["customer"], first["rank"], first["share"], first["class"]) == ("A", 1, 0.42, "A")


def test_ranked_by_what_is_asked(cast: Cast) -> None:
    ledger_of(worked_rows())
    found = read(cast.director, "/api/portfolio?period=2024&by=contribution")
    ranked = [row["customer"] for row in found["rows"] if row["rank"]]
    assert ranked == ["A", "B", "C", "E", "F", "H"]
    assert found["count"] == 10


def test_without_cost_nothing_ranked_is_null_and_not_zero(cast: Cast) -> None:
    ledger_of(worked_rows(with_cost=False))
    found = read(cast.director, "/api/portfolio?period=2024&by=contribution")
    summary = found["summary"]
    assert summary["customers_for_80"] is summary["customers_for_80_share"] is None
    assert (found["contribution"], found["margin"], found["cost_known_share"]) == (None, None, 0)


def test_money_is_text_and_loses_nothing(cast: Cast) -> None:
    ledger_of(worked_rows())
    rows = read(cast.director, "/api/customers")["rows"]
    assert {row["customer"]: row["contribution"] for row in rows}["G"] == "-9.5"
    assert sum(Decimal(row["net_sales"]) for row in rows) == 1000


def test_a_part_has_the_ranks_of_the_whole(cast: Cast) -> None:
    ledger_of(worked_rows())
    found = read(cast.director, "/api/portfolio?period=2024&limit=2&offset=2")
    assert [row["rank"] for row in found["rows"]] == [3, 4]
    assert found["count"] == 10
    assert "offset=4" in found["next"]


def test_a_junior_sees_only_theirs(cast: Cast) -> None:
    ledger_of(worked_rows())
    cover(cast.junior_one, of("B"))
    cover(cast.junior_two, of("C"))
    found = read(cast.junior_one, "/api/customers?period=2024")
    assert [row["customer"] for row in found["rows"]] == ["B"]
    picture = read(cast.junior_one, "/api/portfolio?period=2024")
    assert picture["summary"]["net_sales"] == "180"
    assert picture["summary"]["unattributed"] == "0"
    senior = read(cast.senior, "/api/customers?period=2024")
    assert [row["customer"] for row in senior["rows"]] == ["B", "C"]


def test_who_looks_after_nobody_reads_an_empty_list(cast: Cast) -> None:
    ledger_of(worked_rows())
    for address in ("/api/customers", "/api/portfolio"):
        found = read(cast.sales, address)
        assert (found["count"], found["rows"]) == (0, [])


@pytest.mark.parametrize("member", ["logistics", "hr", "administrator"])
@pytest.mark.parametrize("address", ["/api/customers", "/api/portfolio"])
def test_roles_without_sales_may_not(cast: Cast, member: str, address: str) -> None:
    ledger_of(worked_rows())
    answer = program(getattr(cast, member)).get(address)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


@pytest.mark.parametrize(
    ("query", "code", "field"),
    [
        ("period=soon", "period_unreadable", "period"),
        ("period=2024-03-05..2024-03-01", "period_reversed", "period"),
        ("by=weight", "invalid_parameter", "by"),
        ("limit=0", "invalid_parameter", "limit"),
    ],
)
def test_what_cannot_be_read_is_refused(cast: Cast, query: str, code: str, field: str) -> None:
    ledger_of(worked_rows())
    answer = program(cast.director).get(f"/api/portfolio?{query}")
    assert answer.status_code == 422
    assert (answer.json()["code"], answer.json()["field"]) == (code, field)


@pytest.mark.parametrize("address", ["/api/customers", "/api/portfolio"])
def test_without_sales_it_says_what_to_do(cast: Cast, address: str) -> None:
    answer = program(cast.director).get(address)
    assert (answer.status_code, answer.json()["code"]) == (422, "no_lines")
    assert answer.json()["hint"]
    assert read(cast.director, f"{address}?period=2024")["rows"] == []
