"""A database taken back to an earlier version's tables, for tests of what became of its rows."""

from __future__ import annotations

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

Step = tuple[str, str]


class OneByOne(MigrationLoader):
    """The migrations as they came about, without those that are squashed from them."""

    def load_disk(self) -> None:
        super().load_disk()
        every = self.disk_migrations.items()
        self.disk_migrations = {step: each for step, each in every if not each.replaces}


def back_to(step: Step, *, beside: Step | None = None) -> ProjectState:
    """Undo what came after ``step`` and give its models, and those of ``beside`` that it does not
    depend on."""
    executor = MigrationExecutor(connection)
    executor.loader = OneByOne(connection)
    executor.migrate([step])
    return executor.loader.project_state([step] if beside is None else [step, beside])


def migrate() -> None:
    """Do all that is left to do, as an update of Clavero does it."""
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
