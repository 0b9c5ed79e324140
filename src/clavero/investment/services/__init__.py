"""What can be changed about investments."""

from clavero.investment.services.assessing import (
    is_quiet,
    make_draws,
    order_draws,
    unfinished_draws,
)
from clavero.investment.services.deciding import (
    Staging,
    approve_choice,
    choice_revision,
    decide,
    decide_gate,
    enter_actual,
    is_early,
    set_gate_targets,
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
    "bind",
    "call_strategic",
    "choice_revision",
    "close_round",
    "decide",
    "decide_gate",
    "enter_actual",
    "is_early",
    "is_quiet",
    "make_draws",
    "open_round",
    "order_draws",
    "put_forward",
    "remove_level",
    "set_gate_targets",
    "set_level",
    "set_must",
    "set_terms",
    "unbind",
    "unfinished_draws",
]
