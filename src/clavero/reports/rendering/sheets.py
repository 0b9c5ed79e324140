"""Documents as workbooks: a first sheet that says what it is, and each table on a sheet of its own.

Figures, money and days are such, in their unit's format, so that they can be added and sorted; a
text is never a formula.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from math import ceil
from typing import Any

from clavero.core.writable import writable
from clavero.reports.content.model import (
    Block,
    Bullets,
    Cell,
    Chart,
    Column,
    Document,
    Facts,
    Heading,
    Paragraph,
    Picture,
    Table,
    Tone,
    Unit,
    Value,
)
from clavero.reports.rendering.languages import tag
from clavero.reports.rendering.number_formats import number_format
from clavero.ui.cells import put, sheet_name
from clavero.ui.measuring import width_of, wrapped
from clavero.ui.palette import LIGHT

_NARROWEST, _WIDEST, _SHRUNK = 9, 60, 26  # letters
_PAGE = 150  # letters across, which are still read on paper
_FIRST_WIDTHS = (44, 24, 60)
_FACE = "Arial"
_SIZE, _LETTER = 10, 5.25  # points: of the letters, and across one that widths are counted in
_LINE, _HIGHEST = 14.0, 400.0  # points
_HEAD = 90  # letters


def to_sheets(document: Document) -> bytes:
    """A workbook of ``document``."""
    # Imported when one is made: it is large.
    from openpyxl import Workbook

    book = Workbook()
    first: Any = book.active
    first.title = sheet_name(document.kind_name)
    names: list[tuple[str, str]] = []
    for table in _tables(document):
        sheet = book.create_sheet(sheet_name(table.title, book.sheetnames))
        names.append((table.title, sheet.title))
        _write(sheet, table, document)
    _first(first, document, names)
    _properties(book, document)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _tables(document: Document) -> Iterator[Table]:
    """What only sheets have, what it says in words, then its tables and the numbers of its
    pictures, in order."""
    yield from document.sheets
    texts = _texts(document)
    if texts.rows:
        yield texts
    for block in document.blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, Picture) and block.chart is not None:
            yield _table_of(block, block.chart)


def _texts(document: Document) -> Table:
    """All that somebody has written, row by row, with the section in which it stands."""
    words = document.words
    parts = [("", document.lead), *((each.named, each.blocks) for each in document.sections)]
    written = [row for title, blocks in parts for row in _written(title, blocks)]
    rows = [row for row in written if any(cell.text for cell in row)]
    titles = (words.section, words.sort, words.text, words.note)
    kept = [at for at in range(len(titles)) if any(row[at].text for row in rows)]
    return Table(
        words.texts,
        tuple(Column(titles[at]) for at in kept),
        tuple(tuple(row[at] for at in kept) for row in rows),
    )


def _written(title: str, blocks: Sequence[Block]) -> Iterator[tuple[Cell, ...]]:
    under = title
    for block in blocks:
        if isinstance(block, Heading):
            under = " · ".join(each for each in (title, block.text) if each)
        elif isinstance(block, Bullets) and not block.is_tabled:
            for item in block.items:
                yield Cell(under), Cell(item.mark), Cell(item.text), Cell(item.note)
        elif isinstance(block, Paragraph) and block.tone not in (Tone.QUIET, Tone.MISSING):
            yield Cell(under), Cell(""), Cell(block.text), Cell("")


def _table_of(picture: Picture, chart: Chart) -> Table:
    columns = (
        Column(picture.title),
        *(Column(each.name, chart.unit, chart.currency) for each in chart.series),
    )
    rows = tuple(
        (Cell(name), *(Cell("", each.values[at]) for each in chart.series))
        for at, name in enumerate(chart.categories)
    )
    return Table(picture.title, columns, rows, note=picture.caption)


def _first(sheet: Any, document: Document, names: Sequence[tuple[str, str]]) -> None:
    """What the workbook is, its facts, and the way to each of the other sheets."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.hyperlink import Hyperlink

    for at, width in enumerate(_FIRST_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    _line(sheet, [document.title], font=_font(bold=True, size=16))
    _line(sheet, [document.subtitle], font=_font(size=12))
    for text in (document.kind_name, document.handling, document.words.made):
        _line(sheet, [text])
    _facts(sheet, [each for each in document.lead if isinstance(each, Facts)], document.language)
    for section in document.sections:
        facts = [each for each in section.blocks if isinstance(each, Facts)]
        if any(each.items for each in facts):
            _line(sheet, [])
            _line(sheet, [section.title], font=_font(bold=True))
            _facts(sheet, facts, document.language)
    if names:
        _line(sheet, [])
        _line(sheet, [document.words.contents], font=_font(bold=True))
    for title, name in names:
        _line(sheet, [title], font=_font(underline="single", colour="accent"))
        cell = sheet.cell(sheet.max_row, 1)
        quoted = name.replace("'", "''")
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!A1")
    _on_paper(sheet, document, document.kind_name)


def _on_paper(sheet: Any, document: Document, title: str) -> None:
    """As wide as a page, over as many as it needs; head and foot say what it is of."""
    sheet.sheet_view.showGridLines = False
    for place, text in (
        (sheet.oddHeader.left, f"{document.kind_name} · {document.title}"),
        (sheet.oddHeader.right, document.handling),
        (sheet.oddFooter.left, title),
    ):
        place.text, place.size, place.color = _marked(text), 8, _hue("ink-soft")
    number = document.words.page.format(page="&P", pages="&N")
    sheet.oddFooter.right.text, sheet.oddFooter.right.size = number, 8
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _marked(text: str) -> str:
    """A text for a head or foot, where “&” begins a command; it has little room."""
    plain = " ".join(writable(text).split())
    return (plain if len(plain) <= _HEAD else f"{plain[: _HEAD - 1]}…").replace("&", "&&")


def _line(sheet: Any, texts: Sequence[str], *, font: Any = None) -> None:
    """A line beneath the last one, empty without ``texts``."""
    row = sheet.max_row + 1 if sheet["A1"].value is not None else 1
    for at, text in enumerate(texts or [" "], start=1):
        cell = sheet.cell(row, at)
        put(cell, text or " ")
        cell.font = font or _font()


def _facts(sheet: Any, every: Sequence[Facts], language: str) -> None:
    from openpyxl.styles import Alignment

    for fact in (fact for facts in every for fact in facts.items):
        _line(sheet, [fact.label, "", fact.note])
        said = sheet.cell(sheet.max_row, 2)
        value = Cell(fact.text, fact.value, fact.tone)
        _fill(said, value, Column("", fact.unit, fact.currency), language)
        for each in sheet[sheet.max_row][:3]:
            each.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)
        told = (Cell(fact.label), Cell(fact.text), Cell(fact.note))
        sheet.row_dimensions[sheet.max_row].height = _height(told, _FIRST_WIDTHS)


