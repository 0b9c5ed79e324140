"""What another version of the selection has changed, for a form that it has overtaken."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from clavero.selection.forms.settings import SettingsForm, criteria_rows, question_rows
from clavero.selection.rules.settings import Settings
from clavero.selection.words import criterion_names, question_names
from clavero.ui import formats
from clavero.ui.overtaken import Part, Said, Three, fields_in_parts, rows_as_sent

_HOURS = {name: SettingsForm.base_fields[name] for name in ("hours_available", "hours_per_account")}


def parts_of(settings: Three[Settings]) -> list[Part]:
    """Hours, criteria and questions; the weights of the criteria belong together."""
    criteria, questions = criteria_rows(settings.theirs), question_rows(settings.theirs)
    return [
        *fields_in_parts(_HOURS, settings.each(_hours)),
        Part(
            settings.each(_weighed),
            sent=rows_as_sent("criteria", criteria, ("key", "name", "weight")),
        ),
        Part(settings.each(_asked), sent=rows_as_sent("questions", questions, ("key", "name"))),
    ]


def _hours(settings: Settings) -> Mapping[str, Any]:
    return {name: getattr(settings, name) for name in _HOURS}


def _weighed(settings: Settings) -> Said:
    names = criterion_names(settings)
    return {
        key: (str(names[key]), formats.number(Decimal(str(weight))))
        for key, weight in settings.criteria.weights.items()
    }


def _asked(settings: Settings) -> Said:
    return {key: (str(name), str(name)) for key, name in question_names(settings).items()}
