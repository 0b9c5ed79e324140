"""An account with sales, led by the senior, whose plan nobody has begun; files that go away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from clavero.identity.testing import Cast
from clavero.ledger.testing import ledger_of, some_rows
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover

LONG = "Sociedad Cooperativa Ñandú-Ibáñez de Transformación y Distribución Agroalimentaria " * 3


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.DOCUMENTS_HOME = tmp_path / "documents"
    return tmp_path / "documents"


@pytest.fixture
def customer(cast: Cast, settings: Any, tmp_path: Path) -> Customer:
    settings.LEDGER_HOME = tmp_path / "ledger"
    ledger_of(some_rows(customers=3, months=26))
    found = Customer.objects.get(code="C1")
    cover(cast.senior, found)
    return found
