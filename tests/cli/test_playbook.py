"""``clavero playbook``: what the strategies ask for, and what was agreed."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from django.utils import timezone
from tests.cli.conftest import Run, answer

from clavero.identity.testing import actor_for, make_cast
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.testing import hold
from clavero.playbook.models import Proposal
from clavero.playbook.services import accept_all
from clavero.portfolio.testing import cover, make_customer

pytestmark = pytest.mark.usefixtures("ledger")


@pytest.fixture
def agreed(db: None) -> None:
    cast, customer = make_cast(), make_customer("A")
    cover(cast.senior, customer)
    hold(timezone.localdate(), {"A": Strategy.HARVEST})
    every = list(Proposal.objects.values_list("pk", flat=True))
    accept_all(actor_for(cast.senior), customer_id=customer.pk, shown=every[:-2])


def test_people_get_a_table(run: Run) -> None:
    told = run("playbook").output
    for text in ("Invest selectively", "25 to 35% of the time", "Every half year."):
        assert text in told


@pytest.mark.usefixtures("agreed")
def test_programs_get_all_of_it(run: Run) -> None:
    found = answer(run("playbook", "--format", "json"))
    assert found["version"] is None
    invest = found["strategies"][0]
    assert (invest["strategy"], invest["time_from"], invest["time_to"]) == ("invest", "40", "50")
    assert invest["kpis"][0] == {
        "key": "sales-growth", "text": "Growth of net sales", "direction": "at_least",
        "target": "10", "unit": "percent",
    }  # fmt: skip
    [account] = found["accounts"]
    assert (account["account"], account["strategy"], account["open"]) == ("A", "harvest", 2)
    assert [each["key"] for each in account["objectives"]] == [
        "more-contribution",
        "remote-service",
    ]
    assert account["reviews"] is None


@pytest.mark.usefixtures("agreed")
def test_a_spreadsheet_gets_a_line_for_each_thing_agreed(run: Run) -> None:
    rows = list(csv.DictReader(StringIO(run("playbook", "--format", "csv").stdout)))
    a_year_on = Proposal.objects.filter(kind="kpi")[0].content["due"]
    assert [row["kind"] for row in rows] == ["objective"] * 2 + ["kpi"] * 3
    assert {row["account"] for row in rows} == {"A"}
    assert (rows[-1]["target"], rows[-1]["due"]) == ("60", a_year_on)


def test_without_anything_agreed_there_are_no_accounts(run: Run) -> None:
    assert answer(run("playbook", "--format", "json"))["accounts"] == []
