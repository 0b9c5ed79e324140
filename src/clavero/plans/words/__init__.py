"""What the parts of a plan are called, on the pages and in documents."""

from clavero.plans.words.catalogue import (
    ADD_NAMES,
    FIELD_LABELS,
    KIND_NAMES,
    OPTION_NAMES,
    SECTION_NAMES,
    SECTION_QUESTIONS,
    SWOT_NAMES,
    Name,
    field_value,
    option_name,
)
from clavero.plans.words.changes import CHANGE_NAMES, FIELD_NAMES, PLAN_CHANGES, VALUE_WORDS
from clavero.plans.words.states import (
    ACTION_STATE_NAMES,
    ANSOFF_NAMES,
    INITIATIVE_STATE_NAMES,
    INITIATIVE_STATE_TONES,
    OBJECTIVE_KIND_NAMES,
    PLAN_STATE_NAMES,
    PLAN_STATE_TONES,
    REQUEST_KIND_NAMES,
    REQUEST_STATE_NAMES,
    REQUEST_STATE_TONES,
)

__all__ = [
    "ACTION_STATE_NAMES",
    "ADD_NAMES",
    "ANSOFF_NAMES",
    "CHANGE_NAMES",
    "FIELD_LABELS",
    "FIELD_NAMES",
    "INITIATIVE_STATE_NAMES",
    "INITIATIVE_STATE_TONES",
    "KIND_NAMES",
    "OBJECTIVE_KIND_NAMES",
    "OPTION_NAMES",
    "PLAN_CHANGES",
    "PLAN_STATE_NAMES",
    "PLAN_STATE_TONES",
    "REQUEST_KIND_NAMES",
    "REQUEST_STATE_NAMES",
    "REQUEST_STATE_TONES",
    "SECTION_NAMES",
    "SECTION_QUESTIONS",
    "SWOT_NAMES",
    "VALUE_WORDS",
    "Name",
    "field_value",
    "option_name",
]
