"""``clavero pareto`` and ``clavero customers``: fields, figures, formats and refusals."""

from __future__ import annotations

import csv
import re
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from tests.cli.conftest import Run, answer

from clavero.ledger.testing import Row, ledger_of

pytestmark = pytest.mark.usefixtures("ledger")

SALES = (420, 180, 120, 90, 60, 45, 35, 25, 15, 10)  # methods O-1.1 and O-1.2
SUMMARY = {
    "period", "customers", "net_sales", "unattributed", "top20_share", "customers_for_80",
    "customers_for_80_share", "cr1", "cr5", "hhi", "effective_customers", "gini",
    "ledger_version",
}  # fmt: skip


@pytest.fixture
def ten_customers(ledger: None) -> None:
    """The worked example, with a line without customer and one who gave more back."""
    ledger_of(
        [
            *(
                Row(
                    f"F{number}", f"C{number}", net_amount=Decimal(amount),
                    cost=Decimal(amount) / 2, customer_name=f"Customer {number}",
                )
                for number, amount in enumerate(SALES)
            ),
            Row("F90", None, net_amount=Decimal("12.34"), cost=Decimal(1)),
            Row("A1", "C90", net_amount=Decimal(-5), kind="credit_note", cost=Decimal(-2)),
        ]
    )  # fmt: skip


@pytest.mark.usefixtures("ten_customers")
def test_pareto_as_json_has_the_published_numbers(run: Run) -> None:
    found = answer(run("pareto", "--period", "all", "--format", "json"))
    summary = found["summary"]
    assert set(found) == {"summary", "rows"}
    assert set(summary) == SUMMARY
    assert summary["period"] == "2024-01-15..2024-01-15"
    assert summary["net_sales"] == "1007.34"
    assert summary["unattributed"] == "12.34"
    assert summary["customers"] == 11
    assert summary["top20_share"] == 0.6
    assert (summary["customers_for_80"], summary["customers_for_80_share"]) == (4, 0.4)
    assert (summary["cr1"], summary["cr5"]) == (0.42, 0.87)
    assert summary["hhi"] == 0.23910
    assert round(summary["effective_customers"], 4) == 4.1824
    assert summary["gini"] == 0.55
    assert isinstance(summary["ledger_version"], int)


@pytest.mark.usefixtures("ten_customers")
def test_pareto_lists_every_customer_and_ranks_the_positive(run: Run) -> None:
    rows = answer(run("pareto", "--period", "all", "--format", "json"))["rows"]
    assert rows[0] == {
        "rank": 1,
        "customer": "C0",
        "name": "Customer 0",
        "net_sales": "420",
        "share": 0.42,
        "cumulative_share": 0.42,
        "class": "A",
    }
    assert "".join(row["class"] for row in rows[:10]) == "AAAABBBCCC"
    last = rows[10]
    assert last["customer"] == "C90"
    assert last["net_sales"] == "-5"
    assert last["rank"] is last["share"] is last["cumulative_share"] is last["class"] is None


@pytest.mark.usefixtures("ten_customers")
def test_pareto_by_contribution(run: Run) -> None:
    found = answer(run("pareto", "--period", "all", "--by", "contribution", "--format", "json"))
    assert found["summary"]["cr1"] == 0.42
    assert found["rows"][0]["share"] == 0.42


@pytest.mark.usefixtures("ten_customers")
def test_pareto_as_csv_and_as_a_table(run: Run) -> None:
    rows = list(
        csv.DictReader(StringIO(run("pareto", "--period", "all", "--format", "csv").stdout))
    )
    assert rows[0]["customer"] == "C0"
    assert rows[0]["net_sales"] == "420"
    assert rows[-1]["rank"] == ""
    table = run("pareto", "--period", "all", "--limit", "3")
    assert table.exit_code == 0
    assert "Customer 2" in table.stdout
    assert "Customer 3" not in table.stdout
    assert "8 more" in table.stderr


@pytest.mark.usefixtures("ten_customers")
def test_customers_as_json(run: Run) -> None:
    found = answer(run("customers", "--format", "json"))
    assert len(found) == 11
    assert found[0] == {
        "customer": "C0",
        "name": "Customer 0",
        "net_sales": "420",
        "contribution": "210",
        "cost_known_share": 1.0,
        "orders": 1,
        "first": "2024-01-15",
        "last": "2024-01-15",
        "growth": None,
        "margin": 0.5,
    }


