"""Django's command, on states that cost less (``core/migrating.py``)."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

from django.core.management.commands import migrate

from clavero.core.migrating import LightExecutor


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> Any:
        with patch.object(migrate, "MigrationExecutor", LightExecutor):  # it has no place for one
            return super().handle(*args, **options)
