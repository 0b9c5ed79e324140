"""What effects, and the fields and changes of notes are called."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clavero.core.errors import Sentence
from clavero.core.revisions import Words
from clavero.market.rules import About, Effect
from clavero.ui import formats

EFFECT_NAMES: dict[str, Sentence] = {
    Effect.OPPORTUNITY: pgettext_lazy("a note of the market", "Opportunity"),
    Effect.THREAT: pgettext_lazy("a note of the market", "Threat"),
    Effect.WATCH: pgettext_lazy("a note of the market", "To watch"),
}
EFFECT_TONES: dict[str, str] = {Effect.OPPORTUNITY: "good", Effect.THREAT: "warn"}
ABOUT_NAMES: dict[str, Sentence] = {
    About.ACCOUNT: _("an account"),
    About.SECTOR: _("a sector"),
    About.EVERYBODY: _("the whole market"),
}
CHANGE_NAMES: dict[str, Sentence] = {
    "note.added": _("a market note is written"),
    "note.changed": _("it is put right"),
    "note.withdrawn": _("it is withdrawn"),
}
CUSTOMER_CHANGES = CHANGE_NAMES
CUSTOMER_FIELDS: dict[str, Sentence] = {"note_text": _("Market note")}
FIELD_NAMES: dict[str, Sentence] = {
    "sector": _("Sector"),
    "text": _("What happens"),
    "detail": _("More of it"),
    "effect": _("What it may mean for us"),
    "source": _("Source"),
    "address": _("Address of the source"),
    "seen_on": _("Seen on"),
    "until": _("Look again on"),
    "withdrawn_on": _("Withdrawn on"),
    "withdrawn_because": _("Why it no longer holds"),
}


def value_in_words(field: str, values: Mapping[str, Any]) -> Sentence:
    """A value that an entry keeps, as people read it; empty where it has none."""
    value = values.get(field)
    if value in (None, ""):
        return ""
    if field == "effect":
        return EFFECT_NAMES.get(value, str(value))
    if field in {"seen_on", "until", "withdrawn_on"}:
        return formats.day(value if isinstance(value, date) else date.fromisoformat(value))
    return str(value)


WORDS = Words(FIELD_NAMES, value_in_words, formats.moment)
"""How a collision of two people's changes is told."""
