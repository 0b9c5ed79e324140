"""``clavero lifetime``: of a file and of the ledger, in every format, and what it refuses."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
from tests.cli.conftest import Run, answer

from clavero.lifetime.testing import CDNOW, made_up

pytestmark = pytest.mark.usefixtures("ledger")


@pytest.fixture(scope="module")
def rows() -> list[tuple[str, str, str]]:
    """Customers made up by the models' own story."""
    return [(who, day.isoformat(), f"{much:.2f}") for who, day, much in made_up(450)]


@pytest.fixture
def file(rows: list[tuple[str, str, str]], tmp_path: Path) -> Path:
    """A file of their purchases."""
    return write(tmp_path / "purchases.csv", "customer,date,amount", *map(",".join, rows))


def write(file: Path, *rows: str) -> Path:
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("model", "parameters"),
    [("bgnbd", "r alpha a b"), ("mbgnbd", "r alpha a b"), ("paretonbd", "r alpha s beta"),
     ("gammagamma", "p q gamma")],
)  # fmt: skip
def test_a_file_is_fitted(run: Run, file: Path, model: str, parameters: str) -> None:
    told = answer(run("lifetime", file, "--model", model, "--format", "json"))
    assert list(told["parameters"]) == parameters.split()
    assert all(value > 0 for value in told["parameters"].values())
    assert told["log_likelihood"] < 0
    assert (told["model"], told["customers"], told["until"]) == (model, 450, "2026-06-30")
    assert "rows" not in told


def test_the_last_months_are_held_out(
    run: Run, file: Path, rows: list[tuple[str, str, str]]
) -> None:
    told = answer(run("lifetime", file, "--hold-out", "--format", "json"))["held_out"]
    known = {who for who, day, _much in rows if day < "2026-04-01"}
    later = {(who, day) for who, day, _much in rows if who in known and day >= "2026-04-01"}
    assert (told["from"], told["to"]) == ("2026-04-01", "2026-06-30")
    assert (told["customers"], told["actual"]) == (len(known), len(later))
    assert told["expected"] == pytest.approx(len(later), rel=0.3)
    shown = run("lifetime", file, "--hold-out").stdout.replace("\n", " ")
    assert f"there were {len(later)}." in shown
    early = answer(run("lifetime", file, "--hold-out", "--until", "2025-11-30", "--format", "json"))
    assert early["held_out"]["to"] == "2025-11-30"
    assert "held_out" not in answer(run("lifetime", file, "--format", "json"))
    refused = run("lifetime", file, "--hold-out", "--model", "gammagamma")
    assert refused.exit_code == 2
    assert "is for the models of purchases" in refused.stderr.replace("\n", " ")


def test_customers_one_by_one(run: Run, file: Path) -> None:
    told = answer(run("lifetime", file, "--customers", "--format", "json"))
    by_code = {row["customer"]: row for row in told["rows"]}
    assert len(by_code) == told["customers"]
    assert sum(row["x"] for row in told["rows"]) == told["repeat_purchases"]
    assert list(told["rows"][0]) == ["customer", "x", "t_x", "T", "p_alive", "expected_52"]
    assert all(0 <= row["p_alive"] <= 1 and row["t_x"] <= row["T"] for row in told["rows"])

    listed = list(csv.DictReader(StringIO(run("lifetime", file, "--format", "csv").stdout)))
    assert [row["customer"] for row in listed] == list(by_code)
    assert float(listed[0]["p_alive"]) == by_code[listed[0]["customer"]]["p_alive"]
    shown = run("lifetime", file, "--customers", "--limit", "3")
    assert "Log-likelihood" in shown.stdout
    assert "Probability alive" in shown.stdout
    assert "447 more" in shown.stderr


def test_what_a_purchase_brings(run: Run, file: Path) -> None:
    told = answer(run("lifetime", file, "--model", "gammagamma", "--customers", "--format", "json"))
    once = next(row for row in told["rows"] if not row["x"])
    assert once["mean_amount"] is None
    p, q, gamma = told["parameters"].values()
    assert once["expected_amount"] == pytest.approx(p * gamma / (q - 1), rel=1e-5)
    shown = run("lifetime", file, "--model", "gammagamma", "--customers").stdout
    assert "Correlation of how often and how much" in shown


def test_days_and_an_earlier_end(run: Run, file: Path) -> None:
    weeks = answer(run("lifetime", file, "--until", "2026-03-31", "--customers",
                       "--format", "json"))  # fmt: skip
    days = answer(run("lifetime", file, "--until", "2026-03-31", "--unit", "day", "--customers",
                      "--format", "json"))  # fmt: skip
    assert days["until"] == "2026-03-31"
    for one, other in zip(weeks["rows"][:20], days["rows"][:20], strict=True):
        assert other["T"] == pytest.approx(7 * one["T"], abs=1e-4)
        assert other["p_alive"] == pytest.approx(one["p_alive"], abs=1e-4)
        assert other["expected_52"] == pytest.approx(one["expected_52"], rel=1e-3)


