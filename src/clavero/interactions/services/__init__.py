"""What people do with interactions."""

from clavero.interactions.services.bringing import (
    Choice,
    NewContact,
    TakenIn,
    bring_file,
    take_file,
    take_in,
)
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
    "Choice",
    "NewContact",
    "TakenIn",
    "bring_file",
    "change_interaction",
    "decide",
    "end_interaction",
    "record_interaction",
    "recount_all",
    "remove_interaction",
    "take_file",
    "take_in",
    "withdraw_decision",
]
