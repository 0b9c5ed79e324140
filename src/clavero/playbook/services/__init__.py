"""What can be changed about the playbook and what it proposes."""

from clavero.playbook.services.books import adopt_playbook
from clavero.playbook.services.proposals import (
    accept_all,
    decide,
    propose,
    propose_from_review,
)

__all__ = [
    "accept_all",
    "adopt_playbook",
    "decide",
    "propose",
    "propose_from_review",
]
