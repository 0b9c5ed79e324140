"""What can be read about the playbook."""

from clavero.playbook.selectors.accounts import (
    AccountStrategy,
    ProposalRow,
    ToDecide,
    Waiting,
    account_strategy,
    proposal_to_decide,
    row_of,
    waiting,
    without_proposals,
)
from clavero.playbook.selectors.agreed import Agreed, agreed, agreed_as_data, playbook_as_data
from clavero.playbook.selectors.conduct import Conduct, conduct
from clavero.playbook.selectors.due import Due, ToDo, to_do
from clavero.playbook.selectors.versions import (
    VERSIONS,
    InForce,
    all_versions,
    in_force,
    latest_playbook,
    playbook_of,
    playbook_on,
    version_before,
)

__all__ = [
    "VERSIONS",
    "AccountStrategy",
    "Agreed",
    "Conduct",
    "Due",
    "InForce",
    "ProposalRow",
    "ToDecide",
    "ToDo",
    "Waiting",
    "account_strategy",
    "agreed",
    "agreed_as_data",
    "all_versions",
    "conduct",
    "in_force",
    "latest_playbook",
    "playbook_as_data",
    "playbook_of",
    "playbook_on",
    "proposal_to_decide",
    "row_of",
    "to_do",
    "version_before",
    "waiting",
    "without_proposals",
]
