"""Where files may be missing, a shell is told so beside its figures, and programs are not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.cli.conftest import Run

from clavero.core.period import Period
from clavero.kpis.services import refresh
from clavero.kpis.testing import SYSTEM
from clavero.ledger.testing import Row, ledger_of

pytestmark = pytest.mark.usefixtures("ledger")


def test_a_shell_is_told_beside_its_figures(run: Run) -> None:
    whole = [
        Row(f"F{month.start:%Y%m}-{number}", "A", month.start.replace(day=5), Decimal(100))
        for month in Period.parse("2024-01-01..2025-12-31").months()
        for number in range(25)
    ]
    ledger_of([*whole, Row("LATE", "A", date(2026, 3, 31), Decimal(5))])
    refresh(SYSTEM, as_of=date(2026, 4, 1))
    for command in (["kpis"], ["silence"], ["lifetime", "--model", "gammagamma"]):
        told = run(*command, "--format", "json")
        assert "January 2026, February 2026 and March 2026" in told.stderr.replace("\xa0", " ")
        assert "January 2026" not in told.stdout
