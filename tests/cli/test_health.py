"""``clavero check``: what it looks at, and what it says to do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings
from tests.cli.conftest import Run

from clavero.cli import database, health, static_files
from clavero.cli.health import Finding
from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.ledger import store as stores
from clavero.ledger.testing import ledger_of, some_rows
from clavero.nightly.models import Night
from clavero.nightly.services import do_night
from clavero.nightly.testing import only_steps

pytestmark = pytest.mark.usefixtures("ledger")


def _looks(*findings: Finding) -> tuple:
    return (lambda: iter(findings),)


def test_all_well(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_LOOKS", _looks(Finding("Part", "fine")))
    result = run("check")
    assert result.exit_code == 0
    assert "fine" in result.stdout
    assert "nothing" in result.stdout


def test_something_to_do(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_LOOKS", _looks(Finding("Part", "broken", "Run: make setup")))
    result = run("check")
    assert result.exit_code == 2
    assert "Run: make setup" in result.stdout


def test_what_was_found_as_json_and_csv(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    found = _looks(Finding("Part", "broken", "Run: make setup"), Finding("Other", "fine"))
    monkeypatch.setattr(health, "_LOOKS", found)
    result = run("check", "--format", "json")
    assert result.exit_code == 2
    told = json.loads(result.stdout)
    assert told["is_well"] is False
    assert told["parts"][0] == {"part": "Part", "found": "broken", "remedy": "Run: make setup"}
    assert told["parts"][1]["remedy"] is None
    lines = run("check", "--format", "csv").stdout.splitlines()
    assert lines == ["part,found,remedy", "Part,broken,Run: make setup", "Other,fine,"]


def test_the_parts_that_are_looked_at(run: Run) -> None:
    shown = run("check").stdout
    for part in ("Data folder", "Database", "Translations", "Front-end packages", "Ledger"):
        assert part in shown


def test_a_database_that_is_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "pending", lambda: (3, False))
    (finding,) = health._database()
    assert "3 changes behind" in finding.found
    assert "clavero serve" in finding.remedy


def test_a_new_database_is_no_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "pending", lambda: (30, True))
    (finding,) = health._database()
    assert finding.remedy == ""


def test_monthly_figures_that_add_up() -> None:
    ledger_of(some_rows(months=3))
    (finding,) = health._ledger()
    assert "version 1, 2023-01-10..2023-03-10; the monthly figures add up" in finding.found
    assert finding.remedy == ""


def test_monthly_figures_that_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    ledger_of(some_rows(months=3))
    honest = health._net_sales
    march = Period.month(2023, 3)
    monkeypatch.setattr(
        health,
        "_net_sales",
        lambda scope, period: honest(scope, period) + (1 if period == march else 0),
    )
    (finding,) = health._ledger()
    assert "differ from the lines in 2023-03" in finding.found
    assert finding.remedy == "Run: clavero check --rebuild"


def test_the_monthly_figures_are_computed_again(run: Run) -> None:
    ledger_of(some_rows(months=3))
    shown = run("check", "--rebuild").stdout
    assert "the monthly figures add up" in " ".join(shown.split())


def test_the_ledgers_files_are_tidied(run: Run) -> None:
    for row in some_rows(months=1, customers=5):
        ledger_of([row])
    ledger_of(some_rows(months=3))
    result = run("check", "--tidy")
    shown = " ".join((result.stdout + result.stderr).split())
    assert "Months with joined files: 1. Files out of use deleted: 0." in shown
    assert "the monthly figures add up" in shown
    assert [file.month for file in stores.current().files() if file.is_joined] == ["2023-01"]


def test_translations_older_than_their_text(settings: Settings, tmp_path: Path) -> None:
    source = tmp_path / "es" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text("")
    settings.LOCALE_PATHS = [tmp_path]
    settings.PACKAGE = tmp_path / "no_package"
    assert _remedies(health._translations()) == ["Run: make setup"]
    source.with_suffix(".mo").write_bytes(b"")
    assert _remedies(health._translations()) == [""]


def test_translations_of_each_domain_count(settings: Settings, tmp_path: Path) -> None:
    settings.LOCALE_PATHS = []
    settings.PACKAGE = tmp_path
    source = tmp_path / "ledger" / "locale" / "es" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text("")
    (finding,) = health._translations()
    assert "ledger/es" in finding.found
    assert finding.remedy == "Run: make setup"


def test_a_night_that_failed_and_one_that_is_long_ago() -> None:
    def fail(on: date) -> None:
        raise ValueError("no room left")

    assert _remedies(health._nights()) == [""], "none yet, as in a new installation"
    with only_steps(well=lambda on: None):
        do_night(Actor.system())
        assert _remedies(health._nights()) == [""]
        Night.objects.update(finished_at=timezone.now() - timedelta(days=3))
        (finding,) = health._nights()
        assert "clavero worker" in finding.remedy
    with only_steps(broken=fail):
        do_night(Actor.system())
        (finding,) = health._nights()
    assert "broken" in finding.found
    assert "no room left" in finding.found
    assert finding.remedy.endswith("run: clavero nightly")


def test_front_end_packages_that_are_not_there(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    settings.NODE_MODULES = tmp_path / "nowhere"
    assert static_files.missing_packages()
    assert _remedies(health._front_end()) == ["Run: make setup"]


def _remedies(findings: Iterator[Finding]) -> list[str]:
    return [finding.remedy for finding in findings]
