"""What the tests of complaints start from."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from clavero.care.testing import MONDAY, make_hours
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer


@pytest.fixture(autouse=True)
def own_ledger(settings: Any, tmp_path: Path) -> None:
    """An empty ledger and no files, in a folder that goes away."""
    settings.LEDGER_HOME = tmp_path / "ledger"
    settings.ATTACHMENTS_HOME = tmp_path / "attachments"


@pytest.fixture
def mine(cast: Cast) -> Customer:
    """A customer of the senior's."""
    customer = make_customer("C1")
    cover(cast.senior, customer)
    return customer


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """What time it is: Monday 9:00 in UTC, and what is added to it."""

    class Clock:
        now = MONDAY

        def after(self, **given: Any) -> None:
            self.now = MONDAY + timedelta(**given)

    found = Clock()
    monkeypatch.setattr("django.utils.timezone.now", lambda: found.now)
    make_hours()
    return found
