"""What people do with contacts, judgements, ties and stages."""

from clavero.relationships.services.contacts import (
    add_contact,
    change_contact,
    erase_contact,
    note_export,
)
from clavero.relationships.services.importing import import_contacts
from clavero.relationships.services.judging import (
    add_tie,
    change_tie,
    end_tie,
    judge_contact,
    judge_tie,
    say_stage,
    withdraw_judgement,
)
from clavero.relationships.services.merging import merge_contacts, tell_apart, unmerge_contact

__all__ = [
    "add_contact",
    "add_tie",
    "change_contact",
    "change_tie",
    "end_tie",
    "erase_contact",
    "import_contacts",
    "judge_contact",
    "judge_tie",
    "merge_contacts",
    "note_export",
    "say_stage",
    "tell_apart",
    "unmerge_contact",
    "withdraw_judgement",
]
