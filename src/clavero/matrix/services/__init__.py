"""What can be changed about the account analysis matrix."""

from clavero.matrix.rules.scores import MOST_BYTES
from clavero.matrix.services.reviews import hold_review
from clavero.matrix.services.scores import ScoresReport, import_scores
from clavero.matrix.services.versions import adopt_settings

__all__ = [
    "MOST_BYTES",
    "ScoresReport",
    "adopt_settings",
    "hold_review",
    "import_scores",
]
