"""What the ledger decides without a database: its fields, kinds of document and reasons to refuse.

``fields`` names what a sales file may hold, ``kinds`` tells invoices from credit notes, ``words``
folds names so that they compare, ``recognition`` finds the fields behind a file's column names.
"""

from __future__ import annotations

from clavero.ledger.rules.fields import (
    CODES,
    DATES,
    NUMBERS,
    Content,
    Field,
    Refused,
    missing_fields,
)
from clavero.ledger.rules.kinds import Kind, kind_of

__all__ = [
    "CODES",
    "DATES",
    "NUMBERS",
    "Content",
    "Field",
    "Kind",
    "Refused",
    "kind_of",
    "missing_fields",
]
