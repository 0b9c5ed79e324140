"""What people do with commercial plans."""

from clavero.commercial.services.account import (
    NOTE_LENGTH,
    explain_gap,
    set_account_targets,
    set_months,
)
from clavero.commercial.services.account_files import (
    drop_account_targets,
    hold_account_targets,
    import_account_targets,
)
from clavero.commercial.services.company import (
    approve_company_plan,
    import_company_targets,
    return_company_plan,
    set_company_targets,
    submit_company_plan,
)
from clavero.commercial.services.programmes import drop_programme, keep_programme, set_parts
from clavero.commercial.services.settings import set_commercial_settings

__all__ = [
    "NOTE_LENGTH",
    "approve_company_plan",
    "drop_account_targets",
    "drop_programme",
    "explain_gap",
    "hold_account_targets",
    "import_account_targets",
    "import_company_targets",
    "keep_programme",
    "return_company_plan",
    "set_account_targets",
    "set_commercial_settings",
    "set_company_targets",
    "set_months",
    "set_parts",
    "submit_company_plan",
]
