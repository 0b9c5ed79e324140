"""Why a file is refused for what it is: one sentence each, with what to do.

``docs/domain/reading-a-sales-file.md`` lists the codes; a test keeps that list complete.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Refusal


def listed(names: Iterable[object]) -> str:
    """Names one after the other."""
    return ", ".join(str(name) for name in names)


# -- what the file is ------------------------------------------------------------------------------


def not_a_file(path: object) -> Refusal:
    """A folder, a device, or nothing at all."""
    return Refusal(
        _("%(path)s is not a file that can be read."),
        code="not_a_file",
        hint=_("Check the name, and that you may read it."),
        path=str(path),
    )


def empty() -> Refusal:
    """No bytes, or nothing but blanks."""
    return Refusal(
        _("The file is empty."),
        code="empty",
        hint=_("Export it again and look that it has rows."),
    )


def no_lines() -> Refusal:
    """A header and nothing below."""
    return Refusal(
        _("The file has column names but no rows."),
        code="no_lines",
        hint=_("Look at the period chosen in the export."),
    )


def html_page() -> Refusal:
    """A web page saved under a data file's name."""
    return Refusal(
        _("This is a web page, not a data file, whatever its name says."),
        code="html",
        hint=_(
            "It may be the sign-in page of the other system, or a report saved as a web page. "
            "Download it again, or open it in a spreadsheet and save it as CSV or XLSX."
        ),
    )


def binary(what: str) -> Refusal:
    """Neither text nor a workbook; ``what`` names it where its first bytes do."""
    return Refusal(
        _("This is not a table of text: %(what)s."),
        code="binary",
        hint=_("Export the sales lines as CSV, XLSX or Parquet."),
        what=what,
    )


def old_workbook() -> Refusal:
    """XLS, or a workbook under a password: both wear the same clothes."""
    return Refusal(
        _("This workbook is in the old XLS format or protected by a password."),
        code="old_workbook",
        hint=_("Open it in a spreadsheet and save it as XLSX without a password."),
    )


def other_archive(kind: str) -> Refusal:
    """RAR, 7z and the like."""
    return Refusal(
        _("This is an archive of the kind %(kind)s, which is not opened here."),
        code="other_archive",
        hint=_("Unpack it, or pack it as ZIP or GZ."),
        kind=kind,
    )


def damaged_archive() -> Refusal:
    """An archive that does not unpack."""
    return Refusal(
        _("The archive is damaged and cannot be unpacked."),
        code="damaged_archive",
        hint=_("Download or pack it again."),
    )


def truncated_archive() -> Refusal:
    """A GZ that ends before its end."""
    return Refusal(
        _("The archive ends before its end: part of it is missing."),
        code="truncated_archive",
        hint=_("Download or copy it again, whole."),
    )


def protected_archive() -> Refusal:
    """A ZIP with a password."""
    return Refusal(
        _("The archive is protected by a password."),
        code="protected_archive",
        hint=_("Unpack it and import the file inside."),
    )


def nested_archive(member: str) -> Refusal:
    """An archive or workbook inside an archive."""
    return Refusal(
        _("Inside the archive, %(member)s is an archive or a workbook itself."),
        code="nested_archive",
        hint=_("Unpack the archive and import that file."),
        member=member,
    )


def empty_archive() -> Refusal:
    """A ZIP without files."""
    return Refusal(
        _("The archive has no file in it."),
        code="empty_archive",
        hint=_("Pack the sales file and try again."),
    )


def several_members(names: Iterable[str]) -> Refusal:
    """A ZIP of several files: which one? ``options`` has them apart, to be offered."""
    return Refusal(
        _("The archive has several files: %(names)s."),
        code="several_members",
        field="member",
        hint=_(
            "Choose one of them (from a shell with --member), or unpack it and import them one by "
            "one."
        ),
        names=listed(names),
        options=tuple(names),
    )


def unknown_member(name: str, names: Iterable[str]) -> Refusal:
    """The chosen file is not in the ZIP."""
    return Refusal(
        _("The archive has no file %(name)s; it has: %(names)s."),
        code="unknown_member",
        field="member",
        name=name,
        names=listed(names),
    )


def expands_too_much(times: int) -> Refusal:
    """A bomb: it unpacks to more than any sales file would."""
    return Refusal(
        _("The file unpacks to more than %(times)s times its size, as no sales file does."),
        code="expands_too_much",
        hint=_("If it is genuine, unpack it and import what is inside."),
        times=times,
    )


