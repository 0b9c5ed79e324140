"""Documents as their pages write them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from clavero.reports.models import Document
from clavero.reports.rendering.words import DOCX
from clavero.reports.rules import Form, Kind
from clavero.reports.words import (
    FORM_NAMES,
    KIND_NAMES,
    MONTHS_NAMES,
    STATE_NAMES,
    STATE_TONES,
    Name,
)
from clavero.ui import formats
from clavero.ui.slides import PPTX
from clavero.ui.spreadsheet import XLSX

CONTENT_TYPES: dict[str, str] = {
    Form.PDF: "application/pdf",
    Form.PPTX: PPTX,
    Form.DOCX: DOCX,
    Form.XLSX: XLSX,
}
_KILO = 1000


@dataclass(frozen=True, slots=True)
class Shown:
    """A document in words; ``size`` says of how many pages it is and how large."""

    row: Document
    title: str
    kind: Name
    subject: str
    language: Name
    form: Name
    state: Name
    tone: str
    size: str
    period: Name


def listed(rows: Iterable[Document]) -> list[Shown]:
    """Documents for a table."""
    return [shown(row) for row in rows]


def shown(row: Document) -> Shown:
    """One of them."""
    kind, subject = KIND_NAMES[row.kind], subject_of(row)
    return Shown(
        row=row,
        title=_("%(kind)s: %(subject)s") % {"kind": kind, "subject": subject},
        kind=kind,
        subject=subject,
        language=dict(settings.LANGUAGES)[row.language],
        form=FORM_NAMES[row.form],
        state=STATE_NAMES[row.state],
        tone=STATE_TONES[row.state],
        size=size_of(row),
        period="" if row.months is None else MONTHS_NAMES[row.months],
    )


def subject_of(row: Document) -> str:
    """Of whom or what it tells."""
    if row.customer is not None:
        return str(row.customer)
    return _("the whole portfolio") if row.codes is None else _("some accounts")


def file_name(row: Document) -> str:
    """What its file is called, in the language of the document."""
    with override(row.language):
        parts = [str(KIND_NAMES[Kind(row.kind)])]
        if row.customer is not None:
            parts.append(str(row.customer))
        if row.of_day is not None:
            parts.append(row.of_day.isoformat())
    return f"{slugify(' '.join(parts)) or row.kind}.{row.form}"


def size_of(row: Document) -> str:
    """Of how many pages it is, where it has pages, and how large."""
    if row.size is None:
        return ""
    kilobytes = _("%(size)s kB") % {"size": formats.number(max(1, round(row.size / _KILO)))}
    if row.pages is None:
        return kilobytes
    pages = ngettext("%(count)s page", "%(count)s pages", row.pages)
    return f"{pages % {'count': formats.number(row.pages)}}, {kilobytes}"
