"""``clavero alerts``: listed for people, spreadsheets and programs, and looked for again."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO

import pytest
from tests.cli.conftest import Run, answer

from clavero.alerts.testing import make_alert
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.testing import hold
from clavero.portfolio.testing import make_customer

pytestmark = pytest.mark.usefixtures("ledger")


def test_the_open_ones(run: Run) -> None:
    assert "There are no such alerts." in run("alerts").stderr
    make_alert(make_customer("C1", name="Faro"))
    (told,) = answer(run("alerts", "--format", "json"))
    assert (told["account"], told["state"], told["severity"]) == ("C1", "open", "warning")
    assert told["parameters"]["receiver"] == "Iker"
    (row,) = csv.DictReader(StringIO(run("alerts", "--format", "csv").stdout))
    assert (row["name"], row["assignee"]) == ("Faro", "")
    table = run("alerts").stdout
    assert "should have taken it over" in table
    assert "nobody" in table
    assert answer(run("alerts", "--state", "over", "--format", "json")) == []


def test_a_look_for_more(run: Run) -> None:
    make_customer("C1", name="Faro")
    hold(date(2020, 1, 1), {"C1": Strategy.INVEST})
    told = answer(run("alerts", "refresh", "--format", "json"))
    assert (told["raised"], told["failed"]) == (1, [])
    assert answer(run("alerts", "refresh", "--format", "json"))["raised"] == 0
    (row,) = answer(run("alerts", "--format", "json"))
    assert row["kind"] == "matrix.overdue"


def test_an_action_that_is_none_is_refused(run: Run) -> None:
    assert run("alerts", "shout").exit_code == 2


def test_what_webhooks_wait_for(run: Run) -> None:
    assert answer(run("alerts", "deliver", "--format", "json")) == {"delivered": 0}


def test_the_messages_that_are_due(run: Run) -> None:
    assert answer(run("alerts", "digest", "--format", "json")) == {"sent": 0, "failed": 0}
