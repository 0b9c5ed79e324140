"""What stands above everything that follows from the ledger's last months."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext

from clavero.core.period import Period
from clavero.identity.rules import Actor, Verb
from clavero.ledger.rules.holes import Hole
from clavero.ledger.selectors import holes_lately
from clavero.ui import formats


def notice_of_holes(actor: Actor) -> dict[str, str | bool]:
    """For ``ledger/_holes.html``: whether files may be missing, and whether the reader brings
    them."""
    return {
        "holes": holes_in_words(holes_lately()),
        "brings_files": actor.may(Verb.IMPORT_SALES),
    }


def holes_in_words(found: Sequence[Hole]) -> str:
    """What stands beside everything that follows from the last months, where files may be missing
    in them; nothing where none are."""
    if not found:
        return ""
    months = formats.listed([formats.month(Period.parse(each.month).start) for each in found])
    if all(each.lines == 0 for each in found):
        told = gettext(
            "The ledger has no lines of %(months)s, where some %(usual)s a month are usual: a file "
            "may be missing. Silence, growth and KPIs take it as if nothing had been sold; new "
            "alerts of silence and of KPIs wait."
        )
    else:
        told = gettext(
            "The ledger has %(count)s lines of %(months)s, where some %(usual)s a month are usual: "
            "a file may be missing. Silence, growth and KPIs take it as if nothing else had been "
            "sold; new alerts of silence and of KPIs wait."
        )
    return told % {
        "months": months,
        "count": formats.number(sum(each.lines for each in found)),
        "usual": formats.number(max(each.usual for each in found)),
    }


def holes_now() -> str:
    """What a command says beside its figures, where files may be missing."""
    return holes_in_words(holes_lately())
