"""What can be done with requests, departments and processes."""

from clavero.coordination.services.answering import (
    accept,
    assign,
    comment,
    confirm,
    deliver,
    give_back,
    inform,
    question,
    refuse,
    withdraw,
)
from clavero.coordination.services.asking import ask_department
from clavero.coordination.services.escalating import escalate
from clavero.coordination.services.governing import (
    set_department,
    set_level,
    set_process,
)

__all__ = [
    "accept",
    "ask_department",
    "assign",
    "comment",
    "confirm",
    "deliver",
    "escalate",
    "give_back",
    "inform",
    "question",
    "refuse",
    "set_department",
    "set_level",
    "set_process",
    "withdraw",
]
