"""``clavero silence``: the states for people, spreadsheets and programs, and as of a day."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from tests.cli.conftest import Run, answer

from clavero.silence.testing import BUYERS, company

pytestmark = pytest.mark.usefixtures("ledger")


def test_the_states_in_every_form(run: Run) -> None:
    company()
    told = answer(run("silence", "--format", "json"))
    assert told["summary"]["states"]["lost"] == 2
    assert told["summary"]["customers"] == len(told["rows"]) == BUYERS + 3
    gone = next(row for row in told["rows"] if row["customer"] == "GONE")
    assert (gone["state"], gone["lost_on"], gone["verdict"]) == ("lost", "2024-06-04", None)
    assert 0 <= gone["chance"] < gone["p_alive"] < 0.05
    assert next(row for row in told["rows"] if row["customer"] == "PART")["families_silent"] == [
        "Belts"
    ]
    rows = list(csv.DictReader(StringIO(run("silence", "--format", "csv").stdout)))
    assert [row["customer"] for row in rows] == [row["customer"] for row in told["rows"]]
    assert next(row for row in rows if row["customer"] == "PART")["families_silent"] == "Belts"
    shown = run("silence", "--limit", "2")
    assert "GONE" in shown.stdout
    assert "times its usual gap of 30.5 days" in shown.stdout
    assert "PART" not in shown.stdout
    before = answer(run("silence", "--as-of", "2024-05-20", "--format", "json"))
    assert before["summary"]["as_of"] == "2024-05-20"
    assert {row["customer"]: row["state"] for row in before["rows"]}["GONE"] == "active"
    ahead = answer(run("silence", "--as-of", "2999-01-01", "--format", "json"))
    assert ahead == answer(run("silence", "--format", "json")), "what is known today"
    early = run("silence", "--as-of", "2020-01-01")
    assert early.exit_code == 2
    assert "Nothing was sold by 1 Jan 2020." in early.stderr.replace("\xa0", " ")


def test_nothing_is_known_of_an_empty_ledger(run: Run) -> None:
    refused = run("silence")
    assert refused.exit_code == 2
    assert "There are no sales lines yet." in refused.stderr
