"""What the pages say of market notes, in sentences."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.core.errors import Sentence
from clavero.market.rules import About, Effect
from clavero.market.selectors import AccountNotes, NoteRow
from clavero.market.words import EFFECT_NAMES, FIELD_NAMES
from clavero.ui import formats


def notes_in_words(found: AccountNotes) -> list[str]:
    """How many of the notes that hold for an account are chances and dangers, and which to look at
    again."""
    rows = [*found.own, *found.of_sector, *found.of_market]
    if not rows:
        return []
    chances = sum(row.effect == Effect.OPPORTUNITY for row in rows)
    dangers = sum(row.effect == Effect.THREAT for row in rows)
    told = [
        _("%(chances)s and %(dangers)s among %(all)s.")
        % {
            "chances": ngettext("%(n)s opportunity", "%(n)s opportunities", chances)
            % {"n": formats.number(chances)},
            "dangers": ngettext("%(n)s threat", "%(n)s threats", dangers)
            % {"n": formats.number(dangers)},
            "all": ngettext("%(n)s note", "%(n)s notes", len(rows))
            % {"n": formats.number(len(rows))},
        }
    ]
    old = sum(row.is_old for row in rows)
    if old:
        told.append(
            ngettext(
                "%(n)s should be looked at again: its day is over, or it is a year old.",
                "%(n)s should be looked at again: their day is over, or they are a year old.",
                old,
            )
            % {"n": formats.number(old)}
        )
    return told


def note_in_words(row: NoteRow) -> list[tuple[Sentence, Sentence]]:
    """What is known of a note, each with its name."""
    concerns = {
        About.ACCOUNT: row.name,
        About.SECTOR: _("the sector %(sector)s") % {"sector": row.sector},
        About.EVERYBODY: _("the whole market"),
    }[row.about]
    told: list[tuple[Sentence, Sentence]] = [
        (_("About"), concerns),
        (FIELD_NAMES["effect"], EFFECT_NAMES[row.effect]),
        (FIELD_NAMES["source"], f"{row.source} · {formats.day(row.seen_on)}"),
        (_("Written by"), row.by),
    ]
    if row.until is not None:
        told.append((FIELD_NAMES["until"], formats.day(row.until)))
    return told
