"""What changes the ledger, one module a subject; see each function for what it refuses."""

from __future__ import annotations

from clavero.ledger.ingest import Inspection
from clavero.ledger.models import Import, Status
from clavero.ledger.rules import Field
from clavero.ledger.services._tidying import Tidied
from clavero.ledger.services.importing import (
    Preview,
    import_file,
    inspect_file,
    preview_file,
    queue_import,
    run_import,
)
from clavero.ledger.services.products import (
    dismiss_product_duplicate,
    edit_product,
    merge_products,
    unmerge_product,
)
from clavero.ledger.services.rates import LoadedRates, load_rates
from clavero.ledger.services.recovery import rebuild_figures, recover, recover_if_needed
from clavero.ledger.services.settings import (
    forget_mapping,
    save_mapping,
    set_reporting_currency,
)
from clavero.ledger.services.tidying import tidy, tidy_if_due, tidying_is_due
from clavero.ledger.services.undoing import redo_import, undo_import

__all__ = [
    "Field",
    "Import",
    "Inspection",
    "LoadedRates",
    "Preview",
    "Status",
    "Tidied",
    "dismiss_product_duplicate",
    "edit_product",
    "forget_mapping",
    "import_file",
    "inspect_file",
    "load_rates",
    "merge_products",
    "preview_file",
    "queue_import",
    "rebuild_figures",
    "recover",
    "recover_if_needed",
    "redo_import",
    "run_import",
    "save_mapping",
    "set_reporting_currency",
    "tidy",
    "tidy_if_due",
    "tidying_is_due",
    "undo_import",
    "unmerge_product",
]
