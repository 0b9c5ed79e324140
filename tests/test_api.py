"""The API and the command line tell programs the same, and the API describes itself."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from clavero.identity.doors import actor_for
from clavero.identity.testing import Cast
from clavero.ledger.testing import ledger_of
from clavero.portfolio.models import Customer
from clavero.portfolio.tests.company import worked_rows
from clavero.rest.testing import program_of
from clavero.selection.testing import make_key
from tests.cli.conftest import Run, answer, ledger, run

__all__ = ["ledger", "run"]


@pytest.fixture
def program(cast: Cast, ledger: None) -> Client:
    """A program that speaks for the director, and a ledger with ten customers."""
    ledger_of(worked_rows())
    return program_of(actor_for(cast.director))


def test_customers_as_on_the_command_line(program: Client, run: Run) -> None:
    told = answer(run("customers", "--period", "2024", "--format", "json"))
    assert told
    assert program.get("/api/customers?period=2024").json()["rows"] == told


@pytest.mark.parametrize("by", ["sales", "contribution"])
def test_the_ranking_as_on_the_command_line(program: Client, run: Run, by: str) -> None:
    told = answer(run("pareto", "--period", "2024", "--by", by, "--format", "json"))
    found = program.get(f"/api/portfolio?period=2024&by={by}").json()
    assert {name: found[name] for name in ("summary", "rows")} == told


def test_key_accounts_as_on_the_command_line(program: Client, run: Run) -> None:
    make_key(Customer.objects.get(code="B"))
    told = answer(run("key-accounts", "--format", "json"))
    assert told
    assert program.get("/api/key-accounts").json()["rows"] == told


def test_every_operation_is_described(client: Client) -> None:
    described = client.get(reverse("api:openapi-json")).json()
    for address, methods in described["paths"].items():
        for method, operation in methods.items():
            assert operation["summary"], address
            assert operation["description"], address
            assert operation["security"], f"{method} {address} asks for no token"
            assert all(each["description"] for each in operation.get("parameters", ()))
            assert {"200", "401", "403", "422"} <= operation["responses"].keys()
    assert {"/api/customers", "/api/portfolio", "/api/key-accounts"} <= described["paths"].keys()
