"""Tables that people bring: their text, and what happened to their rows, as a page tells it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from django.conf import settings
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, override

from clavero.core.errors import Refusal, Sentence
from clavero.core.headings import ALSO
from clavero.core.likeness import fold
from clavero.core.tables import (
    MOST_BYTES,
    RefusedRow,
    RowFault,
    TableReport,
    UnreadableTable,
    rows_at,
)
from clavero.ui import formats, spreadsheet

T = TypeVar("T")

_TOLD = 100  # refused rows on one page

ROW_FAULTS: Mapping[str, Sentence] = {
    RowFault.MISSING: _("nothing stands there."),
    RowFault.TOO_LONG: _("nothing of this kind is so long."),
    RowFault.NOT_A_NUMBER: _("it is not a number."),
    RowFault.OPEN_NUMBER: _(
        "its sign may group thousands or begin decimals, and the other numbers of the file do not "
        "tell which: write it without groups."
    ),
    RowFault.OUT_OF_RANGE: _("it is too small or too large."),
    RowFault.NOT_A_DATE: _("it is not a date such as 2026-03-31."),
    RowFault.IN_THE_FUTURE: _("the day is to come."),
    RowFault.CELLS: _("the row has more or fewer cells than there are columns."),
    RowFault.UNKNOWN_ACCOUNT: _("you see no such account."),
}
"""What any row can have wrong, in words; a domain adds its own."""


def why(bad: RefusedRow, reasons: Mapping[str, Sentence]) -> str:
    """The reason of a refused row, with the limits that its number has or what it contradicts."""
    if bad.reason is not RowFault.OUT_OF_RANGE or bad.within is None:
        reason = str(reasons[bad.reason])
        return reason % {"beside": bad.beside} if bad.beside else reason
    low, high = bad.within
    told = (
        _("it must be from %(low)s to %(high)s, as a fraction: 0.09 is 9%%.")
        if high == 1
        else _("it must be from %(low)s to %(high)s.")
    )
    return str(told) % {"low": formats.number(low), "high": formats.number(high)}


def none_of(names: Mapping[Any, Sentence]) -> Sentence:
    """Which words a column takes, in the reader's language; keys are taken too."""
    return format_lazy(_("it is none of these: {words}."), words=lazy(_in_a_row, str)(names))


def _in_a_row(names: Mapping[Any, Sentence]) -> str:
    return ", ".join(str(name) for name in names.values())


def in_every_language(names: Mapping[Any, Sentence]) -> dict[str, str]:
    """The keys by what the pages call them in each language, folded."""
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {fold(str(name)): str(key) for key, name in names.items()}
    return found


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
            hint=_("Its first line must read %(columns)s."),
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
    if content.startswith(spreadsheet.WORKBOOK_STARTS):
        return _text_of_workbook(content)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _text_of_workbook(content: bytes) -> str:
    try:
        return spreadsheet.as_csv(content, MOST_BYTES)
    except spreadsheet.UnreadableWorkbook as error:
        raise Refusal(
            _("The workbook cannot be opened."),
            code="damaged_workbook",
            field="content",
            hint=_("Save it again as XLSX without a password, or export it as CSV."),
        ) from error


_WHERE = ("line", "column", "reason")


def refused_file(
    content: bytes, refused: Sequence[RefusedRow], reasons: Mapping[str, Sentence]
) -> bytes:
    """The refused rows of a file as it has them, with where and why behind: once they are mended
    they can be brought as they are, for nobody reads those columns."""
    by_line = {bad.line: bad for bad in refused}
    header, rows = rows_at(_text(content), by_line)
    own = [place for place, name in enumerate(header) if name.strip().lower() not in _WHERE]
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([*(header[place] for place in own), *_WHERE])
    for line, cells in sorted(rows.items()):
        bad = by_line[line]
        kept = [cells[place] if place < len(cells) else "" for place in own]
        # A row that has too many cells keeps them, behind everything else.
        more = cells[len(header) :]
        writer.writerow([*kept, line, bad.column, why(bad, reasons), *more])
    return file.getvalue().encode("utf-8-sig")


def writing_hints(columns: Sequence[str]) -> list[str]:
    """How a table may be written otherwise than its columns are called: for the page on which it is
    brought."""
    also = "; ".join(f"{name}: {', '.join(ALSO[name])}" for name in columns if name in ALSO)
    numbers = _(
        "Thousands may be grouped: 1.234,50 and 1,234.50 are both read. A number such as 1.234 is "
        "read as the other numbers of its file are written; where they do not tell, its row is "
        "refused."
    )
    return [
        str(_("Columns may be called otherwise, too: %(also)s.") % {"also": also}),
        str(numbers),
    ]


def told(report: TableReport, kept: str) -> str:
    """What happened to the rows, in a sentence or two; ``kept`` is the one about those kept."""
    sentences = [kept % {"count": formats.number(report.kept)}]
    if report.already_there:
        there = ngettext(
            "%(count)s was there already.", "%(count)s were there already.", report.already_there
        )
        sentences.append(there % {"count": formats.number(report.already_there)})
    if report.refused:
        refused = ngettext(
            "%(count)s row was refused.", "%(count)s rows were refused.", len(report.refused)
        )
        sentences.append(refused % {"count": formats.number(len(report.refused))})
    return " ".join(sentences)


def reported(report: TableReport, told: str, reasons: Mapping[str, Sentence]) -> dict[str, Any]:
    """The report for the page, with what ``ui/partials/refused_rows.html`` shows."""
    return {
        "report": report,
        "told": told,
        "refused": [(bad, why(bad, reasons)) for bad in report.refused[:_TOLD]],
        "rest": max(len(report.refused) - _TOLD, 0),
    }
