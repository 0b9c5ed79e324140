"""``clavero events``, ``work`` and ``profitability``: O-1.5 through files, and rows refused."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Run, answer

from clavero.identity.testing import Cast
from clavero.profitability.testing import set_rates

pytestmark = pytest.mark.usefixtures("ledger")

SALES = {
    "A": (420, 252, 110), "B": (180, 117, 30), "C": (120, 72, 15), "D": (90, 63, 40),
    "E": (60, 36, 10), "F": (45, 27, 6), "G": (35, "24.5", 20), "H": (25, 15, 4),
    "I": (15, 9, 9), "J": (10, 7, 12),
}  # fmt: skip


@pytest.fixture
def sold(run: Run, ledger: None, tmp_path: Path) -> None:
    """The ten customers of the worked number."""
    rows = [f"F{code},2024-03-05,{code},{one[0]},{one[1]},EUR" for code, one in SALES.items()]
    write(tmp_path / "sales.csv", "document,date,customer,net_amount,cost,currency", *rows)
    assert run("import", tmp_path / "sales.csv").exit_code == 0


def write(file: Path, *rows: str) -> Path:
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return file


def events(folder: Path, *rows: str) -> Path:
    return write(folder / "events.csv", "account,event,date,count", *rows)


def summary(run: Run) -> dict[str, Any]:
    told = answer(run("profitability", "--period", "2024", "--format", "json"))
    found: dict[str, Any] = told["summary"]
    return found


@pytest.mark.usefixtures("sold")
def test_the_worked_curve_through_files(run: Run, tmp_path: Path) -> None:
    set_rates(support=1)
    rows = [f"{code},support,2024-03-05,{one[2]}" for code, one in SALES.items()]
    file = events(tmp_path, *rows)
    told = answer(run("events", file, "--format", "json"))
    assert (told["read"], told["kept"], told["refused"]) == (10, 10, 0)
    found = summary(run)
    assert (found["contribution"], found["peak"], found["destroyed"]) == ("121.5", "156", "34.5")
    assert found["peak_share"] == pytest.approx(1.28395, abs=1e-5)
    assert (found["earning"], found["losing"]) == (6, 4)

    again = answer(run("events", file, "--format", "json"))
    assert (again["kept"], again["already_there"]) == (0, 10)
    assert summary(run) == found
    rows = list(
        csv.DictReader(StringIO(run("profitability", "--period", "2024", "--format", "csv").stdout))
    )
    by_code = {row["customer"]: row for row in rows}
    assert (by_code["D"]["contribution"], by_code["D"]["class_by_sales"]) == ("-13", "A")
    assert by_code["G"]["contribution"] == "-9.5"
    assert "Profit destroyed" in run("profitability", "--period", "2024").stdout


@pytest.mark.usefixtures("sold")
def test_bad_rows_are_told_one_by_one(run: Run, tmp_path: Path) -> None:
    set_rates(visit=60)
    file = events(
        tmp_path, "A,visit,2024-03-05,1", "Z,visit,2024-03-05,1", "A,vist,2024-03-05,1",
        "A,visit,05/03/2024,1", "A,visit,2024-03-05,none", "A,order,2024-03-05,1",
    )  # fmt: skip
    result = run("events", file, "--format", "json")
    bad = [(row["line"], row["column"], row["reason"]) for row in answer(result)["refused_rows"]]
    assert bad == [
        (3, "account", "unknown_account"),
        (4, "event", "unknown_event"),
        (5, "date", "not_a_date"),
        (6, "count", "not_a_number"),
        (7, "event", "counted_by_ledger"),
    ]
    assert "Line 4, event “vist”: there is no such activity" in result.stderr
    assert run("events", events(tmp_path, "Z,visit,2024-03-05,1")).exit_code == 2


@pytest.mark.usefixtures("sold")
def test_work_counts_after_the_contribution(run: Run, cast: Cast, tmp_path: Path) -> None:
    header = "account,person,date,hours,money,type"
    rows = (
        f"A,{cast.senior.email},2024-03-05,2,30,selling",
        "A,nobody@x.example,2024-03-05,2,,selling",
    )
    told = answer(run("work", write(tmp_path / "work.csv", header, *rows), "--format", "json"))
    assert (told["kept"], told["refused_by_reason"]) == (1, {"unknown_person": 1})


def test_without_sales_or_rates_it_says_so(run: Run, sold: None) -> None:
    told = run("profitability", "--period", "2024")
    assert "What serving costs is not known" in told.stderr + told.stdout
    assert summary(run)["contribution"] is None
