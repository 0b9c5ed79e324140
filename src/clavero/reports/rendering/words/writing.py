"""The blocks of a document as Word has them: headings, lists, tables and pictures to edit."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from clavero.core.writable import writable
from clavero.reports.content.model import (
    Block,
    Bullets,
    Calendar,
    Cell,
    Document,
    Fact,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Picture,
    Section,
    Table,
    Tone,
)
from clavero.reports.rendering.calendars import parted, picture_of
from clavero.reports.rendering.columns import columns_of
from clavero.reports.rendering.drawings import png_of
from clavero.reports.rendering.languages import tag
from clavero.reports.rendering.words import marks
from clavero.reports.rendering.words.flow import Flow, Letters, letters_of, row_height
from clavero.reports.rendering.words.looks import OF_PAGES
from clavero.reports.rendering.words.one_page import GUTTER, LABEL, MARGIN, fit_of, is_short
from clavero.reports.rendering.words.room import SPARE, fitted
from clavero.ui.palette import LIGHT
from clavero.ui.slides import rgb

_TONES = {
    Tone.QUIET: LIGHT["ink-soft"],
    Tone.MISSING: LIGHT["ink-soft"],
    Tone.GOOD: LIGHT["good"],
    Tone.WARN: LIGHT["data-2"],
    Tone.BAD: LIGHT["bad"],
}
_MOST_BARS = 5  # of a calendar in a picture
_CONTENTS_FROM = 5  # sections
_SHORT = 0.18  # of a page: a lower table stays together
_BESIDE_LETTERS = 0.5  # points: the line beneath a row
_LINES = {"below": (4, LIGHT["line"]), "head": (12, LIGHT["accent"]), "total": (8, LIGHT["ink"])}
"""Of tables: eighths of a point, and the colour."""


class Writer:
    """Writes at the end of a text, ``width`` and ``height`` points of whose pages are free; of the
    first one so much is ``used``."""

    def __init__(
        self, text: Any, document: Document, *, width: float, height: float, used: float = 0.0
    ) -> None:
        self._text, self._document = text, document
        self._flow, self._styles = Flow(height, used), dict[str, Letters]()
        self._width, self._height = width, height
        self._language = tag(document.language)
        self._look = OF_PAGES
        self._turns = False  # whether what follows begins on a new page
        self._bookmarks = 0

    def everything(self) -> None:
        """What is said first, the contents, and each section under its heading."""
        self._blocks(self._document.lead)
        has_contents = len(self._document.sections) >= _CONTENTS_FROM
        if has_contents and not self._document.is_one_page:
            self._contents()
        for at, section in enumerate(self._document.sections):
            self._section(section, at)

    def on_one_page(self, height: float) -> None:
        """The same on a page of which ``height`` points are free: what is said first across it,
        the sections in two columns beneath, in letters that leave room for all of them."""
        fit = fit_of(self._document, self._width, height)
        self._look = fit.look
        self._blocks(self._document.lead)
        holder = self._paragraph("", "Normal")
        marks.tiny(holder)
        marks.columns_from_here(self._text, holder, GUTTER)
        self._width = (self._width - GUTTER) / 2
        for at, section in enumerate(self._document.sections):
            self._section(section, at, in_next_column=at == fit.first and at > 0)

    def _section(self, section: Section, at: int, *, in_next_column: bool = False) -> None:
        heading = self._paragraph(section.named, "Heading 1")
        if in_next_column:
            marks.next_column(heading)
        if in_next_column or (at == 0 and self._look.spaces):
            heading.paragraph_format.space_before = 0  # both columns begin at one line
        marks.bookmark(heading, _anchor(at), at + 1)
        if section.aside:
            self._paragraph(section.aside, "Caption", keeps=True)
        blocks = section.blocks
        if len(blocks) > 1 and isinstance(asked := blocks[0], Paragraph):
            # What a section asks stays with what answers it.
            self._paragraph(asked.text, "Normal", asked.tone, keeps=True)
            blocks = blocks[1:]
        self._blocks(blocks)
        if section.sources:
            sources = "; ".join(section.sources)
            self._paragraph(f"{self._document.words.sources}: {sources}", "Caption")

    def _contents(self) -> None:
        """The titles, each of which leads to its section; the program can bring it up to date."""
        self._paragraph(self._document.words.contents, "Heading 2", keeps=True)
        entries = [
            marks.link(
                self._paragraph("", "Normal", told=section.named),
                _anchor(at),
                self._told(section.named),
            )
            for at, section in enumerate(self._document.sections)
        ]
        marks.contents(entries)

    def _told(self, text: str) -> tuple[str, str]:
        return " ".join(writable(text).split()), self._language

    def _blocks(self, blocks: Sequence[Block]) -> None:
        for block in blocks:
            match block:
                case Heading():
                    self._paragraph(block.text, "Heading 2")
                case Paragraph():
                    self._paragraph(block.text, "Normal", block.tone)
                case Bullets():
                    self._bullets(block)
                case Facts():
                    self._facts(block)
                case Table():
                    self._table(block)
                case Picture():
                    self._picture(block)
                case Calendar():
                    self._calendar(block)
                case PageBreak():
                    self._turns = True

    # -- texts -------------------------------------------------------------------------------------

    def _paragraph(
        self,
        text: str,
        style: str,
        tone: Tone = Tone.PLAIN,
        *,
        keeps: bool = False,
        told: str | None = "",
    ) -> Any:
        """A paragraph of ``text``; where its words are written afterwards they are ``told``, and
        where they are no words there is ``None``."""
        paragraph = self._text.add_paragraph(style=marks.style(self._text, style))
        if self._turns:
            paragraph.paragraph_format.page_break_before, self._turns = True, False
            self._flow.turn()
        if keeps:
            paragraph.paragraph_format.keep_with_next = True
        self._sized(paragraph, style)
        self._run(paragraph, text, tone, size=self._look.styles.get(style))
        if told is not None:
            letters = self._letters(style)
            count, keeps = letters.lines(text or told, self._width), keeps or letters.keeps
            self._flow.lines(
                count, letters.line, before=letters.before, after=letters.after, keeps=keeps
            )
        return paragraph

    def _letters(self, style: str) -> Letters:
        if style not in self._styles:
            self._styles[style] = letters_of(marks.style(self._text, style))
        return self._styles[style]

    def _height_of(self, text: str, style: str) -> float:
        """What a paragraph takes, with its spaces; nothing without words."""
        letters = self._letters(style)
        lines = letters.lines(text, self._width) * letters.line
        return letters.before + lines + letters.after if text else 0.0

    def _sized(self, paragraph: Any, style: str) -> None:
        """The room around a paragraph, where it is not that of its style."""
        from docx.shared import Pt

        if style in self._look.spaces:
            room = paragraph.paragraph_format
            before, after = self._look.spaces[style]
            room.space_before, room.space_after, room.line_spacing = Pt(before), Pt(after), 1.0

    def _run(
        self,
        paragraph: Any,
        text: str,
        tone: Tone = Tone.PLAIN,
        *,
        size: float | None = None,
        is_bold: bool | None = None,
    ) -> None:
        from docx.shared import RGBColor

        if not (told := writable(text).replace("\r\n", "\n").replace("\r", "\n")):
            return
        run = paragraph.add_run(told)
        marks.language(run, self._language)
        if tone in _TONES:
            run.font.color.rgb = RGBColor(*rgb(_TONES[tone]))
        if size is not None:
            marks.size(run, size)
        if is_bold is not None:
            run.font.bold = is_bold

    def _bullets(self, bullets: Bullets) -> None:
        if not bullets.items and bullets.empty:
            self._paragraph(bullets.empty, "Normal", Tone.MISSING)
        for item in bullets.items:
            told = ": ".join(part for part in (item.mark, item.text) if part)
            paragraph = self._paragraph("", "List Bullet", keeps=bool(item.note), told=told)
            size = self._look.styles.get("List Bullet")
            if item.mark:
                ending = ": " if item.text else ""
                self._run(paragraph, f"{item.mark}{ending}", item.tone, size=size, is_bold=True)
            self._run(paragraph, item.text, item.tone, size=size)
            if item.note:
                self._paragraph(item.note, "List Continue", Tone.QUIET)

    # -- tables ------------------------------------------------------------------------------------

    def _facts(self, facts: Facts) -> None:
        if facts.are_large:
            beside = self._look.most_beside
            for at in range(0, len(facts.items), beside):
                self._large(facts.items[at : at + beside], keeps=at + beside < len(facts.items))
        elif facts.items:
            first = self._width * LABEL
            table = self._grid(len(facts.items), [first, self._width - first])
            for row, fact in zip(table.rows, facts.items, strict=True):
                marks.lines(row, below=_LINES["below"])
                self._run(row.cells[0].paragraphs[0], fact.label, Tone.QUIET, size=self._look.table)
                said = row.cells[1].paragraphs[0]
                self._run(said, fact.text, fact.tone, size=self._look.table)
                if fact.note:
                    self._run(said, f"\n{fact.note}", Tone.QUIET, size=self._look.small)
                self._reckon_row(
                    [
                        ([(fact.label, self._look.table)], first),
                        (
                            [(fact.text, self._look.table), (fact.note, self._look.small)],
                            self._width - first,
                        ),
                    ]
                )
            self._after_table()

    def _large(self, facts: Sequence[Fact], *, keeps: bool) -> None:
        across = self._width / len(facts)
        table = self._grid(1, [across] * len(facts))
        cells = []
        for cell, fact in zip(table.rows[0].cells, facts, strict=True):
            paragraph = cell.paragraphs[0]
            self._run(paragraph, fact.label, Tone.QUIET, size=self._look.small)
            is_large = is_short(fact.text, self._look, across)
            size = self._look.large if is_large else self._look.less_large
            self._run(paragraph, f"\n{fact.text}", fact.tone, size=size, is_bold=True)
            if fact.note:
                self._run(paragraph, f"\n{fact.note}", Tone.QUIET, size=self._look.small)
            small = [(each, self._look.small) for each in (fact.label, fact.note)]
            cells.append(([*small, (fact.text, size)], across))
        self._reckon_row(cells, keeps=keeps)
        if keeps:
            marks.together(table.rows)
        self._after_table(keeps=keeps)

    def _table(self, table: Table) -> None:
        if not table.rows and table.empty:
            self._paragraph(table.empty, "Normal", Tone.MISSING)
            return
        size, widths = columns_of(
            table, self._width, self._look.table, smallest=self._look.smallest, margin=MARGIN
        )
        every = [*table.rows, *([table.total] if table.total else [])]
        shown = self._grid(len(every) + 1, widths)
        marks.describe_table(shown, self._told(table.title)[0])
        head, *rows = shown.rows
        marks.repeat(head)
        marks.lines(head, below=_LINES["head"])
        self._cells(head, [Cell(each.title) for each in table.columns], table, size, is_bold=True)
        for at, (row, cells) in enumerate(zip(rows, every, strict=True)):
            is_total = at == len(table.rows)
            above = _LINES["total"] if is_total else None
            marks.lines(row, above=above, below=_LINES["below"])
            self._cells(row, cells, table, size, is_bold=is_total)
        self._kept_together(shown.rows, self._heights(table, every, widths, size), table)
        self._after_table()
        if table.note:
            self._paragraph(table.note, "Caption")

    def _kept_together(self, rows: Sequence[Any], heights: Sequence[float], table: Table) -> None:
        """A short table stays on one page; of a long one head and first row stay with what is above
        them, and the last row with the total."""
        last = len(heights) - 1
        if sum(heights) <= self._height * _SHORT:
            kept = set(range(last))
        else:
            kept = {0, *([1] if last > 2 else []), *([last - 1] if table.total else [])}
        marks.together([rows[at] for at in sorted(kept)])
        for at, height in enumerate(heights):
            self._flow.whole(height, keeps=at in kept, again=heights[0] if at else 0.0)

    def _heights(
        self, table: Table, every: Sequence[Sequence[Cell]], widths: Sequence[float], size: float
    ) -> list[float]:
        """Of the head and of each row."""
        head = [Cell(each.title) for each in table.columns]
        return [self._height_of_row(
            [([(cell.text, size)], width) for cell, width in zip(row, widths, strict=True)]
        ) for row in (head, *every)]  # fmt: skip

    def _height_of_row(self, cells: Sequence[tuple[Sequence[tuple[str, float]], float]]) -> float:
        within = [
            ([each for each in texts if each[0]], width - 2 * MARGIN) for texts, width in cells
        ]
        return row_height(within, 2 * self._look.cell + _BESIDE_LETTERS)

    def _reckon_row(
        self,
        cells: Sequence[tuple[Sequence[tuple[str, float]], float]],
        *,
        keeps: bool = False,
    ) -> None:
        self._flow.whole(self._height_of_row(cells), keeps=keeps)

    def _cells(
        self, row: Any, cells: Sequence[Cell], table: Table, size: float, *, is_bold: bool
    ) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        for shown, cell, column in zip(row.cells, cells, table.columns, strict=True):
            paragraph = shown.paragraphs[0]
            if column.unit.is_figure:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            self._run(paragraph, cell.text, cell.tone, size=size, is_bold=is_bold or None)

    def _grid(self, rows: int, widths: Sequence[float]) -> Any:
        """An empty table in these widths, whose rows are not parted between pages."""
        from docx.shared import Pt

        if self._turns:
            self._paragraph("", "Normal", keeps=True)
        table = self._text.add_table(rows, len(widths))
        table.autofit = False
        marks.plain(table, margin=MARGIN)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Pt(width)
        for row in table.rows:
            marks.whole(row)
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Pt(width)
                close = cell.paragraphs[0].paragraph_format
                close.space_before = close.space_after = Pt(self._look.cell)
                close.line_spacing = 1.0
        return table

    def _after_table(self, *, keeps: bool = False) -> None:
        """Room below a table; two that touch would be one."""
        from docx.shared import Pt

        paragraph = self._paragraph("", "Normal", keeps=keeps, told=None)
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.line_spacing = Pt(self._look.after_table)
        self._flow.space(self._look.after_table)

    # -- pictures ----------------------------------------------------------------------------------

    def _picture(self, picture: Picture) -> None:
        from docx.shared import Pt

        room = None if self._look.spaces else self._room_for(picture)
        picture, width = fitted(picture, self._width, self._height, room)
        if picture.title:
            title = self._paragraph("", "Normal", keeps=True, told=picture.title)
            self._run(title, picture.title, size=self._look.styles.get("Normal"), is_bold=True)
        high = width * picture.height / picture.width
        holder = self._paragraph("", "Normal", keeps=bool(picture.caption), told=None)
        holder.paragraph_format.line_spacing = 1.0  # of its height, too, more would stay empty
        self._flow.whole(high, keeps=bool(picture.caption))
        self._flow.space(self._letters("Normal").after)
        png = io.BytesIO(png_of(picture, width))
        shape = holder.add_run().add_picture(png, Pt(width), Pt(high))
        for side in ("distT", "distB", "distL", "distR"):
            shape._inline.set(side, "0")  # unsaid, programs keep a distance and shift it
        told = picture.alternative or picture.title
        shape._inline.docPr.set("descr", self._told(told)[0])
        if picture.caption:
            self._paragraph(picture.caption, "Caption")

    def _room_for(self, picture: Picture) -> float:
        """What of the page a drawing may take, its words left out."""
        words = self._height_of(picture.title, "Normal")
        words += self._height_of(picture.caption, "Caption") + self._letters("Normal").after
        return self._flow.room - words - SPARE

    def _calendar(self, calendar: Calendar) -> None:
        """In parts so low that not much of a page stays empty above one, wherever it ends."""
        for part in parted(calendar, _MOST_BARS):
            self._picture(picture_of(part))


def _anchor(at: int) -> str:
    return f"section_{at + 1}"
