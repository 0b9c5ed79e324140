"""``clavero plans``: told to people and programs."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.utils import timezone
from tests.cli.conftest import Run, answer

from clavero.identity.testing import make_cast
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.testing import hold
from clavero.plans.testing import make_action, make_plan
from clavero.portfolio.testing import LONG_AGO, cover, make_customer

pytestmark = pytest.mark.usefixtures("ledger")


@pytest.fixture
def planned(db: None) -> None:
    cast, one, two = make_cast(), make_customer("A", "Talleres Ega"), make_customer("B")
    for customer in (one, two):
        cover(cast.senior, customer)
    hold(LONG_AGO, {"A": Strategy.INVEST, "B": Strategy.HARVEST})
    make_plan(one)
    make_action(one, end=timezone.localdate() - timedelta(days=1))


def test_where_there_is_none_it_says_so(run: Run) -> None:
    told = run("plans")
    assert "No plan has begun" in told.output + told.stderr


@pytest.mark.usefixtures("planned")
def test_every_plan_and_who_has_none(run: Run) -> None:
    first, second = answer(run("plans", "--format", "json"))
    assert (first["account"], first["state"], first["late_actions"]) == ("A", "draft", 1)
    assert (second["account"], second["state"], second["strategy"]) == ("B", None, "harvest")
    rows = list(csv.DictReader(StringIO(run("plans", "--format", "csv").output)))
    assert [row["account"] for row in rows] == ["A", "B"]
    told = run("plans").output
    for text in ("Talleres Ega", "Draft", "none yet"):
        assert text in told
