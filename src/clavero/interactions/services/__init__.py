"""What people do with interactions."""

from clavero.interactions.services.bringing import (
    Choice,
    NewContact,
    TakenIn,
    bring_file,
    take_file,
    take_in,
)
from clavero.interactions.services.forgetting import forget_contacts
from clavero.interactions.services.mailbox import MailboxRead, read_mailbox
from clavero.interactions.services.recording import (
    change_interaction,
    decide,
    end_interaction,
    record_interaction,
    remove_interaction,
    withdraw_decision,
)
from clavero.interactions.services.recounting import recount_all, recount_merged
from clavero.interactions.services.steps import add_step

__all__ = [
    "Choice",
    "MailboxRead",
    "NewContact",
    "TakenIn",
    "add_step",
    "bring_file",
    "change_interaction",
    "decide",
    "end_interaction",
    "forget_contacts",
    "read_mailbox",
    "record_interaction",
    "recount_all",
    "recount_merged",
    "remove_interaction",
    "take_file",
    "take_in",
    "withdraw_decision",
]
