"""What changes the ledger: one module a verb."""

from __future__ import annotations

from clavero.ledger.services.undoing import redo_import, undo_import

__all__ = [
    "redo_import",
    "undo_import",
]
