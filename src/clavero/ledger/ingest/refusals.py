"""Why a whole file is refused: one sentence each, with what to do.

``docs/domain/reading-a-sales-file.md`` lists the codes; a test keeps that list complete.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Refusal
from clavero.ledger.rules import Field


def _listed(names: Iterable[object]) -> str:
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
        hint=_("Choose one of them, or unpack it and import them one by one."),
        names=_listed(names),
        options=tuple(names),
    )


def unknown_member(name: str, names: Iterable[str]) -> Refusal:
    """The chosen file is not in the ZIP."""
    return Refusal(
        _("The archive has no file %(name)s; it has: %(names)s."),
        code="unknown_member",
        field="member",
        name=name,
        names=_listed(names),
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
        hint=_("Its columns should be separated by comma, semicolon, tab or vertical bar."),
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


def unknown_sheet(name: str, names: Iterable[str]) -> Refusal:
    """The chosen sheet is not in the workbook."""
    return Refusal(
        _("The workbook has no sheet %(name)s; it has: %(names)s."),
        code="unknown_sheet",
        field="sheet",
        name=name,
        names=_listed(names),
    )


def damaged_parquet() -> Refusal:
    """A Parquet file that does not open."""
    return Refusal(
        _("The Parquet file is damaged and cannot be read."),
        code="damaged_parquet",
        hint=_("Write or copy it again."),
    )


# -- its columns -----------------------------------------------------------------------------------


def unknown_column(name: str, names: Iterable[str]) -> Refusal:
    """A mapping for a column that is not there."""
    return Refusal(
        _("The file has no column “%(name)s”; it has: %(names)s."),
        code="unknown_column",
        field="mapping",
        name=name,
        names=_listed(names),
    )


def unknown_field(column: str, name: str) -> Refusal:
    """A mapping to a field that does not exist."""
    return Refusal(
        _("“%(column)s” cannot be mapped to “%(name)s”, which is no field. There are: %(fields)s."),
        code="unknown_field",
        field="mapping",
        column=column,
        name=name,
        fields=_listed(field.value for field in Field),
    )


def field_twice(field: Field, names: Iterable[str]) -> Refusal:
    """Two columns mapped to one field."""
    return Refusal(
        _("The field %(name)s has two columns: %(names)s."),
        code="field_twice",
        field="mapping",
        hint=_("Map one of them, and leave the other out."),
        name=field.value,
        names=_listed(names),
    )


def missing_columns(fields: Iterable[Field], names: Iterable[str]) -> Refusal:
    """No column for something every sales line has."""
    return Refusal(
        _("No column was found for: %(fields)s. The file has: %(names)s."),
        code="missing_columns",
        field="mapping",
        hint=_("Say which column it is; from a shell with --map “column=field”."),
        fields=_listed(field.value for field in fields),
        names=_listed(names),
    )


def unknown_choice(name: str, value: object, options: Iterable[str]) -> Refusal:
    """A choice that is none of its options."""
    return Refusal(
        _("“%(value)s” is not an option of %(name)s; there are: %(options)s."),
        code="unknown_choice",
        field=name,
        name=name,
        value=str(value),
        options=_listed(options),
    )


def unknown_currency(code: str) -> Refusal:
    """Not an ISO code."""
    return Refusal(
        _("“%(currency)s” is not the code of a currency."),
        code="unknown_currency",
        field="currency",
        hint=_("Write three capital letters, as EUR."),
        currency=code,
    )


def unknown_delimiter(text: str) -> Refusal:
    """Not one character."""
    return Refusal(
        _("“%(text)s” cannot separate columns."),
        code="unknown_delimiter",
        field="delimiter",
        hint=_("Choose one character, as ; or ,"),
        text=text,
    )


# -- how it writes numbers and dates ---------------------------------------------------------------


def ambiguous_dates(column: str, example: str) -> Refusal:
    """03/04/2024 throughout."""
    return Refusal(
        _(
            "The dates of “%(column)s”, as %(example)s, can be read with the day first or with "
            "the month first, and no row says which."
        ),
        code="ambiguous_dates",
        field="dates",
        hint=_("Say which it is: dmy (day first) or mdy (month first); from a shell with --dates."),
        column=column,
        example=example,
    )


def ambiguous_numbers(column: str, example: str) -> Refusal:
    """1,234 throughout."""
    return Refusal(
        _(
            "The numbers of “%(column)s”, as %(example)s, can be read with decimals or with "
            "thousands, and no row says which."
        ),
        code="ambiguous_numbers",
        field="decimal",
        hint=_("Say which sign separates decimals: comma or point; from a shell with --decimal."),
        column=column,
        example=example,
    )


def contradictory_dates(column: str, one: str, other: str) -> Refusal:
    """Day first here, month first there."""
    return Refusal(
        _(
            "In “%(column)s” some dates have the day first and others the month first, as "
            "%(one)s and %(other)s: the rest cannot be trusted."
        ),
        code="contradictory_dates",
        hint=_("Two exports may have been put together. Import them apart."),
        column=column,
        one=one,
        other=other,
    )


def damaged_numbers(column: str, one: str, other: str) -> Refusal:
    """A sign that is decimal here and thousands there."""
    return Refusal(
        _(
            "The numbers of “%(column)s” are damaged: %(one)s beside %(other)s. The same sign "
            "cannot separate decimals and thousands."
        ),
        code="damaged_numbers",
        hint=_(
            "Replacing every point by a comma, or the other way round, does this and cannot be "
            "undone. Export the file again and do not edit it."
        ),
        column=column,
        one=one,
        other=other,
    )


def misplaced_decimals(column: str, share: int, line: int) -> Refusal:
    """Amounts ten, a hundred… times quantity times price."""
    return Refusal(
        _(
            "The amounts of “%(column)s” are damaged: in %(share)s %% of the rows, for the first "
            "time in row %(line)s, they differ from quantity times price by a power of ten."
        ),
        code="damaged_numbers",
        hint=_(
            "The decimal sign may have been lost. Export the file again; or, if the price is "
            "meant per hundred or thousand units, leave its column out."
        ),
        column=column,
        share=share,
        line=line,
    )


def no_dates(column: str, example: str) -> Refusal:
    """Not one date in the date column."""
    return Refusal(
        _("No row has a date in “%(column)s”; it says for example “%(example)s”."),
        code="no_dates",
        hint=_(
            "A column too narrow in a spreadsheet saves ##### instead of dates. Export the file "
            "again, or say which column has the dates."
        ),
        column=column,
        example=example,
    )
