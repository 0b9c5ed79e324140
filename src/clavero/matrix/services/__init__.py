"""What can be changed about the account analysis matrix."""

from clavero.matrix.services.reviews import hold_review
from clavero.matrix.services.scenarios import (
    change_scenario,
    remove_scenario,
    rename_scenario,
    save_scenario,
)
from clavero.matrix.services.scores import ScoresReport, import_scores
from clavero.matrix.services.scoring import Rated, score_account, withdraw_score
from clavero.matrix.services.versions import PlacesLost, adopt_settings

__all__ = [
    "PlacesLost",
    "Rated",
    "ScoresReport",
    "adopt_settings",
    "change_scenario",
    "hold_review",
    "import_scores",
    "remove_scenario",
    "rename_scenario",
    "save_scenario",
    "score_account",
    "withdraw_score",
]
