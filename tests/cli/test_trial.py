"""A real file through the command line: a year of a wholesaler's invoice lines."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

RETAIL = Path(__file__).resolve().parents[3] / "shared/data/online_retail/online_retail.csv"

pytestmark = [
    pytest.mark.trial,
    pytest.mark.skipif(not RETAIL.is_file(), reason=f"there is no {RETAIL}"),
]


_OURS = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}  # of the test suite, not of a user's shell


@dataclass(frozen=True)
class Shell:
    """A shell with a data folder of its own."""

    home: Path

    def run(self, *line: str | Path) -> subprocess.CompletedProcess[str]:
        """A command with everything it says."""
        environment = {name: text for name, text in os.environ.items() if name not in _OURS}
        return subprocess.run(
            [sys.executable, "-m", "clavero.cli", *map(str, line)],
            capture_output=True,
            text=True,
            check=False,
            env={**environment, "CLAVERO_HOME": str(self.home), "LANG": "C"},
        )

    def json(self, *line: str | Path) -> Any:
        """What a command says as JSON."""
        done = self.run(*line, "--format", "json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture(scope="module")
def shell(made_home: Path) -> Shell:
    return Shell(made_home)


@pytest.fixture(scope="module")
def report(shell: Shell) -> dict[str, Any]:
    """The file is imported once for all tests of this module."""
    found: dict[str, Any] = shell.json("import", RETAIL, "--currency", "GBP")
    return found


def test_every_row_is_read_and_kept(report: dict[str, Any]) -> None:
    assert report["read"] == 541_909
    assert report["kept"] == 541_909
    assert report["refused"] == 0
    assert report["unattributed"] == 135_080
    assert report["repeated"] == 5_271
    assert report["net_total"] == {"GBP": "9747747.934"}
    assert (report["from"], report["to"]) == ("2010-12-01", "2011-12-09")


def test_a_second_import_adds_nothing(shell: Shell, report: dict[str, Any]) -> None:
    again = shell.json("import", RETAIL, "--currency", "GBP")
    assert (again["kept"], again["already_there"]) == (0, report["kept"])


def test_the_pareto(shell: Shell, report: dict[str, Any]) -> None:
    found = shell.json("pareto", "--period", "all")
    summary, rows = found["summary"], found["rows"]
    assert summary["customers"] == len(rows) == 4_372
    assert summary["net_sales"] == "9747747.934"
    assert summary["unattributed"] == "1447682.12"
    assert sum(Decimal(row["net_sales"]) for row in rows) == Decimal("8300065.814")
    assert [(row["customer"], row["net_sales"]) for row in rows[:3]] == [
        ("14646", "279489.02"),
        ("18102", "256438.49"),
        ("17450", "187482.17"),
    ]
    assert 0.73 < summary["top20_share"] < 0.75


def test_the_customers(shell: Shell, report: dict[str, Any]) -> None:
    found = shell.json("customers")
    assert len(found) == 4_372
    assert found[0]["customer"] == "14646"
    assert found[0]["net_sales"] == "279489.02"
    assert all(row["contribution"] is None for row in found), "the file has no cost"
    assert all(row["cost_known_share"] in (0, None) for row in found)


def test_the_last_three_months_were_forecast(shell: Shell, report: dict[str, Any]) -> None:
    held = shell.json("lifetime", "--hold-out")["held_out"]
    assert (held["from"], held["to"]) == ("2011-09-01", "2011-11-30")
    assert (held["customers"], held["actual"]) == (3314, 4230)
    assert 3000 < held["expected"] < held["actual"], "Christmas is more than nine months know of"
    done = shell.run("lifetime", "--hold-out")
    assert "the model forecast 3,259 purchases" in done.stdout
    assert "there were 4,230." in done.stdout


def test_the_page(shell: Shell, report: dict[str, Any], tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    done = shell.run("analyse", RETAIL, "--out", page, "--currency", "GBP")
    assert done.returncode == 0, done.stderr
    html = page.read_text(encoding="utf-8")
    assert "make 80% of sales" in html
    assert "The file has no cost" in html
    assert "EIRE" not in html  # countries are no customers
    assert page.stat().st_size < 3_000_000
