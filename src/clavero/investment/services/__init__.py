"""What can be changed about investments."""

from clavero.investment.services.assessing import assess
from clavero.investment.services.deciding import (
    Staging,
    approve_choice,
    choice_revision,
    decide,
    decide_gate,
    enter_actual,
)
from clavero.investment.services.proposing import (
    call_strategic,
    put_forward,
    remove_level,
    set_level,
    set_must,
)
from clavero.investment.services.rounds import bind, close_round, open_round, set_terms, unbind

__all__ = [
    "Staging",
    "approve_choice",
    "assess",
    "bind",
    "call_strategic",
    "choice_revision",
    "close_round",
    "decide",
    "decide_gate",
    "enter_actual",
    "open_round",
    "put_forward",
    "remove_level",
    "set_level",
    "set_must",
    "set_terms",
    "unbind",
]
