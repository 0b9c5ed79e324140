"""What people do with contacts, judgements, ties and stages."""

from clavero.relationships.services.contacts import (
    add_contact,
    change_contact,
    erase_contact,
    erase_people,
    note_export,
)
from clavero.relationships.services.demands import adopt_demands
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
from clavero.relationships.services.mapping import (
    delete_scenario,
    draw_line,
    make_scenario,
    remove_line,
    set_absent,
)
from clavero.relationships.services.merging import merge_contacts, tell_apart, unmerge_contact
from clavero.relationships.services.months import keep_months
from clavero.relationships.services.outside import tell_outside

__all__ = [
    "add_contact",
    "add_tie",
    "adopt_demands",
    "change_contact",
    "change_tie",
    "delete_scenario",
    "draw_line",
    "end_tie",
    "erase_contact",
    "erase_people",
    "import_contacts",
    "judge_contact",
    "judge_tie",
    "keep_months",
    "make_scenario",
    "merge_contacts",
    "note_export",
    "remove_line",
    "say_stage",
    "set_absent",
    "tell_apart",
    "tell_outside",
    "unmerge_contact",
    "withdraw_judgement",
]
