"""Reading what a company's ERP exports: from a file on disk to lines ready for the ledger.

``inspect`` looks at a file and says what it found, with its evidence, and what must be asked;
``preview`` shows what an import would do; ``stage`` writes the lines. The words and every reason
to refuse are told in ``docs/domain/reading-a-sales-file.md``.
"""

from __future__ import annotations

from clavero.ledger.ingest.choices import IGNORE, Choices
from clavero.ledger.ingest.findings import (
    Column,
    Finding,
    Inspection,
    Preview,
    Question,
    RefusedRow,
    Staged,
    Told,
)
from clavero.ledger.ingest.inspecting import inspect
from clavero.ledger.ingest.refused import LABELS, as_downloaded
from clavero.ledger.ingest.source import REFUSED_COLUMNS
from clavero.ledger.ingest.staging import preview, stage
from clavero.ledger.ingest.stream import OnProgress

__all__ = [
    "IGNORE",
    "LABELS",
    "REFUSED_COLUMNS",
    "Choices",
    "Column",
    "Finding",
    "Inspection",
    "OnProgress",
    "Preview",
    "Question",
    "RefusedRow",
    "Staged",
    "Told",
    "as_downloaded",
    "inspect",
    "preview",
    "stage",
]
