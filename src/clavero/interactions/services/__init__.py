"""What people do with interactions."""

from clavero.interactions.services.recording import (
    change_interaction,
    decide,
    end_interaction,
    record_interaction,
    remove_interaction,
    withdraw_decision,
)
from clavero.interactions.services.recounting import recount_all

__all__ = [
    "change_interaction",
    "decide",
    "end_interaction",
    "record_interaction",
    "recount_all",
    "remove_interaction",
    "withdraw_decision",
]
