"""What can be changed about the selection of key accounts."""

from clavero.selection.services.candidates import (
    Answer,
    accept_proposals,
    add_evidence,
    answer_filter,
    flat,
    put_forward,
)
from clavero.selection.services.cycles import latest_year, move_cycle, open_cycle
from clavero.selection.services.deciding import decide, faults_of, last_decision, withdraw
from clavero.selection.services.handovers import accept_handover, arrange_handover, tick
from clavero.selection.services.rating import RatersApart, Talk, agree, rate
from clavero.selection.services.resting import refuse_if_decided
from clavero.selection.services.versions import adopt_settings

__all__ = [
    "Answer",
    "RatersApart",
    "Talk",
    "accept_handover",
    "accept_proposals",
    "add_evidence",
    "adopt_settings",
    "agree",
    "answer_filter",
    "arrange_handover",
    "decide",
    "faults_of",
    "flat",
    "last_decision",
    "latest_year",
    "move_cycle",
    "open_cycle",
    "put_forward",
    "rate",
    "refuse_if_decided",
    "tick",
    "withdraw",
]
