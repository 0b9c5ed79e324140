"""What every document says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from clavero.identity.rules import Actor
from clavero.reports.content.model import Block, Document, Section, Table, Words
from clavero.reports.rules import Kind
from clavero.reports.words import KIND_NAMES
from clavero.ui import formats


def document(
    actor: Actor,
    kind: Kind,
    *,
    title: str,
    subtitle: str,
    day: date,
    lead: Sequence[Block],
    sections: Sequence[Section],
    currency: str,
    is_one_page: bool = False,
    handling: str = "",
    made: str = "",
    sheets: Sequence[Table] = (),
) -> Document:
    """A document of today in the language that is spoken, made by ``actor``; its figures are of
    ``day``. It is internal unless its ``handling`` says otherwise; ``made`` says when and by whom
    it was made, where that is not the common line."""
    now = timezone.now()
    made = made or _("Made with Clavero on %(moment)s by %(name)s; figures of %(day)s") % {
        "moment": formats.moment(now),
        "name": actor.name,
        "day": formats.day(day),
    }
    return Document(
        kind=kind.value,
        kind_name=str(KIND_NAMES[kind]),
        title=title,
        subtitle=subtitle,
        language=get_language() or "en",
        day=day,
        made_at=timezone.localtime(now),
        maker=actor.name,
        handling=handling or _("Internal: not for the customer"),
        sections=tuple(sections),
        words=Words(
            page=_("Page {page} of {pages}"),
            continued=_("continued"),
            contents=_("Contents"),
            sources=_("Sources"),
            texts=_("What is written"),
            section=_("Section"),
            sort=pgettext("of a text", "Kind"),
            text=_("Text"),
            note=pgettext("of a text", "More about it"),
            made=made,
        ),
        sheets=tuple(sheets),
        lead=tuple(lead),
        is_one_page=is_one_page,
        currency=currency,
    )
