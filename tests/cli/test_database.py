"""The database as commands find it, when two find it at once."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import Settings

from clavero.cli import database
from clavero.core.errors import Refusal


def test_one_that_another_process_is_making_is_waited_for(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HOME = tmp_path
    holding, seen, made = Event(), Event(), Event()

    def look() -> tuple[int, bool]:
        seen.set()
        return (0, False) if made.is_set() else (9, False)

    def make() -> None:
        with database._alone():
            holding.set()
            seen.wait(timeout=30)
            made.set()

    monkeypatch.setattr(database, "pending", look)
    other = Thread(target=make)
    other.start()
    assert holding.wait(timeout=30)
    database.make_ready()
    assert made.is_set()
    other.join()


def test_one_of_an_earlier_version_is_refused(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HOME = tmp_path
    monkeypatch.setattr(database, "pending", lambda: (1, False))
    with pytest.raises(Refusal) as refused:
        database.make_ready()
    assert refused.value.code == "database_behind"


def test_the_migrations_are_known_without_being_read() -> None:
    assert database._there() == set(MigrationLoader(None).disk_migrations)


@pytest.mark.django_db
def test_one_that_waits_is_counted() -> None:
    assert database.pending() == (0, False)
    last = max(step for step in database._there() if step[0] == "plans")
    MigrationRecorder(connection).record_unapplied(*last)
    assert database.pending() == (1, False)