def test_growth_is_the_last_twelve_full_months_on_those_before(run: Run) -> None:
    months = [date(2022 + n // 12, n % 12 + 1, 31 if n % 12 == 11 else 3) for n in range(24)]
    ledger_of(
        [
            Row(f"{customer}{n}", customer, day, amount)
            for n, day in enumerate(months)
            for customer, amount in (
                ("UP", Decimal(150 if n >= 12 else 100)),
                ("GONE", Decimal(0 if n >= 12 else 100)),
                ("NEW", Decimal(100 if n >= 12 else 0)),
            )
            if amount
        ]
    )
    growth = {
        row["customer"]: row["growth"] for row in answer(run("customers", "--format", "json"))
    }
    assert growth == {"UP": 0.5, "GONE": -1.0, "NEW": None}


def test_a_month_in_which_the_data_begin_is_no_base_of_growth(run: Run) -> None:
    months = [date(2022 + n // 12, n % 12 + 1, 31 if n % 12 == 11 else 15) for n in range(24)]
    ledger_of([Row(f"F{n}", "C1", day) for n, day in enumerate(months)])
    assert [row["growth"] for row in answer(run("customers", "--format", "json"))] == [None]


def test_the_last_twelve_months_end_with_a_month_that_lacks_a_weekend(run: Run) -> None:
    ledger_of([Row("F1", "C1", date(2023, 1, 2)), Row("F2", "C1", date(2024, 6, 28))])
    summary = answer(run("pareto", "--period", "ttm", "--format", "json"))["summary"]
    assert summary["period"] == "2023-07-01..2024-06-30"


def test_by_contribution_without_any_cost_nothing_is_known(run: Run) -> None:
    ledger_of([Row("F1", "C1"), Row("F2", "C2")])
    asked = ("pareto", "--period", "all", "--by", "contribution")
    summary = answer(run(*asked, "--format", "json"))["summary"]
    assert set(summary) == SUMMARY
    assert summary["customers_for_80"] is summary["customers_for_80_share"] is None
    shown = run(*asked)
    assert re.search(r"Customers that make 80% +not known", shown.stdout)
    assert "No line of this period has a cost" in shown.stderr


def test_cost_that_is_not_known_is_not_zero(run: Run) -> None:
    ledger_of([Row("F1", "C1"), Row("F2", "C2", cost=Decimal(40)), Row("F3", "C2")])
    found = {row["customer"]: row for row in answer(run("customers", "--format", "json"))}
    assert found["C1"]["contribution"] is None
    assert found["C1"]["cost_known_share"] == 0
    assert found["C2"]["contribution"] == "60"
    assert found["C2"]["cost_known_share"] == 0.5
    assert (found["C1"]["margin"], found["C2"]["margin"]) == (None, 0.6)


@pytest.mark.usefixtures("ten_customers")
def test_the_table_of_customers_says_what_is_missing(run: Run) -> None:
    shown = run("customers", "--period", "2024")
    assert shown.exit_code == 0
    assert "€420.00" in shown.stdout
    assert "—" in shown.stdout


@pytest.mark.parametrize("command", ["pareto", "customers"])
def test_an_empty_ledger_is_refused(run: Run, command: str) -> None:
    result = run(command, "--format", "json")
    assert result.exit_code == 2
    assert "no sales" in result.stderr
    assert result.stdout == ""


@pytest.mark.usefixtures("ten_customers")
@pytest.mark.parametrize("text", ["lately", "2024-13", "2024-02-01..2024-01-01"])
def test_what_is_no_period_is_refused(run: Run, text: str) -> None:
    result = run("pareto", "--period", text)
    assert result.exit_code == 2
    assert text in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("command", ["pareto", "customers"])
def test_a_name_is_no_formula_in_a_spreadsheet(run: Run, ledger: None, command: str) -> None:
    name = '=HYPERLINK("x")'
    ledger_of(
        [
            Row("F1", "@C1", net_amount=Decimal(10), customer_name=name),
            Row("A1", "C2", net_amount=Decimal(-5), customer_name="Dos", kind="credit_note"),
        ]
    )
    found = run(command, "--period", "all", "--format", "csv").stdout
    first, second = csv.DictReader(StringIO(found))
    assert (first["customer"], first["name"]) == ("'@C1", f"'{name}")
    assert (second["name"], second["net_sales"]) == ("Dos", "-5")
    assert answer(run("customers", "--format", "json"))[0]["name"] == name


def test_a_period_that_ends_before_it_begins_is_told_so(run: Run, ledger: None) -> None:
    ledger_of([Row("F1", "C1", net_amount=Decimal(10))])
    result = run("pareto", "--period", "2011-05-01..2011-04-01")
    assert result.exit_code == 2
    assert "its last day comes before the first" in result.stderr