def line_too_long(megabytes: int) -> Refusal:
    """A line of megabytes."""
    return Refusal(
        _("The file has a line of more than %(megabytes)s MB."),
        code="line_too_long",
        hint=_("Its line ends may be lost: export it again."),
        megabytes=megabytes,
    )


def unclosed_quote(line: int) -> Refusal:
    """A quotation mark that swallows rows."""
    return Refusal(
        _("A quotation mark opened on line %(line)s is not closed where its field ends."),
        code="unclosed_quote",
        hint=_(
            "The file may be cut off, or a text may hold a lone quotation mark: everything after "
            "it would be read as one field. Export it again or mend that line."
        ),
        line=line,
    )


def damaged_text(encoding: str) -> Refusal:
    """Bytes that the encoding does not know."""
    return Refusal(
        _("The file is not text in %(encoding)s."),
        code="damaged_text",
        field="encoding",
        hint=_("Choose another encoding, or export it again as UTF-8."),
        encoding=encoding,
    )


def unknown_encoding(name: str) -> Refusal:
    """An encoding that nobody has heard of."""
    return Refusal(
        _("There is no encoding “%(name)s”."),
        code="unknown_encoding",
        field="encoding",
        hint=_("Common ones are utf-8, utf-16, cp1252, latin-1 and cp850."),
        name=name,
    )


# -- the table in it -------------------------------------------------------------------------------


def not_a_table() -> Refusal:
    """No delimiter makes columns of it."""
    return Refusal(
        _("No columns can be told apart in this file."),
        code="not_a_table",
        field="delimiter",
        hint=_(
            "Its columns should be separated by comma, semicolon, tab, vertical bar, caret or "
            "tilde; from a shell, another sign is said with --delimiter."
        ),
    )


def no_header() -> Refusal:
    """Rows without column names above them."""
    return Refusal(
        _("The file has no row with the names of its columns."),
        code="no_header",
        hint=_("Export it with column names, or write them in its first line."),
    )


def too_many_columns(limit: int) -> Refusal:
    """More columns than any export."""
    return Refusal(
        _("The file has more than %(limit)s columns."),
        code="too_many_columns",
        hint=_("Export only the columns of the sales lines."),
        limit=limit,
    )


def damaged_workbook() -> Refusal:
    """An XLSX that does not open."""
    return Refusal(
        _("The workbook is damaged and cannot be opened."),
        code="damaged_workbook",
        hint=_("Open it in a spreadsheet and save it again."),
    )


def workbook_too_large(cells: int) -> Refusal:
    """More cells than memory should hold."""
    return Refusal(
        _("The sheet has more than %(cells)s million cells."),
        code="workbook_too_large",
        hint=_("Save the sheet as CSV: a CSV file may be of any size."),
        cells=cells,
    )


def workbook_takes_too_much() -> Refusal:
    """Few cells with long texts, or a great deal beside the cells."""
    return Refusal(
        _("The workbook would take more memory to read than any table of sales lines."),
        code="workbook_takes_too_much",
        hint=_("Save the sheet as CSV: a CSV file may be of any size."),
    )


def unknown_sheet(name: str, names: Iterable[str]) -> Refusal:
    """The chosen sheet is not in the workbook."""
    return Refusal(
        _("The workbook has no sheet %(name)s; it has: %(names)s."),
        code="unknown_sheet",
        field="sheet",
        name=name,
        names=listed(names),
    )


def ambiguous_sheets(names: Iterable[str]) -> Refusal:
    """Several sheets that may have sales lines, with different columns. ``options`` has them
    apart, to be offered."""
    return Refusal(
        _("Several sheets may have sales lines, and their columns differ: %(names)s."),
        code="ambiguous_sheets",
        field="sheet",
        hint=_("Import them one by one: say which; from a shell with --sheet."),
        names=listed(names),
        options=tuple(names),
    )


def overlapping_sheets(two: Iterable[str], names: Iterable[str]) -> Refusal:
    """A sheet that repeats rows of another one: read together, they would count twice."""
    return Refusal(
        _("The same rows stand on the sheets %(names)s: read together, they would count twice."),
        code="overlapping_sheets",
        field="sheet",
        hint=_("Import them one by one: say which; from a shell with --sheet."),
        names=listed(two),
        options=tuple(names),
    )


def damaged_parquet() -> Refusal:
    """A Parquet file that does not open."""
    return Refusal(
        _("The Parquet file is damaged and cannot be read."),
        code="damaged_parquet",
        hint=_("Write or copy it again."),
    )
