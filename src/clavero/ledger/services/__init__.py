"""What changes the ledger, one module a subject; see each function for what it refuses."""

from __future__ import annotations

from clavero.ledger.models import Import
from clavero.ledger.services.importing import (
    Preview,
    import_file,
    inspect_file,
    preview_file,
    queue_import,
    run_import,
)
from clavero.ledger.services.rates import LoadedRates, load_rates
from clavero.ledger.services.recovery import rebuild_figures, recover, recover_if_needed
from clavero.ledger.services.settings import (
    forget_mapping,
    save_mapping,
    set_reporting_currency,
)
from clavero.ledger.services.undoing import redo_import, undo_import

__all__ = [
    "Import",
    "LoadedRates",
    "Preview",
    "forget_mapping",
    "import_file",
    "inspect_file",
    "load_rates",
    "preview_file",
    "queue_import",
    "rebuild_figures",
    "recover",
    "recover_if_needed",
    "redo_import",
    "run_import",
    "save_mapping",
    "set_reporting_currency",
    "undo_import",
]
