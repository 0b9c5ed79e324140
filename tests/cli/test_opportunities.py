"""``clavero needs``, ``pipeline`` and ``white-space``: for people, spreadsheets and programs."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
from tests.cli.conftest import Run, answer

from clavero.opportunities.rules.needs import Closed
from clavero.opportunities.services import close_need, win_opportunity
from clavero.opportunities.testing import SYSTEM, company, make_need, make_opportunity
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import make_customer

pytestmark = pytest.mark.usefixtures("ledger")


def test_needs(run: Run) -> None:
    assert "There are no such needs." in run("needs").stderr
    need = make_need(make_customer("C1", name="Faro"))
    (told,) = answer(run("needs", "--format", "json"))
    assert (told["account"], told["status"], told["urgency"]) == ("C1", "stated", 3)
    (row,) = csv.DictReader(StringIO(run("needs", "--format", "csv").stdout))
    assert (row["name"], row["need"]) == ("Faro", need.text)
    assert need.text in run("needs").stdout
    close_need(SYSTEM, need_id=need.pk, reason=Closed.GONE)
    assert answer(run("needs", "--format", "json")) == []
    assert answer(run("needs", "--closed", "--format", "json"))[0]["closed_reason"] == "gone"


def test_the_pipeline(run: Run) -> None:
    assert "There are no such opportunities." in run("pipeline").stderr
    made = make_opportunity(make_customer("C1", name="Faro"))
    (told,) = answer(run("pipeline", "--format", "json"))
    assert (told["probability"], told["probability_from"], told["weighted"]) == (
        "0.6", "ansoff", "600",
    )  # fmt: skip
    (row,) = csv.DictReader(StringIO(run("pipeline", "--format", "csv").stdout))
    assert (row["title"], row["stage"]) == (made.title, "identified")
    shown = run("pipeline")
    assert made.title in shown.stdout
    assert "1 opportunity is under way." in shown.stderr
    win_opportunity(SYSTEM, opportunity_id=made.pk)
    assert answer(run("pipeline", "--format", "json")) == []
    assert answer(run("pipeline", "--ended", "--format", "json"))[0]["outcome"] == "won"


def test_a_file_of_white_space(run: Run, tmp_path: Path) -> None:
    company()
    assert Customer.objects.filter(code="A").exists()
    file = tmp_path / "wallets.csv"
    file.write_text("account,family,wallet,source\nA,Belts,4000,disclosed\nA,Wheels,1,market\n")
    told = answer(run("white-space", str(file), "--format", "json"))
    assert (told["kept"], told["refused"]) == (1, 1)
    assert answer(run("white-space", str(file), "--format", "json"))["already_there"] == 1
