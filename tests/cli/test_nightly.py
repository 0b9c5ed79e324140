"""``clavero nightly``: every step of the night, here and now."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO

import pytest
from tests.cli.conftest import Run, answer

from clavero.kpis.models import Snapshot
from clavero.ledger.testing import ledger_of, some_rows
from clavero.nightly.models import Night
from clavero.nightly.services import ask_for_night
from clavero.nightly.services.running import claim
from clavero.nightly.testing import only_steps
from clavero.nightly.tests.test_night import SYSTEM

pytestmark = pytest.mark.usefixtures("ledger")
OF_ANY_DAY = {"kpis", "silence", "lifetime"}
STEPS = [
    "contracts",
    "kpis",
    "mailbox",
    "interactions",
    "meetings",
    "relationships",
    "loyalty",
    "reminders",
    "plans",
    "silence",
    "lifetime",
    "complaints",
    "requests",
    "alerts",
    "digests",
    "answers",
    "deliveries",
    "documents",
]
WITHOUT_ANYTHING = {"mailbox", "meetings", "relationships", "loyalty", "reminders", "plans"}


def test_without_sales_there_is_little_to_do(run: Run) -> None:
    told = answer(run("nightly", "--format", "json"))
    assert [each["step"] for each in told] == STEPS
    assert {each["outcome"] for each in told} == {"done", "nothing"}
    kpis = next(each for each in told if each["step"] == "kpis")
    assert kpis["reason"].startswith("There are no sales lines yet.")


def test_everything_is_brought_up_to_date(run: Run) -> None:
    ledger_of(some_rows(customers=3))
    Snapshot.objects.all().delete()
    rows = list(csv.DictReader(StringIO(run("nightly", "--format", "csv").stdout)))
    idle = {each["step"] for each in rows if each["outcome"] == "nothing"}
    assert idle == WITHOUT_ANYTHING
    assert {each["outcome"] for each in rows} == {"done", "nothing"}
    assert Snapshot.objects.exists()
    assert "Falling silent" in run("nightly").stdout


def test_a_day_of_the_past(run: Run) -> None:
    ledger_of(some_rows(customers=3))
    told = answer(run("nightly", "--as-of", "2024-01-31", "--format", "json"))
    assert {each["outcome"] for each in told if each["step"] not in OF_ANY_DAY} == {"nothing"}
    assert Night.objects.get().as_of == date(2024, 1, 31)


def _fails(on: date) -> None:
    raise ValueError("the disk is full")


def test_what_failed_is_said(run: Run) -> None:
    with only_steps(fails=_fails):
        result = run("nightly")
    assert result.exit_code == 2
    assert "the disk is full" in result.stdout
    assert "done again the next time" in result.stderr


def test_one_at_a_time(run: Run) -> None:
    night = ask_for_night(SYSTEM)
    claim(night.pk, night.asked_at)
    result = run("nightly")
    assert result.exit_code == 2
    assert "right now" in result.stderr
