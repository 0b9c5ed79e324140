"""``clavero key-accounts``: who is key on a day, for people, spreadsheets and programs."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.utils import timezone
from tests.cli.conftest import Run, answer

from clavero.portfolio.testing import make_customer
from clavero.selection.testing import make_candidate, make_key

pytestmark = pytest.mark.usefixtures("ledger")


@pytest.fixture
def two(ledger: None) -> None:
    """A key account since yesterday, and a candidate that has not been decided."""
    make_candidate(make_customer("C2", name="Orilla"))
    make_key(make_customer("C1", name="Faro"), timezone.localdate() - timedelta(1))


@pytest.mark.usefixtures("two")
def test_who_is_key_and_why_for_programs(run: Run) -> None:
    yesterday = (timezone.localdate() - timedelta(1)).isoformat()
    assert answer(run("key-accounts", "--format", "json")) == [
        {
            "account": "C1",
            "name": "Faro",
            "status": "key",
            "since": yesterday,
            "decided_on": yesterday,
            "cycle": timezone.localdate().year,
            "reason": "It is strategic",
            "against_the_rule": "The committee knows it",
        }
    ]


@pytest.mark.usefixtures("two")
def test_before_the_decision_nobody_was_key(run: Run) -> None:
    before = (timezone.localdate() - timedelta(2)).isoformat()
    assert answer(run("key-accounts", "--as-of", before, "--format", "json")) == []
    told = run("key-accounts", "--as-of", before)
    assert told.exit_code == 0
    assert "no customer is a key account" in told.stderr


@pytest.mark.usefixtures("two")
def test_for_people_and_for_spreadsheets(run: Run) -> None:
    table = run("key-accounts").stdout
    assert "Faro" in table
    assert "Key account" in table
    assert "It is strategic" in table
    assert "Orilla" not in table, "a candidate is not key"
    rows = list(csv.DictReader(StringIO(run("key-accounts", "--format", "csv").stdout)))
    assert [(row["account"], row["status"]) for row in rows] == [("C1", "key")]


def test_a_day_that_is_none_is_refused(run: Run) -> None:
    assert run("key-accounts", "--as-of", "yesterday").exit_code == 2
