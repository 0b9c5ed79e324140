"""What the tests of negotiations start from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer


@pytest.fixture(autouse=True)
def own_folders(settings: Any, tmp_path: Path) -> None:
    """An empty ledger and an empty folder of files, which go away."""
    settings.LEDGER_HOME = tmp_path / "ledger"
    settings.ATTACHMENTS_HOME = tmp_path / "attachments"


@pytest.fixture
def mine(cast: Cast) -> Customer:
    """A customer of the senior's."""
    customer = make_customer("C1", "Talleres Ebro")
    cover(cast.senior, customer)
    return customer
