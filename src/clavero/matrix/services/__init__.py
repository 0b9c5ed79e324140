"""What can be changed about the account analysis matrix."""

from clavero.matrix.services.rated import Rated
from clavero.matrix.services.reviews import hold_review, mark_of, placed_by, review_ahead
from clavero.matrix.services.scenarios import (
    change_scenario,
    remove_scenario,
    rename_scenario,
    save_scenario,
)
from clavero.matrix.services.scores import ScoresReport, import_scores
from clavero.matrix.services.scoring import (
    fit_ratings,
    score_account,
    unfit_day,
    unfit_ratings,
    unreasoned,
    withdraw_score,
)
from clavero.matrix.services.versions import PlacesLost, adopt_settings
from clavero.matrix.services.withdrawing import withdraw_review

__all__ = [
    "PlacesLost",
    "Rated",
    "ScoresReport",
    "adopt_settings",
    "change_scenario",
    "fit_ratings",
    "hold_review",
    "import_scores",
    "mark_of",
    "placed_by",
    "remove_scenario",
    "rename_scenario",
    "review_ahead",
    "save_scenario",
    "score_account",
    "unfit_day",
    "unfit_ratings",
    "unreasoned",
    "withdraw_review",
    "withdraw_score",
]
