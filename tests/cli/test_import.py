"""``clavero import``, ``imports``, ``undo``, ``redo`` and ``rates``."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from io import StringIO
from pathlib import Path

import openpyxl
import pytest
from tests.cli.conftest import Run, answer

pytestmark = pytest.mark.usefixtures("ledger")

FIELDS = {
    "import_id", "read", "kept", "already_there", "repeated", "refused", "refused_by_reason",
    "unattributed", "without_cost", "net_total", "reporting_currency", "from", "to",
}  # fmt: skip
SALES = """\
Factura;Fecha;Cliente;Importe
F1;15/01/2024;C1;1.000,50
F1;15/01/2024;C1;1.000,50
F2;16/01/2024;C2;200,00
F3;17/02/2024;;30,00
F4;31/02/2024;C2;99,00
"""


@pytest.fixture
def sales(tmp_path: Path) -> Path:
    file = tmp_path / "ventas.csv"
    file.write_text(SALES, encoding="cp1252")
    return file


def test_what_happened_as_json(run: Run, sales: Path) -> None:
    result = run("import", sales, "--format", "json")
    report = answer(result)
    assert set(report) == FIELDS
    assert report["import_id"]
    assert (report["read"], report["kept"], report["already_there"]) == (5, 4, 0)
    assert (report["repeated"], report["refused"], report["unattributed"]) == (1, 1, 1)
    assert report["without_cost"] == 4
    assert sum(report["refused_by_reason"].values()) == 1
    assert report["net_total"] == {"EUR": "2231"}
    assert (report["from"], report["to"]) == ("2024-01-15", "2024-02-17")
    assert "refused.csv" in result.stderr


def test_the_same_file_again_changes_nothing_and_is_no_failure(run: Run, sales: Path) -> None:
    answer(run("import", sales, "--format", "json"))
    version = _version(run)
    again = answer(run("import", sales, "--format", "json"))
    assert (again["read"], again["kept"], again["already_there"]) == (5, 0, 4)
    assert _version(run) == version


def _version(run: Run) -> int:
    found = answer(run("pareto", "--period", "all", "--format", "json"))
    version: int = found["summary"]["ledger_version"]
    return version


def test_a_table_for_people(run: Run, sales: Path) -> None:
    result = run("import", sales)
    assert result.exit_code == 0
    assert "€2,231.00" in result.stdout
    assert "Lines without a cost" in result.stdout
    assert "4 lines are in the ledger from this file." in result.stdout
    assert "Is imported as" in result.stdout
    assert "net_amount" in result.stdout
    assert "Because" not in result.stdout, "which a dry run says"


def test_a_dry_run_changes_nothing(run: Run, sales: Path) -> None:
    report = answer(run("import", sales, "--dry-run", "--format", "json"))
    assert set(report) == FIELDS
    assert report["import_id"] is None
    assert (report["read"], report["kept"], report["refused"]) == (5, 4, 1)
    assert report["without_cost"] == 4
    assert answer(run("imports", "--format", "json")) == []
    assert run("pareto").exit_code == 2


def test_a_file_of_which_every_row_is_refused(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(
        "document,date,customer,net_amount,currency\n"
        "F1,2024-01-15,C1,10,USD\nF2,2024-01-15,C1,20,USD\n"
    )
    first = tmp_path / "first.csv"
    first.write_text("document,date,customer,net_amount\nF0,2024-01-15,C1,10\n")
    answer(run("import", first, "--currency", "EUR", "--format", "json"))
    result = run("import", file, "--format", "json")
    assert result.exit_code == 2
    assert "No row of the file can be imported." in result.stderr


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("<!DOCTYPE html><html><body>Sign in</body></html>", "web page"),
        ("document,date,customer,net_amount\nF1,03/04/2024,C1,10\n", "--dates"),
    ],
)
def test_a_file_that_cannot_be_read(run: Run, tmp_path: Path, text: str, reason: str) -> None:
    file = tmp_path / "file.csv"
    file.write_text(text)
    result = run("import", file, "--format", "json")
    assert result.exit_code == 2
    assert reason in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(("order", "day"), [("dmy", "2024-04-03"), ("mdy", "2024-03-04")])
def test_ambiguous_dates_are_read_as_said(run: Run, tmp_path: Path, order: str, day: str) -> None:
    file = tmp_path / "file.csv"
    file.write_text("document,date,customer,net_amount\nF1,03/04/2024,C1,10\n")
    report = answer(run("import", file, "--dates", order, "--format", "json"))
    assert report["from"] == report["to"] == day


@pytest.mark.parametrize(("said", "cost"), [("line", "560"), ("reporting", "700")])
def test_costs_of_lines_in_another_currency_are_read_as_said(
    run: Run, tmp_path: Path, said: str, cost: str
) -> None:
    rates, file = tmp_path / "rates.csv", tmp_path / "file.csv"
    rates.write_text("Date,USD\n2024-01-15,1.25\n")
    file.write_text(
        "document,date,customer,net_amount,currency,cost\n"
        "F1,2024-01-15,C1,10,EUR,7\nF2,2024-01-15,C1,10,EUR,7\nF3,2024-01-15,C2,1000,USD,700\n"
    )
    assert run("rates", rates).exit_code == 0
    asked = run("import", file, "--format", "json")
    assert asked.exit_code == 2
    assert asked.stdout == ""
    assert "--cost-currency" in asked.stderr
    assert run("import", file, "--dry-run").exit_code == 2

    answer(run("import", file, "--cost-currency", said, "--format", "json"))
    (customer,) = (
        each for each in answer(run("customers", "--format", "json")) if each["customer"] == "C2"
    )
    assert Decimal(customer["contribution"]) == Decimal(800) - Decimal(cost)


def test_columns_are_mapped_as_said(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "file.csv"
    file.write_text("Doc,When,Ship-to,Turnover=net\nF1,2024-01-15,C1,10\n")
    report = answer(
        run(
            "import", file, "--map", "Doc=document", "--map", "When=date",
            "--map", "Ship-to=customer", "--map", "Turnover=net=net_amount",
            "--currency", "GBP", "--format", "json",
        )
    )  # fmt: skip
    assert report["net_total"] == {"GBP": "10"}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (["--map", "nothing"], "maps nothing"),
        (["--map", "Factura=invoice"], "no field"),
        (["--currency", "euro"], "not the code of a currency"),
        (["--dates", "ydm"], "--dates"),
    ],
)
def test_options_that_mean_nothing(run: Run, sales: Path, line: list[str], reason: str) -> None:
    result = run("import", sales, *line)
    assert result.exit_code == 2
    assert reason in result.stderr


def test_a_file_that_is_not_there(run: Run) -> None:
    result = run("import", "nowhere.csv")
    assert result.exit_code == 2
    assert "There is no file nowhere.csv." in result.stderr


def test_undo_and_redo(run: Run, sales: Path) -> None:
    number = answer(run("import", sales, "--format", "json"))["import_id"]
    assert answer(run("undo", number, "--format", "json"))["kept"] == 0
    assert run("pareto").exit_code == 2
    assert run("undo", number).exit_code == 2
    assert answer(run("redo", number, "--format", "json"))["kept"] == 4
    found = answer(run("pareto", "--period", "all", "--format", "json"))
    assert found["summary"]["net_sales"] == "2231"


def test_undoing_one_of_two_imports_of_a_file_leaves_its_lines(run: Run, sales: Path) -> None:
    first = answer(run("import", str(sales), "--format", "json"))["import_id"]
    second = answer(run("import", str(sales), "--format", "json"))
    kept = second["already_there"]
    assert "all the same" in run("undo", first).stdout
    listed = {row["import_id"]: row for row in answer(run("imports", "--format", "json"))}
    assert (listed[first]["status"], listed[first]["kept"]) == ("undone", 0)
    assert listed[second["import_id"]]["status"] == "done"
    assert listed[second["import_id"]]["kept"] == kept
    assert answer(run("redo", first, "--format", "json"))["already_there"] == kept
    assert answer(run("undo", first, "--format", "json"))["already_there"] == 0


def test_an_import_that_is_not_there(run: Run) -> None:
    result = run("undo", "240131-000000")
    assert result.exit_code == 2
    assert "There is no import 240131-000000." in result.stderr


def test_the_list_of_imports(run: Run, sales: Path) -> None:
    number = answer(run("import", sales, "--format", "json"))["import_id"]
    (listed,) = answer(run("imports", "--format", "json"))
    assert listed["import_id"] == number
    assert listed["file"] == "ventas.csv"
    assert listed["status"] == "done"
    assert listed["kept"] == 4
    (row,) = csv.DictReader(StringIO(run("imports", "--format", "csv").stdout))
    assert row["import_id"] == number
    assert "ventas.csv" in run("imports").stdout


def test_rates_turn_foreign_lines_into_sales(run: Run, tmp_path: Path) -> None:
    rates = tmp_path / "rates.csv"
    rates.write_text("Date,USD,GBP\n2024-01-16,1.25,0.8\n2024-01-15,1.00,0.8\n")
    said = run("rates", rates)
    assert said.exit_code == 0
    assert re.search(r"^\d rates read; new or corrected: \d\.$", said.stderr, re.MULTILINE)
    file = tmp_path / "file.csv"
    file.write_text(
        "document,date,customer,net_amount,currency\n"
        "F1,2024-01-15,C1,10,EUR\nF2,2024-01-16,C1,10,USD\nF3,2024-01-16,C1,10,CHF\n"
    )
    report = answer(run("import", file, "--format", "json"))
    assert report["net_total"] == {"EUR": "10", "USD": "10"}
    assert report["refused_by_reason"] == {"no_rate": 1}
    found = answer(run("pareto", "--period", "all", "--format", "json"))
    assert found["summary"]["net_sales"] == "18"


@pytest.mark.parametrize("option", [[], ["--dry-run"]])
def test_lines_of_odd_prices_are_counted_for_people(
    run: Run, sales: Path, tmp_path: Path, option: list[str]
) -> None:
    file = tmp_path / "odd.csv"
    file.write_text(
        "document,date,customer,quantity,net_amount\n"
        "F1,2024-01-15,C1,1,10\nF2,2024-01-15,C1,1,0\nF3,2024-01-15,C1,2,-5\n"
    )
    table = run("import", file, "--currency", "EUR", *option).stdout
    assert re.search(r"Lines with an amount of zero\W+1\b", table)
    assert re.search(r"Lines with a negative price\W+1\b", table)
    usual = run("import", sales, *option).stdout
    assert "amount of zero" not in usual
    assert "negative price" not in usual


def test_a_currency_taken_for_granted_is_said(run: Run, sales: Path) -> None:
    dry = run("import", sales, "--dry-run", "--format", "json")
    assert answer(dry)["reporting_currency"] == "EUR"
    result = run("import", sales, "--format", "json")
    for said in (dry.stderr, result.stderr):
        assert "taken to be in EUR" in said
        assert "--currency" in said
        assert "From this first file on, the ledger counts in EUR" in said
    assert "taken to be" not in run("import", sales, "--currency", "EUR").stderr


def test_a_first_file_says_in_which_currency_the_ledger_counts(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "fx.csv"
    file.write_text(
        "document,date,customer,net_amount,currency\n"
        "F1,2024-01-15,C1,10,EUR\nF2,2024-01-15,C1,10,USD\nF3,2024-01-15,C1,20,USD\n"
    )
    result = run("import", file, "--format", "json")
    report = answer(result)
    assert report["reporting_currency"] == "USD"
    assert "counts in USD: the commonest" in result.stderr
    assert "clavero currency" in result.stderr
    assert "clavero rates" in result.stderr
    assert run("currency", "EUR").exit_code == 2, "there are lines"
    answer(run("undo", report["import_id"], "--format", "json"))
    assert answer(run("currency", "EUR", "--format", "json")) == {"reporting_currency": "EUR"}
    assert answer(run("import", file, "--format", "json"))["net_total"] == {"EUR": "10"}
    assert "From this first file on" not in run("import", file).stderr


def test_the_sheets_of_a_workbook_are_told(run: Run, tmp_path: Path) -> None:
    header = ("Factura", "Fecha", "Cliente", "Importe")
    book = openpyxl.Workbook()
    book.active.title = "Portada"
    for name in ("Enero", "Febrero"):
        sheet = book.create_sheet(name)
        sheet.append(header)
        sheet.append((name, "15/01/2024", "C1", 10))
    book.save(file := tmp_path / "book.xlsx")
    result = run("import", file, "--format", "json")
    assert answer(result)["kept"] == 2
    assert "Enero, Febrero" in result.stderr
    assert "Not read: Portada." in result.stderr

    book["Febrero"].append(("Vendedor",))
    book["Febrero"]["E1"] = "Vendedor"
    book.save(file)
    asked = run("import", file)
    assert asked.exit_code == 2
    assert "Enero, Febrero" in asked.stderr
    assert "--sheet" in asked.stderr
    one = run("import", file, "--sheet", "Febrero", "--format", "json")
    assert answer(one)["read"] >= 1


def test_amounts_that_may_all_have_lost_their_point_are_told(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "file.csv"
    rows = "".join(f'F{n},2024-01-15,C1,"{n + 1},024,994"\n' for n in range(30))
    file.write_text(f"document,date,customer,net_amount\n{rows}")
    asked = run("import", file, "--currency", "EUR", "--dry-run")
    assert asked.exit_code == 2
    assert "they are whole, or have lost their decimal sign" in asked.stderr
    told = run("import", file, "--currency", "EUR", "--decimal", "point", "--dry-run").stderr
    assert "without decimals, as 1,024,994" in told
    file.write_text(f"document,date,customer,net_amount\n{rows}" + "F99,2024-01-15,C1,12\n" * 10)
    told = run("import", file, "--currency", "EUR", "--dry-run").stderr
    assert "without decimals" not in told
