"""Databases of tests: made once for all processes, and taken back to an earlier version."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.backends.signals import connection_created
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

# Where the lanes of one run find what another made; set by whoever starts several (``tests``).
SHARED = "TESTS_SHARED_FOLDER"  # not CLAVERO_…: those are settings of the product

Step = tuple[str, str]


@contextmanager
def begun_from(file: Path) -> Iterator[None]:
    """While a test's database is set up: it begins with the tables in ``file``, or fills it where
    nobody has. The migrations take seconds, and of many processes only the first waits for them.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            yield
            _write(file)
            return
        fill = _filler(file)
        connection_created.connect(fill)
        try:
            yield
        finally:
            connection_created.disconnect(fill)


def _write(file: Path) -> None:
    made = file.with_suffix(".part")
    with closing(sqlite3.connect(made)) as target:
        connection.connection.backup(target)
    made.rename(file)  # a run that is stopped half-way leaves no half of one


def _filler(file: Path) -> Any:
    filled = False

    def fill(connection: Any, **_: Any) -> None:
        nonlocal filled
        if filled or not connection.is_in_memory_db():
            return
        filled = True
        with closing(sqlite3.connect(file)) as source:
            source.backup(connection.connection)

    return fill


def shared_folder(own: Path) -> Path:
    """A folder that all processes of one run of the tests have; ``own`` is this process's."""
    if given := os.environ.get(SHARED):
        return Path(given)
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def snapshot() -> sqlite3.Connection | None:
    """A copy of all that is in the database; nothing where it cannot be had like this."""
    if connection.vendor != "sqlite":
        return None
    copy = sqlite3.connect(":memory:", check_same_thread=False)
    connection.connection.backup(copy)
    return copy


def restore(copy: sqlite3.Connection) -> None:
    """Put what ``snapshot`` gave in place of what is in the database; no transaction is open."""
    copy.backup(connection.connection)


class OneByOne(MigrationLoader):
    """The migrations as they came about, without those that are squashed from them."""

    def load_disk(self) -> None:
        super().load_disk()
        every = self.disk_migrations.items()
        self.disk_migrations = {step: each for step, each in every if not each.replaces}


_taken_back: dict[tuple[Step, Step | None], tuple[ProjectState, sqlite3.Connection]] = {}


def back_to(step: Step, *, beside: Step | None = None) -> ProjectState:
    """Undo what came after ``step`` and give its models, and those of ``beside`` that it does not
    depend on.

    The way back takes as long as the way forth, and leads to the same each time: on SQLite it is
    gone once, and copied after that.
    """
    if (step, beside) in _taken_back:
        state, copy = _taken_back[step, beside]
        restore(copy)
        return state
    executor = MigrationExecutor(connection)
    executor.loader = OneByOne(connection)
    executor.migrate([step])
    state = executor.loader.project_state([step] if beside is None else [step, beside])
    if found := snapshot():
        _taken_back[step, beside] = state, found
    return state


def migrate() -> None:
    """Do all that is left to do, as an update of Clavero does it."""
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
