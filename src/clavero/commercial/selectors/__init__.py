"""What can be read about commercial plans."""

from clavero.commercial.selectors.account import (
    AccountPicture,
    MonthRow,
    account_picture,
    apart,
    findings_of,
    months_of,
    season_of,
    sides_of,
)
from clavero.commercial.selectors.account_files import (
    AccountsReport,
    Change,
    account_changes,
    account_target_records,
    brought_targets,
)
from clavero.commercial.selectors.company import (
    YEARS_AHEAD,
    CompanyPicture,
    commercial_settings,
    company_picture,
    families_known,
    holding_version,
    settings_seen,
    targets_of,
    versions_to_decide,
)
from clavero.commercial.selectors.programmes import (
    ProgrammeRow,
    ProgrammesTogether,
    programmes_of,
    programmes_together,
)
from clavero.commercial.selectors.together import Rollup, RollupRow, rollup

__all__ = [
    "YEARS_AHEAD",
    "AccountPicture",
    "AccountsReport",
    "Change",
    "CompanyPicture",
    "MonthRow",
    "ProgrammeRow",
    "ProgrammesTogether",
    "Rollup",
    "RollupRow",
    "account_changes",
    "account_picture",
    "account_target_records",
    "apart",
    "brought_targets",
    "commercial_settings",
    "company_picture",
    "families_known",
    "findings_of",
    "holding_version",
    "months_of",
    "programmes_of",
    "programmes_together",
    "rollup",
    "season_of",
    "settings_seen",
    "sides_of",
    "targets_of",
    "versions_to_decide",
]
