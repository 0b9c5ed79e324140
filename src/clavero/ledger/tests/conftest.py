"""A ledger of its own for each test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from clavero.ledger.store import Store


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Store:
    """An empty ledger in a folder that goes away."""
    settings.LEDGER_HOME = tmp_path / "ledger"
    settings.UPLOADS_HOME = tmp_path / "uploads"
    settings.UPLOADS_HOME.mkdir()
    return Store(settings.LEDGER_HOME)
