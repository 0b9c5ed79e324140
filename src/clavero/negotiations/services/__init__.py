"""What people do with negotiations and documents."""

from clavero.negotiations.services.agreeing import agree, make_contract
from clavero.negotiations.services.documents import add_document, add_version
from clavero.negotiations.services.negotiating import (
    add_negotiation,
    begin,
    break_off,
    change_negotiation,
    resume,
)
from clavero.negotiations.services.preparing import (
    add_concession,
    add_point,
    change_concession,
    change_point,
    remove_concession,
    remove_point,
)
from clavero.negotiations.services.rounds import add_round, change_round
from clavero.negotiations.services.signing import (
    approve,
    ask_approval,
    give_back,
    refused_by_them,
    release_approver,
    send,
    sign_by_both,
    sign_by_them,
    unsign,
)

__all__ = [
    "add_concession",
    "add_document",
    "add_negotiation",
    "add_point",
    "add_round",
    "add_version",
    "agree",
    "approve",
    "ask_approval",
    "begin",
    "break_off",
    "change_concession",
    "change_negotiation",
    "change_point",
    "change_round",
    "give_back",
    "make_contract",
    "refused_by_them",
    "release_approver",
    "remove_concession",
    "remove_point",
    "resume",
    "send",
    "sign_by_both",
    "sign_by_them",
    "unsign",
]
