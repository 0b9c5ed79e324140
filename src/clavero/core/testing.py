"""Databases of tests: made once for all processes, and taken back to an earlier version."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zlib import crc32

from django.db import connection, transaction
from django.db.backends.signals import connection_created
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.test import TransactionTestCase

from clavero.core.migrating import LightExecutor

# Where the lanes of one run find what another made; set by whoever starts several (``tests``).
SHARED = "TESTS_SHARED_FOLDER"  # not CLAVERO_…: those are settings of the product

Step = tuple[str, str]
Reach = Callable[[], AbstractContextManager[None]]


# What is there before anybody has done anything: Django writes it once the tables are made.
_STANDING = {"django_migrations", "django_content_type", "auth_permission"}


@contextmanager
def begun_from(file: Path, reach: Reach) -> Iterator[None]:
    """While a test's database is set up: it begins with the tables in ``file``, or fills it where
    nobody has. The migrations take seconds, and of many processes only the first waits for them.

    On PostgreSQL the tables are in a database named after ``file``, which ``reach`` lets be made.
    """
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if connection.vendor == "postgresql":
            with _begun_on_a_server(file, reach):
                yield
            return
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


@contextmanager
def _begun_on_a_server(file: Path, reach: Reach) -> Iterator[None]:
    name, is_there = _template(file), file.with_suffix(".made")
    if is_there.exists():
        with patch.dict(connection.settings_dict["TEST"], TEMPLATE=name):
            yield
        return
    yield
    quoted = connection.ops.quote_name
    made = quoted(connection.settings_dict["NAME"])
    connection.close()  # nobody may look at what is copied
    with reach(), connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {quoted(name)}")
        cursor.execute(f"CREATE DATABASE {quoted(name)} TEMPLATE {made}")
    is_there.touch()


def forget_template(file: Path) -> None:
    """Remove the database on a server that others begin with: whoever comes later makes one."""
    if connection.vendor != "postgresql":
        return
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.with_suffix(".made").exists():
            return
        file.with_suffix(".made").unlink()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {connection.ops.quote_name(_template(file))}")


def _template(file: Path) -> str:
    return f"clavero_begun_{crc32(str(file).encode()):08x}"


@contextmanager
def emptied_at_once() -> Iterator[None]:
    """While tests run: what one of them commits is gone after it, as Django does it, and what was
    there when the tables were made stands.

    Django empties all three hundred tables one by one, and makes its own entries anew.
    """
    begun = snapshot()

    def empty(case: TransactionTestCase) -> None:
        if begun is None:
            _delete_everything()
        else:
            connection.ensure_connection()
            restore(begun)

    with patch.object(TransactionTestCase, "_fixture_teardown", empty):
        yield


def _delete_everything() -> None:
    """From the tables that have rows. The keys are looked at when all are gone."""
    name = connection.ops.quote_name
    with connection.cursor() as cursor:
        tables = [
            table
            for table in connection.introspection.table_names(cursor)
            if table not in _STANDING
        ]
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT {at} WHERE EXISTS (SELECT 1 FROM {name(table)})"  # noqa: S608 - our own
                for at, table in enumerate(tables)
            )
        )
        filled = [tables[at] for (at,) in cursor.fetchall()]
    with transaction.atomic(), connection.cursor() as cursor:
        for table in filled:
            cursor.execute(f"DELETE FROM {name(table)}")  # noqa: S608 - our own


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
    executor = LightExecutor(connection)
    executor.loader = OneByOne(connection)
    executor.migrate([step])
    state = executor.loader.project_state([step] if beside is None else [step, beside])
    if found := snapshot():
        _taken_back[step, beside] = state, found
    return state


def migrate() -> None:
    """Do all that is left to do, as an update of Clavero does it."""
    executor = LightExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
