"""The KPIs for programs: read as their owner sees them, and entered as their owner may."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from clavero.identity.testing import Cast
from clavero.kpis.models import Entry
from clavero.kpis.testing import refreshed
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover
from clavero.rest.testing import program_of

pytestmark = pytest.mark.django_db
VALUE = {"account": "A", "kpi": "promoters", "day": "2025-01-02", "value": "41.5", "n": 8}


@pytest.fixture
def programs(cast: Cast, actors: SimpleNamespace) -> SimpleNamespace:
    """A program of the senior, who leads A, and one of the executive and of the seller."""
    ledger_of([Row("F0", "A", date(2024, 1, 2)), Row("F1", "Z", date(2024, 12, 31))])
    cover(cast.senior, Customer.objects.get(code="A"))
    who = {name: getattr(actors, name) for name in ("senior", "executive", "sales", "hr")}
    return SimpleNamespace(**{name: program_of(actor) for name, actor in who.items()})


def enter(program: Any, **given: Any) -> Any:
    return program.post("/api/kpi-values", {**VALUE, **given}, content_type="application/json")


def test_a_program_reads_what_its_owner_sees(programs: SimpleNamespace) -> None:
    assert programs.senior.get("/api/kpis").json()["snapshot"] is None
    refreshed(date(2025, 1, 1))
    found = programs.senior.get("/api/kpis?account=A&limit=1").json()
    assert found["snapshot"]["period"] == "2024"
    assert (found["rows"][0]["kpi"], Decimal(found["rows"][0]["value"])) == ("net-sales", 100)
    assert programs.senior.get("/api/kpis?account=Z").json()["rows"] == []
    levels = {row["level"] for row in programs.executive.get("/api/kpis?limit=500").json()["rows"]}
    assert "company" in levels
    assert programs.hr.get("/api/kpis").status_code == 403


def test_a_program_enters_what_its_owner_may(programs: SimpleNamespace) -> None:
    assert enter(programs.senior).json()["kpi"] == "promoters"
    assert Entry.objects.get().value == Decimal("41.5")
    assert enter(programs.sales).status_code == 404
    assert enter(programs.executive).status_code == 403
    refused = enter(programs.senior, kpi="net-sales")
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown_kpi")
    assert Entry.objects.count() == 1
