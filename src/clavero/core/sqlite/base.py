"""Django's backend for SQLite, whose connections know :func:`clavero.core.collation.place_of`."""

from __future__ import annotations

from typing import Any

from django.db.backends.sqlite3 import base

from clavero.core.collation import IN_SQLITE, PLAIN_IN_SQLITE, place_of, plain_of


class DatabaseWrapper(base.DatabaseWrapper):
    """SQLite compares bytes: accents and small letters come after Z. The function that it lacks
    is given to each connection when it is made."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection that can put names in order, and find them without their accents."""
        connection = super().get_new_connection(conn_params)
        connection.create_function(IN_SQLITE, 1, place_of, deterministic=True)
        connection.create_function(PLAIN_IN_SQLITE, 1, plain_of, deterministic=True)
        return connection
