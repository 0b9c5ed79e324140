"""What the tests of lifetime start from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def own_ledger(settings: Any, tmp_path: Path) -> None:
    """An empty ledger in a folder that goes away."""
    settings.LEDGER_HOME = tmp_path / "ledger"