def _write(sheet: Any, table: Table, document: Document) -> None:
    from openpyxl.styles import Alignment, Border, Side
    from openpyxl.utils import get_column_letter

    rows = [*table.rows, *([table.total] if table.total else [])]
    strong = Side(style="medium", color=_hue("accent"))
    widths = _widths(table, rows)
    for at, column in enumerate(table.columns, start=1):
        head = sheet.cell(1, at)
        put(head, column.title)
        head.font, head.border = _font(bold=True), Border(bottom=strong)
        side = "right" if column.unit.is_figure else "left"
        head.alignment = Alignment(
            horizontal=side, vertical="bottom", wrap_text=True, indent=_indent(column)
        )
        sheet.column_dimensions[get_column_letter(at)].width = widths[at - 1]
    for number, row in enumerate(rows, start=2):
        for at, (cell, column) in enumerate(zip(row, table.columns, strict=True), start=1):
            shown = sheet.cell(number, at)
            _fill(shown, cell, column, document.language)
            if number - 2 == len(table.rows):
                shown.font = _font(bold=True)
                shown.border = Border(top=Side(style="thin", color=_hue("ink")))
        sheet.row_dimensions[number].height = _height(row, widths)
    last = len(table.rows) + 1
    sheet.freeze_panes = "B2" if len(table.columns) > 1 else "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{last}"
    beneath = [*([] if table.rows else [table.empty]), table.note]
    for at, text in enumerate((each for each in beneath if each), start=len(rows) + 3):
        put(sheet.cell(at, 1), text)
        sheet.cell(at, 1).font = _font(italic=True, colour="ink-soft")
    sheet.print_title_rows = "1:1"
    _on_paper(sheet, document, table.title)


