"""What can be read about the account analysis matrix."""

from clavero.matrix.selectors.as_data import matrix_as_data
from clavero.matrix.selectors.derived import DERIVED, Derived
from clavero.matrix.selectors.placing import (
    AccountInMatrix,
    Line,
    MatrixRow,
    account_in_matrix,
    lines_of,
    matrix_rows,
)
from clavero.matrix.selectors.reviews import (
    Official,
    Trail,
    counts_by_review,
    modes_of_reviews,
    official_strategies,
    review_to_withdraw,
    reviews,
    trails,
)
from clavero.matrix.selectors.said import SaidOf, scores_of, standing_score
from clavero.matrix.selectors.settings import (
    VERSIONS,
    InForce,
    all_versions,
    in_force,
    latest_settings,
    sectors,
    settings_of,
    settings_on,
)
from clavero.matrix.selectors.wallets import Wallet, wallets
from clavero.matrix.selectors.whatif import (
    Supposed,
    read_by,
    scenarios,
    supposed,
)

__all__ = [
    "DERIVED",
    "VERSIONS",
    "AccountInMatrix",
    "Derived",
    "InForce",
    "Line",
    "MatrixRow",
    "Official",
    "SaidOf",
    "Supposed",
    "Trail",
    "Wallet",
    "account_in_matrix",
    "all_versions",
    "counts_by_review",
    "in_force",
    "latest_settings",
    "lines_of",
    "matrix_as_data",
    "matrix_rows",
    "modes_of_reviews",
    "official_strategies",
    "read_by",
    "review_to_withdraw",
    "reviews",
    "scenarios",
    "scores_of",
    "sectors",
    "settings_of",
    "settings_on",
    "standing_score",
    "supposed",
    "trails",
    "wallets",
]
