"""What can be read about the selection of key accounts."""

from clavero.selection.selectors.as_data import key_accounts_as_data
from clavero.selection.selectors.candidate import (
    CandidatePage,
    CustomerCourse,
    candidate_page,
    customer_course,
    decision_in_list,
    withdrawn_decision,
)
from clavero.selection.selectors.cycles import (
    all_cycles,
    cycle_of,
    last_members,
    latest_cycle,
    open_cycle_or_none,
)
from clavero.selection.selectors.guide import Guide, rating_guide
from clavero.selection.selectors.handovers import (
    handovers,
    managers,
    no_longer_key,
    open_handover,
)
from clavero.selection.selectors.marks import status_marks
from clavero.selection.selectors.proposing import Proposed, proposals
from clavero.selection.selectors.rows import CandidateRow, CycleList, cycle_list, list_with
from clavero.selection.selectors.settings import (
    VERSIONS,
    InForce,
    all_versions,
    in_force,
    latest_settings,
    settings_of,
    settings_of_cycle,
    settings_on,
)
from clavero.selection.selectors.statuses import KeyAccount, key_accounts, status_of_customer

__all__ = [
    "VERSIONS",
    "CandidatePage",
    "CandidateRow",
    "CustomerCourse",
    "CycleList",
    "Guide",
    "InForce",
    "KeyAccount",
    "Proposed",
    "all_cycles",
    "all_versions",
    "candidate_page",
    "customer_course",
    "cycle_list",
    "cycle_of",
    "decision_in_list",
    "handovers",
    "in_force",
    "key_accounts",
    "key_accounts_as_data",
    "last_members",
    "latest_cycle",
    "latest_settings",
    "list_with",
    "managers",
    "no_longer_key",
    "open_cycle_or_none",
    "open_handover",
    "proposals",
    "rating_guide",
    "settings_of",
    "settings_of_cycle",
    "settings_on",
    "status_marks",
    "status_of_customer",
    "withdrawn_decision",
]
