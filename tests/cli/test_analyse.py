"""``clavero analyse``: one file in, one page out, nothing left behind."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import Run
from typer.testing import Result

Analysed = Callable[..., tuple[Result, str]]

SALES = "Factura;Fecha;Cliente;Importe\n" + "".join(
    f"F{n};15/{n % 12 + 1:02d}/{2023 + n // 12};C{n % 5};{100 * (5 - n % 5)},00\n"
    for n in range(24)
)


def _clavero(*line: str, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "clavero.cli", *line],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**kept, "HOME": str(home), "TMPDIR": str(home / "tmp"), **environment},
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "tmp").mkdir()
    return tmp_path


def test_one_file_one_page_nothing_left_behind(home: Path) -> None:
    file, page = home / "ventas.csv", home / "informe.html"
    file.write_text(SALES, encoding="utf-8")
    before = {path.name for path in home.iterdir()}
    done = _clavero("analyse", str(file), "--out", str(page), home=home, LANG="C")
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    html = page.read_text(encoding="utf-8")
    assert "3 of 5 customers make 80% of sales" in html
    assert "ventas.csv" in html
    assert {path.name for path in home.iterdir()} == before | {"informe.html"}
    assert list((home / "tmp").iterdir()) == []


@pytest.fixture
def analysed(run: Run, ledger: None, home: Path) -> Analysed:
    """``analysed(file)``: what the command says and the page it writes, in the test's process."""

    def analyse(file: Path, *options: str | Path) -> tuple[Result, str]:
        page = home / "report.html"
        done = run("analyse", file, "--out", page, *options)
        assert done.exit_code == 0, done.stderr
        return done, page.read_text(encoding="utf-8")

    return analyse


@pytest.fixture
def currencies(home: Path) -> Path:
    file = home / "sales.csv"
    file.write_text(
        "document,date,customer,net_amount,currency\n"
        "F1,2024-01-15,C1,10,EUR\nF2,2024-01-16,C1,10,EUR\nF3,2024-01-16,C1,10,USD\n"
    )
    return file


def test_lines_without_their_rate_are_refused(analysed: Analysed, currencies: Path) -> None:
    done, html = analysed(currencies)
    assert "1 of 3 rows was refused" in html
    assert "The picture is in EUR, the commonest currency" in done.stderr
    assert "--rates" in done.stderr


def test_several_currencies_are_added_up_with_their_rates(
    analysed: Analysed, currencies: Path, home: Path
) -> None:
    rates = home / "rates.csv"
    rates.write_text("Date,USD\n2024-01-16,1.25\n")
    _done, html = analysed(currencies, "--rates", rates)
    assert "refused" not in html
    assert "€28" in html


def test_a_file_that_cannot_be_read_leaves_no_page(run: Run, ledger: None, home: Path) -> None:
    file, page = home / "sales.csv", home / "report.html"
    file.write_text("")
    done = run("analyse", file, "--out", page)
    assert done.exit_code == 2
    assert "empty" in done.stderr
    assert not page.exists()


def test_a_period_without_sales_is_refused(run: Run, ledger: None, home: Path) -> None:
    file, page = home / "sales.csv", home / "report.html"
    file.write_text("document,date,customer,net_amount\nF1,2024-01-15,C1,10.50\n")
    done = run("analyse", file, "--out", page, "--period", "2019")
    assert done.exit_code == 2
    assert "The file has no sales in 2019; it has those of" in done.stderr
    assert not page.exists()


def test_costs_of_other_months_are_costs_of_the_file(analysed: Analysed, home: Path) -> None:
    file = home / "sales.csv"
    file.write_text(
        "document,date,customer,net_amount,cost\n"
        "F1,2024-01-15,C1,10.50,\nF2,2024-02-15,C1,10.50,5.25\n"
    )
    _done, html = analysed(file, "--period", "2024-01")
    assert "The file has no cost" not in html
    assert "No line of the period has a cost" in html


def test_a_page_that_cannot_be_written_is_said_first(run: Run, ledger: None, home: Path) -> None:
    file = home / "sales.csv"
    file.write_text(SALES)
    done = run("analyse", file, "--out", home / "no" / "page.html")
    assert done.exit_code == 2
    assert "cannot be written" in done.stderr


@pytest.mark.parametrize(
    ("head", "option", "is_said"),
    [
        ("Importe", [], True),
        ("Importe €", [], False),
        ("Importe", ["--currency", "EUR"], False),
    ],
)
def test_a_currency_that_was_assumed_is_said(
    analysed: Analysed, home: Path, head: str, option: list[str], is_said: bool
) -> None:
    file = home / "ventas.csv"
    file.write_text(SALES.replace("Importe", head), encoding="utf-8")
    done, html = analysed(file, *option)
    sentence = "The file names no currency: its amounts are taken to be in EUR."
    assert (sentence in done.stderr) is is_said
    assert ("--currency" in done.stderr) is is_said
    assert (sentence in html) is is_said
