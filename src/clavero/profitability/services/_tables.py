"""What files of events and of work have in common: their text and their accounts."""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Refusal
from clavero.core.tables import MOST_BYTES, UnreadableTable
from clavero.portfolio.selectors import became

T = TypeVar("T")


def read_table(content: bytes, read: Callable[[str], T], columns: Sequence[str]) -> T:
    """What ``read`` makes of a file; one that is no such table is refused."""
    try:
        text = _text(content)
        if "\0" in text:  # which no database keeps
            raise csv.Error("no text")
        return read(text)
    except UnreadableTable as error:
        raise Refusal(
            _("The file is no such table: it has no column %(missing)s."),
            code="missing_columns",
            field="content",
            hint=_("Its first line reads %(columns)s."),
            missing=", ".join(error.missing),
            columns=",".join(columns),
        ) from error
    except csv.Error as error:
        raise Refusal(
            _("The file cannot be read as a table."),
            code="damaged_text",
            field="content",
            hint=_("Export it again as CSV in UTF-8."),
        ) from error


def _text(content: bytes) -> str:
    """The file's text; what a spreadsheet of Windows writes is read as well."""
    if len(content) > MOST_BYTES:
        raise Refusal(
            _("The file is larger than any table of this kind."),
            code="too_large",
            field="content",
            hint=_("Split it into smaller files."),
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def ids_of(named: Collection[str], seen: Callable[[set[str]], Mapping[str, int]]) -> dict[str, int]:
    """The customers that a file names, by the codes that it has for them; a code that was merged
    is the customer that it became. ``seen`` gives the numbers of the codes that may be used."""
    today = became(named)
    ids = seen(set(today.values()))
    return {code: ids[root] for code, root in today.items() if root in ids}