def test_the_ledger_is_fitted(
    run: Run, rows: list[tuple[str, str, str]], file: Path, tmp_path: Path
) -> None:
    lines = [f"F{at},{day},{who},{much},EUR" for at, (who, day, much) in enumerate(rows)]
    sales = write(tmp_path / "sales.csv", "document,date,customer,net_amount,currency", *lines)
    assert run("import", sales, "--dates", "ymd").exit_code == 0
    of_ledger = answer(run("lifetime", "--customers", "--format", "json"))
    assert of_ledger == answer(run("lifetime", file, "--customers", "--format", "json"))


# -- what it refuses -----------------------------------------------------------------------------


def test_bad_rows_are_told_and_nothing_is_fitted(run: Run, tmp_path: Path) -> None:
    bad = write(tmp_path / "bad.csv", "customer;date;amount", "A;2024-01-01;3", "A;31/01/2024;3",
                ";2024-01-01;3", "A;2024-01-02;much", "A;2024-01-02", "A;2999-01-01;3")  # fmt: skip
    refused = run("lifetime", bad, "--format", "json")
    assert (refused.exit_code, refused.stdout) == (2, "")
    for told in (
        "Line 3, date “31/01/2024”: it is not a date such as 2026-03-31",
        "Line 4, customer “”: nothing stands there",
        "Line 5, amount “much”: it is not a number",
        "Line 6",
        "Line 7, date “2999-01-01”: the day is to come",
        "mend these rows",
    ):
        assert told in refused.stderr
    spanish = run("--language", "es", "lifetime", bad)
    assert spanish.exit_code == 2


def test_files_that_are_none(run: Run, tmp_path: Path) -> None:
    lacks = run("lifetime", write(tmp_path / "a.csv", "customer,day", "A,2024-01-01"))
    assert lacks.exit_code == 2
    assert "no column date, amount" in lacks.stderr
    assert "customer,date,amount" in lacks.stderr
    assert "There is no file" in run("lifetime", tmp_path / "none.csv").stderr
    empty = run("lifetime", write(tmp_path / "b.csv", "customer,date,amount", "A,2024-01-01,-3"))
    assert (empty.exit_code, empty.stdout) == (2, "")
    assert "no purchase" in empty.stderr


def test_a_base_that_is_too_small(run: Run, tmp_path: Path) -> None:
    few = write(tmp_path / "few.csv", "customer,date,amount", "A,2024-01-01,3", "B,2024-01-02,3")
    refused = run("lifetime", few, "--format", "json")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "at least 300 customers" in refused.stderr
    assert "there are 2" in refused.stderr


def test_nothing_to_fit(run: Run, file: Path) -> None:
    assert "There are no sales lines yet" in run("lifetime").stderr
    early = run("lifetime", file, "--until", "1999-12-31")
    assert (early.exit_code, early.stdout) == (2, "")
    assert "--until" in early.stderr


# -- the published file --------------------------------------------------------------------------


@pytest.mark.trial
@pytest.mark.skipif(not CDNOW.is_dir(), reason=f"there is no {CDNOW}")
@pytest.mark.parametrize(
    ("model", "printed", "log_likelihood"),
    [
        ("bgnbd", [0.243, 4.414, 0.793, 2.426], -9582.4),
        ("mbgnbd", [0.525, 6.183, 0.891, 1.614], -9582.1),
        ("paretonbd", [0.553, 10.578, 0.606, 11.669], -9595.0),
        ("gammagamma", [6.25, 3.744, 15.444], -4055.9),
    ],
)
def test_cdnow_to_the_printed_digit(
    run: Run, tmp_path: Path, model: str, printed: list[float], log_likelihood: float
) -> None:
    split = [line.split() for line in (CDNOW / "CDNOW_sample.txt").read_text().splitlines()]
    file = write(tmp_path / "cdnow.csv", "customer,date,amount",
                 *(f"{row[0]},{row[2]},{row[4]}" for row in split))  # fmt: skip
    told = answer(
        run("lifetime", file, "--model", model, "--until", "1997-09-30", "--format", "json")
    )
    assert [round(value, 3) for value in told["parameters"].values()] == printed
    assert round(told["log_likelihood"], 1) == log_likelihood
    assert (told["customers"], told["repeat_purchases"]) == (2357, 2457)
