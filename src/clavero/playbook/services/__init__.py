"""What can be changed about the playbook and its proposals."""

from clavero.playbook.services.adopting import adopt_playbook
from clavero.playbook.services.deciding import (
    accept_all,
    accept_proposal,
    drop_proposal,
    edit_proposal,
)
from clavero.playbook.services.proposing import (
    propose_for_review,
    propose_missing,
    withdraw_for_review,
)

__all__ = [
    "accept_all",
    "accept_proposal",
    "adopt_playbook",
    "drop_proposal",
    "edit_proposal",
    "propose_for_review",
    "propose_missing",
    "withdraw_for_review",
]
