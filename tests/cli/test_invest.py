"""``clavero invest``: the exact choice of a file, in every format, and what it refuses."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from tests.cli.conftest import Run, answer

HEAD = "account,level,outlay,cf1,cf2,cf3"
WORKED = ("P,,100,40,60,80", "Q,,60,20,35,45", "R,,50,10,30,45", "S,,40,25,20,20", "T,,30,0,10,25")
LEVELS = (
    "A,low,40,70,0,0", "A,high,80,130,0,0", "B,low,30,56,0,0", "B,high,60,98,0,0", "C,,50,83,0,0",
)  # fmt: skip


def write(folder: Path, *rows: str) -> Path:
    file = folder / "candidates.csv"
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return file


@pytest.fixture
def worked(tmp_path: Path) -> Path:
    """The worked numbers of the method."""
    return write(tmp_path, HEAD, *WORKED)


@pytest.mark.parametrize(
    ("budget", "chosen", "npv", "spent"),
    [(100, "P", "46.0556", "100"), (150, "PR", "63.7491", "150"), (160, "PQ", "66.9722", "160"),
     (200, "PQS", "81.2547", "200")],
)  # fmt: skip
def test_the_worked_numbers(
    run: Run, worked: Path, budget: int, chosen: str, npv: str, spent: str
) -> None:
    told = answer(run("invest", worked, "--budget", budget, "--format", "json"))
    assert told["chosen"] == list(chosen)
    assert (told["npv"], told["spent"], told["optimal"]) == (npv, spent, True)
    assert told["npv_by_candidate"] == {
        "P": "46.0556", "Q": "20.9166", "R": "17.6935", "S": "14.2825", "T": "-2.9527",
    }  # fmt: skip
    row = next(each for each in told["candidates"] if each["account"] == "P")
    assert (row["outlay"], row["npv"]) == ("100", "46.0556")  # money is text, ratios are numbers
    assert row["return"] == pytest.approx(0.8)


def test_one_level_of_each_account(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path, HEAD, *LEVELS)
    told = answer(run("invest", file, "--budget", "120", "--rate", "0", "--format", "json"))
    assert (told["chosen"], told["npv"]) == (["A/low", "B/low", "C"], "89")
    assert set(told["npv_by_candidate"]) == {"A/low", "A/high", "B/low", "B/high", "C"}


def test_for_a_spreadsheet_and_for_people(run: Run, worked: Path) -> None:
    rows = list(
        csv.DictReader(StringIO(run("invest", worked, "--budget", 150, "--format", "csv").stdout))
    )
    assert [row["account"] for row in rows if row["chosen"] == "True"] == ["P", "R"]
    assert {row["account"]: row["why"] for row in rows}["T"] == "not_worth"
    shown = run("invest", worked, "--budget", 150)
    assert "63.75" in shown.stdout
    assert "nobody has called it strategic" in shown.stdout


def test_another_rate(run: Run, worked: Path) -> None:
    told = answer(run("invest", worked, "--budget", 150, "--rate", "0", "--format", "json"))
    assert told["npv_by_candidate"]["T"] == "5"


def test_bad_rows_are_refused_one_by_one_and_the_others_count(run: Run, tmp_path: Path) -> None:
    bad = ("X,,-3,1,1,1", "Y,,much,1,1,1", ",,3,1,1,1", "P,,1,1,1,1", "Z,,1,1,1")
    done = run("invest", write(tmp_path, HEAD, *WORKED, *bad), "--budget", 150, "--format", "json")
    told = answer(done)
    assert told["chosen"] == ["P", "R"]
    assert [(each["line"], each["reason"]) for each in told["refused_rows"]] == [
        (7, "out_of_range"), (8, "not_a_number"), (9, "missing"), (10, "twice"), (11, "cells"),
    ]  # fmt: skip
    assert told["refused"] == 5
    assert "Line 10, level “”: a row before has this account" in done.stderr


def test_nothing_is_chosen_of_a_file_without_a_usable_row(run: Run, tmp_path: Path) -> None:
    refused = run("invest", write(tmp_path, HEAD, "X,,-3,1,1,1"), "--budget", 150)
    assert refused.exit_code == 2
    empty = run("invest", write(tmp_path, HEAD), "--budget", 150)
    assert empty.exit_code == 2
    assert "no candidates" in empty.stderr


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--budget", "-1"), "is no budget"),
        (("--budget", "much"), "is no budget"),
        (("--budget", "nan"), "is no budget"),
        (("--budget", "1", "--rate", "10"), "is no discount rate"),
        (("--budget", "1", "--rate", "-0.1"), "is no discount rate"),
        ((), "budget"),
    ],
)
def test_what_it_does_not_understand(
    run: Run, worked: Path, options: tuple[str, ...], told: str
) -> None:
    refused = run("invest", worked, *options)
    assert refused.exit_code == 2
    assert told in refused.stderr


def test_another_file(run: Run, tmp_path: Path) -> None:
    lacks = run("invest", write(tmp_path, "account,level,outlay,cf1", "A,,1,1"), "--budget", 1)
    assert lacks.exit_code == 2
    assert "cf2, cf3" in lacks.stderr
    assert run("invest", tmp_path / "none.csv", "--budget", 1).exit_code == 2


def test_the_solver_s_own_remarks_are_not_in_the_answer(tmp_path: Path) -> None:
    """HiGHS writes some straight to the process's standard output, for candidates such as these."""
    import random

    made_up, rows = random.Random(0), []
    for account in range(200):
        size = made_up.randint(20, 200)
        for level in (1, 2, 3):
            outlay = size * level + made_up.randint(0, 20)
            years = [round(outlay * made_up.uniform(0.3, 0.6), 2) for _ in range(3)]
            rows.append(f"A{account},{level},{outlay},{','.join(map(str, years))}")
    kept = {name: text for name, text in os.environ.items() if name != "DATABASE_URL"}
    here = {"CLAVERO_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "clavero.config.settings"}
    done = subprocess.run(
        [sys.executable, "-m", "clavero.cli", "invest", str(write(tmp_path, HEAD, *rows)),
         "--budget", "8000", "--format", "csv"],
        env={**kept, **here},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "Highs" not in done.stdout
    assert done.stdout.startswith("account,")
    assert len(done.stdout.splitlines()) == 601