def _fill(shown: Any, cell: Cell, column: Column, language: str) -> None:
    """The value in its unit's format, else the text that stands for it."""
    from openpyxl.styles import Alignment

    unit, currency = cell.unit or column.unit, cell.currency or column.currency
    value = _typed(cell.value, unit)
    shown.font = _font()
    if value is None:
        put(shown, cell.text)
        side = "right" if column.unit.is_figure else None
        shown.alignment = Alignment(
            wrap_text=True, vertical="top", horizontal=side, indent=_indent(column)
        )
        if cell.tone in (Tone.QUIET, Tone.MISSING):
            shown.font = _font(colour="ink-soft")
        return
    put(shown, value)
    side = "right" if column.unit.is_figure else "left"
    shown.alignment = Alignment(vertical="top", horizontal=side, indent=_indent(column))
    is_whole = unit is Unit.MONEY or (isinstance(value, Decimal) and value == int(value))
    is_whole = is_whole and unit is not Unit.PERCENT
    figure = number_format(unit, currency, language=language, is_whole=is_whole) or "General"
    shown.number_format = f"{_quoted(cell.lead)}{figure}{_quoted(cell.tail)}"


def _quoted(words: str) -> str:
    """Words inside the format of a figure, with the blank that parts them from it."""
    told = writable(words).replace('"', "”")
    return f'"{told}"' if told.strip() else ""


def _indent(column: Column) -> int:
    """Figures keep off the text of the next column."""
    return 1 if column.unit.is_figure else 0


def _typed(value: Value | None, unit: Unit) -> Decimal | date | None:
    """A value that is what its unit says, ``None`` for texts and for what is not known."""
    if isinstance(value, Decimal) and unit.is_figure and value.is_finite():
        return value
    if isinstance(value, datetime):
        value = value.date()
    return value if isinstance(value, date) and unit is Unit.DATE else None


def _widths(table: Table, rows: Sequence[Sequence[Cell]]) -> list[float]:
    """In letters, as wide as what stands in it; what would be too wide for a page is written over
    several lines, the widest column first."""
    widths = [
        min(max(_length(column, rows, at), _NARROWEST), _WIDEST)
        for at, column in enumerate(table.columns)
    ]
    while sum(widths) > _PAGE and (widest := max(widths)) > _SHRUNK:
        widths[widths.index(widest)] = widest - 1
    return widths


def _length(column: Column, rows: Sequence[Sequence[Cell]], at: int) -> float:
    """The letters of a column's longest line, with room for the button of its filter."""
    texts = [row[at].text or _as_read(row[at].value) for row in rows]
    longest = max(
        (width_of(line, _SIZE) for text in texts for line in text.splitlines()), default=0
    )
    head = width_of(column.title, _SIZE, is_bold=True)
    return max(ceil(longest / _LETTER) + 2, ceil(head / _LETTER) + 4)


def _as_read(value: Value | None) -> str:
    """A value that stands without words, about as long as its format writes it: what was computed
    may have many digits more."""
    if isinstance(value, Decimal) and value.is_finite():
        return f"{value:,.2f}"
    return "" if value is None else str(value)


def _height(row: Sequence[Cell], widths: Sequence[float]) -> float:
    """The height of a row in points in which all its lines are seen, but of an endless text."""
    lines = max(
        len(wrapped(cell.text, _SIZE, (width - 1) * _LETTER))
        for cell, width in zip(row, widths, strict=True)
    )
    return min(lines * _LINE, _HIGHEST)


def _font(*, colour: str = "ink", **looks: Any) -> Any:
    from openpyxl.styles import Font

    return Font(name=_FACE, color=_hue(colour), **{"size": _SIZE, **looks})


def _hue(name: str) -> str:
    return LIGHT[name][1:].upper()


def _properties(book: Any, document: Document) -> None:
    about = book.properties
    about.title, about.subject = writable(document.title)[:255], writable(document.kind_name)[:255]
    about.creator = about.lastModifiedBy = writable(document.maker)[:255]
    about.language = tag(document.language)
    about.created = about.modified = document.made_at.replace(tzinfo=None)
