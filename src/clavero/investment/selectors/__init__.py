"""What can be read about investments."""

from clavero.investment.selectors.as_data import case_as_data, round_as_data
from clavero.investment.selectors.asking import Asked, funding_of, identity_of
from clavero.investment.selectors.gates import (
    GatePicture,
    WaitingGate,
    gate_picture,
    measured_now,
    measured_of,
    waiting_gates,
)
from clavero.investment.selectors.history import changes_of_case
from clavero.investment.selectors.proposing import Prefilled, open_round_for, prefilled, suggested
from clavero.investment.selectors.records import (
    OfProposer,
    Proven,
    proven,
    records,
    records_seen,
)
from clavero.investment.selectors.risk import Kept, latest_assessment, latest_drawing
from clavero.investment.selectors.rounds import (
    CaseRow,
    LevelRow,
    Pool,
    RoundPicture,
    latest_round,
    round_of_case,
    round_picture,
    rounds,
)
from clavero.investment.selectors.terms import all_terms, latest_terms, limits_of

__all__ = [
    "Asked",
    "CaseRow",
    "GatePicture",
    "Kept",
    "LevelRow",
    "OfProposer",
    "Pool",
    "Prefilled",
    "Proven",
    "RoundPicture",
    "WaitingGate",
    "all_terms",
    "case_as_data",
    "changes_of_case",
    "funding_of",
    "gate_picture",
    "identity_of",
    "latest_assessment",
    "latest_drawing",
    "latest_round",
    "latest_terms",
    "limits_of",
    "measured_now",
    "measured_of",
    "open_round_for",
    "prefilled",
    "proven",
    "records",
    "records_seen",
    "round_as_data",
    "round_of_case",
    "round_picture",
    "rounds",
    "suggested",
    "waiting_gates",
]
