"""``clavero refresh`` and ``clavero kpis``: computed, and told to people and programs."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from tests.cli.conftest import Run, answer

from clavero.identity.rules import Actor
from clavero.kpis.models import Snapshot
from clavero.kpis.services.telling import Told, tell_values
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer

pytestmark = pytest.mark.usefixtures("ledger")


@pytest.fixture
def sales(ledger: None) -> None:
    ledger_of([
        Row("F0", "Z", date(2021, 1, 5), Decimal(1)),
        Row("F1", "A", date(2023, 5, 5), Decimal(100)),
        Row("F2", "A", date(2024, 5, 5), Decimal(120)),
        Row("F3", "Z", date(2024, 12, 31), Decimal(1)),
    ])  # fmt: skip


@pytest.mark.usefixtures("sales")
def test_refresh_says_what_it_did_and_the_second_time_nothing(run: Run) -> None:
    asked = ("refresh", "--from", "2024-11-10", "--as-of", "2025-01-15", "--format", "json")
    assert answer(run(*asked)) == {"as_of": "2025-01-15", "days": 3, "made": 3, "corrected": 0}
    assert answer(run(*asked))["made"] == 0
    assert "0 days were computed" in run("refresh", "--as-of", "2025-01-15").stderr


@pytest.mark.usefixtures("sales")
def test_one_account_for_programs(run: Run) -> None:
    run("refresh", "--as-of", "2025-01-15")
    found = answer(run("kpis", "--account", "A", "--format", "json"))
    assert found["snapshot"]["period"] == "2024"
    values = {each["kpi"]: each for each in found["values"]}
    assert {each["subject"] for each in found["values"]} == {"A"}
    assert Decimal(values["sales-growth"]["value"]) == Decimal("0.2")
    assert values["account-hours"]["reason"] == "not_recorded"


@pytest.mark.usefixtures("sales")
def test_everybody_for_spreadsheets_and_the_company_for_people(run: Run) -> None:
    run("refresh", "--as-of", "2025-01-15")
    rows = list(csv.DictReader(StringIO(run("kpis", "--format", "csv").stdout)))
    assert {(row["level"], row["subject"]) for row in rows} == {
        ("account", "A"), ("account", "Z"), ("company", ""),
    }  # fmt: skip
    table = run("kpis").stdout
    assert "Net sales" in table
    assert "€121" in table


@pytest.mark.usefixtures("sales")
def test_a_terminal_is_of_nobodys_team(run: Run) -> None:
    run("refresh", "--as-of", "2025-01-15")
    customer = Customer.objects.get(code="A")
    coverage = Told(customer.pk, "contact-coverage", Decimal("0.35"), 20)
    tell_values(Actor.system(), day=date(2025, 1, 10), told=[coverage])
    found = answer(run("kpis", "--account", "A", "--format", "json"))
    values = {each["kpi"]: each for each in found["values"]}
    told = values["contact-coverage"]
    assert (told["value"], told["n"], told["reason"]) == (None, None, "too_few_links")


def test_without_anything_it_says_what_to_do(run: Run) -> None:
    assert run("kpis").exit_code == 2
    refused = run("refresh")
    assert refused.exit_code == 2
    assert "Import a sales file first" in refused.stderr
    assert not Snapshot.objects.exists()


@pytest.mark.usefixtures("sales")
def test_an_account_that_there_is_not_is_refused(run: Run) -> None:
    run("refresh", "--as-of", "2025-01-15")
    refused = run("kpis", "--account", "NOBODY")
    assert refused.exit_code == 2
    assert "There is no account “NOBODY”." in refused.stderr
