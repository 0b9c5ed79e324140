"""What another version of the matrix has changed, for a form that it has overtaken."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from clavero.matrix.forms.room import RoomForm
from clavero.matrix.forms.settings import (
    CriterionForm,
    FactorForm,
    SettingsForm,
    rows_of,
    rules_of,
)
from clavero.matrix.rules.settings import EVERYBODY, Settings
from clavero.matrix.scales_in_words import scale_in_words
from clavero.matrix.words import factor_names
from clavero.ui import formats
from clavero.ui.overtaken import Part, Said, Three, fields_in_parts, rows_as_sent

_RULES = {
    name: each
    for name, each in SettingsForm.base_fields.items()
    if name not in {*SettingsForm.adopting, "seen"}
}
_ROOM = {"room": RoomForm.base_fields["room"]}


def parts_of(settings: Three[Settings], *, edited: str = EVERYBODY) -> list[Part]:
    """The rules, the factors of potential, the criteria of everybody and of each sector, and the
    room to invest. The form's rows of criteria are those of the sector that is ``edited``."""
    theirs = settings.theirs
    names = factor_names(theirs)
    factors, criteria = rows_of(theirs.factors(edited), names), theirs.criteria(edited)
    sent = {edited: rows_as_sent("position", rows_of(criteria, names), CriterionForm.base_fields)}
    more = {edited: rows_as_sent("potential", factors, FactorForm.base_fields)}
    sectors = sorted({EVERYBODY, edited, *settings.was.own, *theirs.own})
    return [
        *fields_in_parts(_RULES, settings.each(rules_of)),
        *(
            Part(settings.each(partial(_potential, sector, edited)), sent=more.get(sector, {}))
            for sector in sectors
        ),
        *(
            Part(settings.each(partial(_criteria, sector, edited)), sent=sent.get(sector, {}))
            for sector in sectors
        ),
        *fields_in_parts(_ROOM, settings.each(_room)),
    ]


def _room(settings: Settings) -> Mapping[str, Any]:
    return {"room": settings.room}


def _potential(sector: str, edited: str, settings: Settings) -> Said:
    """The weights and scales of a sector's factors. The form shows one without factors of its own
    those of everybody."""
    if sector not in {EVERYBODY, edited, *settings.potentials}:
        return {}
    names = factor_names(settings)
    return {
        each.key: (
            _named(sector, str(names[each.key])),
            f"{_weight(each.weight)}; {scale_in_words(each)}",
        )
        for each in settings.factors(sector)
    }


def _criteria(sector: str, edited: str, settings: Settings) -> Said:
    """The weights of a sector's criteria, in the same way."""
    if sector not in {EVERYBODY, edited, *settings.sectors}:
        return {}
    names = factor_names(settings)
    return {
        each.key: (_named(sector, str(names[each.key])), _weight(each.weight))
        for each in settings.criteria(sector)
    }


def _named(sector: str, criterion: str) -> str:
    if sector == EVERYBODY:
        return criterion
    return _("%(sector)s: %(criterion)s") % {"sector": sector, "criterion": criterion}


def _weight(weight: float) -> str:
    return formats.number(Decimal(str(weight)))
