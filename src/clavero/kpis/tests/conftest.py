"""A ledger of its own for each test: snapshots lie beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def own_ledger(settings: Any, tmp_path: Path) -> Path:
    settings.LEDGER_HOME = tmp_path / "ledger"
    return tmp_path / "ledger"
