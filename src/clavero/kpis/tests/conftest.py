"""Each test has a ledger of its own: snapshots lie beside it."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def apart(own_ledger: Path) -> None:
    """Whether or not a test asks for it."""
