"""What can be done with complaints, their links, and what is promised for them."""

from clavero.care.services.complaining import (
    HELD_BACK,
    complain,
    forget_knocks,
    held_back,
    open_door,
    shut_door,
)
from clavero.care.services.correcting import correct_received, move_complaint
from clavero.care.services.escalating import escalate
from clavero.care.services.files import add_file, erase_file
from clavero.care.services.forgetting import forget_people
from clavero.care.services.handling import (
    acknowledge,
    answer,
    assign,
    go_on,
    note,
    reopen,
    resolve,
    say_satisfied,
    wait,
)
from clavero.care.services.importing import ComplaintsReport, import_complaints
from clavero.care.services.mailing import Mailed, MailTaken, complain_by_mail
from clavero.care.services.promising import hours_for_account, set_hours, set_terms
from clavero.care.services.writing import add_complaint, change_complaint

__all__ = [
    "HELD_BACK",
    "ComplaintsReport",
    "MailTaken",
    "Mailed",
    "acknowledge",
    "add_complaint",
    "add_file",
    "answer",
    "assign",
    "change_complaint",
    "complain",
    "complain_by_mail",
    "correct_received",
    "erase_file",
    "escalate",
    "forget_knocks",
    "forget_people",
    "go_on",
    "held_back",
    "hours_for_account",
    "import_complaints",
    "move_complaint",
    "note",
    "open_door",
    "reopen",
    "resolve",
    "say_satisfied",
    "set_hours",
    "set_terms",
    "shut_door",
    "wait",
]
