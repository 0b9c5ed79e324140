"""What can be changed about the account analysis matrix."""

from clavero.matrix.rules.scores import MOST_BYTES
from clavero.matrix.services.scores import ScoresReport, import_scores

__all__ = [
    "MOST_BYTES",
    "ScoresReport",
    "import_scores",
]
