"""``clavero scores`` and ``clavero matrix``: the worked numbers of the account analysis matrix,
entered as a person would, and rows that cannot be used."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Run, answer

pytestmark = pytest.mark.usefixtures("ledger")

HEADER = "account,criterion,value,subject,source,date,forecast"
POTENTIAL = ("volume", "growth", "share", "profitability", "fit")
POSITION = ("quality", "service", "price", "innovation", "relationship")
ACCOUNTS: dict[str, tuple[tuple[float, ...], tuple[int, ...], tuple[int, ...]]] = {
    "Alfa": ((4000, 0.12, 0.35, 0.18, 8), (8, 7, 7, 6, 8), (6, 7, 7, 5, 5)),
    "Beta": ((2500, 0.09, 0.15, 0.14, 7), (5, 5, 4, 6, 3), (7, 7, 6, 6, 7)),
    "Gama": ((2000, 0.01, 0.70, 0.12, 3), (8, 8, 6, 5, 8), (6, 6, 7, 6, 5)),
    "Delta": ((900, -0.02, 0.60, 0.06, 3), (5, 6, 3, 4, 4), (6, 6, 7, 5, 6)),
}  # methods O-2.1 and O-2.2
FORECASTS = {
    ("Beta", "planned"): (3200, 0.08, 0.35, 0.15, 8),
    ("Gama", "inertial"): (2100, 0, 0.72, 0.10, 3),
}  # methods O-2.5
DAY = "2026-03-01"


def rows_of(account: str, *, without: str = "") -> list[str]:
    potential, us, them = ACCOUNTS[account]
    said = [
        *(zip(POTENTIAL, potential, ["us"] * 5, strict=True)),
        *(zip(POSITION, us, ["us"] * 5, strict=True)),
        *(zip(POSITION, them, ["competitor"] * 5, strict=True)),
    ]
    return [
        f"{account},{criterion},{value},{subject},customer,{DAY},"
        for criterion, value, subject in said
        if criterion != without
    ]


def forecasts() -> list[str]:
    return [
        f"{account},{criterion},{value},us,estimate,{DAY},{which}"
        for (account, which), values in FORECASTS.items()
        for criterion, value in zip(POTENTIAL, values, strict=True)
    ]


@pytest.fixture
def scored(run: Run, ledger: None, tmp_path: Path) -> Any:
    """``scored(rows)``: what the command says of a file with these rows."""

    def score(rows: list[str], *options: str, header: str = HEADER) -> Any:
        file = tmp_path / "scores.csv"
        file.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return run("scores", file, *options)

    return score


def by_account(run: Run, *options: str) -> dict[str, Any]:
    return {row["account"]: row for row in answer(run("matrix", "--format", "json", *options))}


@pytest.fixture
def four(scored: Any) -> None:
    rows = [row for account in ACCOUNTS for row in rows_of(account)]
    assert answer(scored(rows + forecasts(), "--format", "json"))["kept"] == 70


@pytest.mark.usefixtures("four")
def test_potential_position_and_strategy(run: Run) -> None:
    found = by_account(run)
    told = {
        name: (round(row["potential"], 4), round(row["position"], 4), row["strategy"])
        for name, row in found.items()
    }
    assert told == {
        "Alfa": (8.4010, 7.30, "invest"),
        "Beta": (7.3622, 4.60, "selective"),
        "Gama": (4.5383, 7.25, "maintain"),
        "Delta": (3.0302, 4.60, "harvest"),
    }
    assert list(found) == ["Alfa", "Beta", "Gama", "Delta"]


@pytest.mark.usefixtures("four")
def test_how_probable_the_quadrant_is(run: Run) -> None:
    beta = by_account(run)["Beta"]
    assert round(beta["probability"], 3) == 0.690  # methods O-2.4
    assert beta["borderline"] is False


@pytest.mark.usefixtures("four")
def test_forecasts_are_read_on_the_same_scales(run: Run) -> None:
    found = by_account(run)
    assert round(found["Beta"]["forecast_planned"]["potential"], 4) == 7.3771
    assert round(found["Gama"]["forecast_inertial"]["potential"], 4) == 4.1658
    assert found["Beta"]["forecast_planned"]["strategy"] == "selective"
    assert found["Beta"]["forecast_inertial"] is None
    assert found["Alfa"]["forecast_planned"] is None


def test_a_missing_factor_leaves_its_weight_to_the_others(run: Run, scored: Any) -> None:
    scored(rows_of("Beta", without="fit"))
    beta = by_account(run)["Beta"]
    assert (round(beta["potential"], 4), beta["coverage_of_weights"]) == (7.4262, 85)  # O-2.3


def test_an_account_of_which_too_little_is_known_has_no_strategy(run: Run, scored: Any) -> None:
    scored([f"Alfa,fit,8,us,customer,{DAY},"])
    alfa = by_account(run)["Alfa"]
    assert (alfa["potential"], alfa["strategy"], alfa["probability"]) == (None, None, None)
    assert "not enough is known" in run("matrix").stdout


@pytest.mark.usefixtures("four")
def test_the_same_file_again_changes_nothing(run: Run, scored: Any) -> None:
    before = by_account(run)
    again = answer(scored(rows_of("Alfa"), "--format", "json"))
    assert (again["kept"], again["already_there"]) == (0, 15)
    assert by_account(run) == before


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (f",fit,8,us,customer,{DAY},", "account", "missing"),
        (f"Alfa,charm,8,us,customer,{DAY},", "criterion", "unknown_criterion"),
        (f"Alfa,fit,eight,us,customer,{DAY},", "value", "not_a_number"),
        (f"Alfa,fit,nan,us,customer,{DAY},", "value", "not_a_number"),
        (f"Alfa,fit,10.01,us,customer,{DAY},", "value", "out_of_range"),
        (f"Alfa,share,35,us,customer,{DAY},", "value", "out_of_range"),
        (f"Alfa,fit,8,them,customer,{DAY},", "subject", "unknown_subject"),
        (f"Alfa,fit,8,competitor,customer,{DAY},", "subject", "not_theirs"),
        (f"Alfa,fit,8,us,rumour,{DAY},", "source", "unknown_source"),
        ("Alfa,fit,8,us,customer,31/12/2025,", "date", "not_a_date"),
        ("Alfa,fit,8,us,customer,2999-01-01,", "date", "in_the_future"),
        (f"Alfa,fit,8,us,customer,{DAY},hoped", "forecast", "unknown_forecast"),
        ("Alfa,fit,8", "", "cells"),
    ],
)
def test_a_bad_row_is_refused_and_the_others_stay(
    scored: Any, row: str, column: str, reason: str
) -> None:
    done = scored([f"Alfa,quality,8,us,customer,{DAY},", row], "--format", "json")
    report = answer(done)
    assert (report["read"], report["kept"], report["refused"]) == (2, 1, 1)
    assert report["refused_by_reason"] == {reason: 1}
    bad = report["refused_rows"][0]
    assert (bad["line"], bad["column"], bad["reason"]) == (3, column, reason)
    assert "Line 3" in done.stderr


def test_the_median_of_several_raters_counts_unless_they_are_far_apart(
    run: Run, scored: Any
) -> None:
    rows = rows_of("Alfa", without="fit")
    fit = [f"Alfa,fit,{value},us,estimate,{DAY}," for value in (6, 9, 8)]
    assert answer(scored(rows + fit, "--format", "json"))["refused"] == 0
    assert round(by_account(run)["Alfa"]["potential"], 4) == 8.4010, "as if all said 8"
    apart = [f"Beta,fit,{value},us,estimate,{DAY}," for value in (4, 9)]
    report = scored(apart, "--format", "json")
    assert report.exit_code == 2, "nothing was kept"
    assert "let them talk" in report.stderr


def test_the_last_word_counts_and_the_customers_own_on_one_day(run: Run, scored: Any) -> None:
    rows = rows_of("Alfa", without="quality")
    said = [
        "Alfa,quality,2,us,customer,2026-01-01,",
        f"Alfa,quality,8,us,customer,{DAY},",
        f"Alfa,quality,5,us,estimate,{DAY},",
    ]
    scored(rows + said)
    assert by_account(run)["Alfa"]["position"] == pytest.approx(7.30)
    assert by_account(run, "--as-of", "2026-02-28")["Alfa"]["position"] is None


@pytest.mark.usefixtures("four")
def test_of_a_day_to_come_it_says_that_it_is(run: Run) -> None:
    told = run("matrix", "--as-of", "2999-01-01", "--format", "json")
    assert answer(told)
    assert "2999 is to come: this is what is known today." in told.stderr


def test_as_of_a_day_before_anything_was_said_there_is_nothing(run: Run, scored: Any) -> None:
    scored(rows_of("Alfa"))
    assert by_account(run, "--as-of", "2025-12-31") == {}
    told = run("matrix", "--as-of", "2025-12-31")
    assert told.exit_code == 0
    assert "Nobody has scored an account yet" in told.stderr


def test_a_look_back_says_what_was_entered_since(run: Run, scored: Any) -> None:
    scored(rows_of("Alfa"))
    told = run("matrix", "--as-of", DAY, "--format", "json")
    assert answer(told)
    assert "Of 1 account nothing had been entered by" in told.stderr
    assert by_account(run, "--as-of", DAY)["Alfa"]["hindsight"]
    assert "had been entered" not in run("matrix").stderr


def test_a_file_that_is_no_table_of_scores_is_refused(scored: Any) -> None:
    done = scored(["1,2"], header="a,b")
    assert done.exit_code == 2
    assert "account, criterion, value, subject, source, date" in done.stderr


def test_accounts_that_the_ledger_does_not_know_are_named(scored: Any) -> None:
    done = scored(rows_of("Alfa"), "--format", "json")
    assert answer(done)["new_accounts"] == ["Alfa"]
    assert "The sales ledger does not know these accounts: Alfa." in done.stderr
    done = scored([f"N{number:02},fit,5,us,survey,{DAY}," for number in range(23)])
    assert "N18, N19, and 3 more." in done.stderr


@pytest.mark.usefixtures("four")
def test_for_people_and_for_spreadsheets(run: Run) -> None:
    table = run("matrix").stdout
    assert "Invest selectively" in table
    assert "8.40" in table
    rows = list(csv.DictReader(StringIO(run("matrix", "--format", "csv").stdout)))
    assert [row["strategy"] for row in rows] == ["invest", "selective", "maintain", "harvest"]
    assert rows[1]["forecast_planned"] == "selective"
    assert round(float(rows[1]["forecast_planned_potential"]), 4) == 7.3771
    assert "Invest selectively (7.38; 4.60)" in " ".join(table.split())


def test_scores_of_today_are_not_of_the_future(scored: Any) -> None:
    today = date.today()  # noqa: DTZ011 - the reader's own day
    rows = [f"Alfa,fit,8,us,customer,{day}," for day in (today - timedelta(1), today)]
    assert answer(scored(rows, "--format", "json"))["refused"] == 0
