"""A ledger of its own for each test, and the command line to read it with."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings
from typer.testing import CliRunner, Result

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """``run("pareto", "--period", "all")``: a command, as from a wide terminal."""
    monkeypatch.setenv("COLUMNS", "200")
    from clavero.cli.app import app

    return lambda *line: CliRunner().invoke(app, [str(each) for each in line])


@pytest.fixture
def ledger(db: None, settings: Settings, tmp_path: Path) -> None:
    """An empty ledger, and room for what is imported."""
    settings.LEDGER_HOME = tmp_path / "ledger"
    settings.UPLOADS_HOME = tmp_path / "uploads"
    settings.DOCUMENTS_HOME = tmp_path / "documents"
    settings.ATTACHMENTS_HOME = tmp_path / "attachments"


def answer(result: Result) -> Any:
    """What a command said as JSON; its error where it failed."""
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)
