"""The database as commands find it: made where there is none, refused where it is behind."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pkgutil import iter_modules

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from clavero.cli.words import _
from clavero.core.errors import Refusal


def pending() -> tuple[int, bool]:
    """How many migrations wait, and whether none has ever been applied. Raises :class:`Refusal`
    while the database does not answer."""
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        if MigrationRecorder(connection).applied_migrations().keys() >= _there():
            return 0, False
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        raise Refusal(
            _("The database does not answer: %(why)s"),
            code="no_database",
            hint=_("Look whether it runs, and at its address in DATABASE_URL."),
            why=" ".join(str(error).split()),
        ) from error
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return len(plan), not executor.loader.applied_migrations


def _there() -> set[tuple[str, str]]:
    """Every migration that there is, by its file's name alone: every command asks, and to read them
    all takes longer than most answers."""
    found = set()
    for app in apps.get_app_configs():
        name, _explicit = MigrationLoader.migrations_module(app.label)
        spec = None if name is None else find_spec(name)
        for each in iter_modules(spec.submodule_search_locations if spec else []):
            if not each.ispkg and each.name[0] not in "_~":
                found.add((app.label, each.name))
    return found


def make_ready() -> None:
    """Create the database of an empty data folder; leave one that is up to date alone.

    One that an earlier version of Clavero made is refused: a report or an import is no moment
    to change it.
    """
    waiting, is_new = pending()
    if not waiting:
        return
    if is_new:
        bring_up_to_date()
        return
    # What looks behind may be a new one that another process is half-way through making.
    with _alone():
        waiting, _is_new = pending()
    if waiting:
        raise Refusal(
            _("The database was made by an earlier version of Clavero."),
            code="database_behind",
            hint=_("Make a copy of the data folder, then run: clavero serve"),
        )


def bring_up_to_date() -> None:
    """Apply all migrations, one process at a time."""
    with _alone():
        if pending()[0]:
            call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def _alone() -> Iterator[None]:
    # Two commands that meet in an empty folder would both create the tables.
    with (settings.HOME / "migrate.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
