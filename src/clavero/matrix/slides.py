"""The matrix as slides: the picture beside its largest accounts, then all of them in tables.

Tables are PowerPoint's own, so that a figure is put right or a line taken out before the meeting.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.ledger import selectors as ledger
from clavero.matrix.lists import MatrixLine
from clavero.matrix.picture_in_words import position_written, read_in_words
from clavero.matrix.rules.forecast import Forecast
from clavero.matrix.rules.position import Mode
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.words import STRATEGY_NAMES, strategy_told
from clavero.ui import formats
from clavero.ui.charts import WIDTH, Chart, to_png
from clavero.ui.palette import LIGHT
from clavero.ui.slides import HIGH, WIDE, Column, add_table, align, rgb

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Deck

_EDGE = 0.5
_PICTURE_TOP, _PICTURE_HEIGHT, _PICTURE_WIDTH = 1.25, 5.65, 7.5
_BESIDE, _ON_A_SLIDE, _OF_ONE_LINE = 14, 11, 18  # accounts
_CROWD, _CROWDED = 30, 1480  # accounts, and pixels of the picture from there on
_SHORT = 100  # letters of a title that fill two lines at most
_COLOURS = {
    Strategy.INVEST: LIGHT["data-1"],
    Strategy.SELECTIVE: LIGHT["data-2"],
    Strategy.MAINTAIN: LIGHT["data-4"],
    Strategy.HARVEST: LIGHT["ink-soft"],
}


def matrix_slides(
    picture: Chart, lines: Sequence[MatrixLine], *, day: date, version: int | None, by: str
) -> bytes:
    """A presentation of ``picture`` and the accounts of ``lines``, which have a strategy or not.

    On each slide stand the day, the ``version`` of the settings (``None``: Clavero's own) and who
    made it.
    """
    from pptx import Presentation
    from pptx.util import Inches

    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDE), Inches(HIGH)
    maker = _Maker(deck, _foot(day, version, by))
    maker.picture(picture, lines)
    has_ahead = any(each.inertial is not None or each.planned is not None for each in lines)
    fit = _ON_A_SLIDE if has_ahead else _OF_ONE_LINE  # forecasts take a line of their own
    for start in range(0, len(lines), fit):
        maker.table(lines[start : start + fit], start, len(lines))
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def _foot(day: date, version: int | None, by: str) -> str:
    told = _(
        "%(read)s · made by %(by)s · spend 3 y: what a customer will spend in three years with any "
        "supplier, in thousands of %(currency)s; ours: our part of it"
    )
    return told % {
        "read": read_in_words(day, version),
        "by": by,
        "currency": ledger.shown_currency(),
    }


class _Maker:
    """Slides of one deck, with the same foot."""

    def __init__(self, deck: Deck, foot: str) -> None:
        self._deck, self._foot = deck, foot

    def picture(self, picture: Chart, lines: Sequence[MatrixLine]) -> None:
        """The picture, and the accounts with the most spend ahead; of a crowd the picture alone,
        which needs all the room."""
        from pptx.util import Inches

        slide = self._slide(_headline(picture, lines))
        is_crowd = len(picture.rows) > _CROWD
        width = WIDE - 2 * _EDGE if is_crowd else _PICTURE_WIDTH
        drawn = to_png(picture, is_titled=False, width=_CROWDED if is_crowd else WIDTH)
        shown = slide.shapes.add_picture(io.BytesIO(drawn), Inches(_EDGE), Inches(_PICTURE_TOP))
        shrink = min(Inches(width) / shown.width, Inches(_PICTURE_HEIGHT) / shown.height)
        shown.width, shown.height = int(shown.width * shrink), int(shown.height * shrink)
        shown._element._nvXxPr.cNvPr.set("descr", f"{picture.title}. {picture.description}")
        if is_crowd:
            shown.left = int((Inches(WIDE) - shown.width) / 2)
            return
        known = sorted(lines, key=lambda line: -(line.spend or 0))[:_BESIDE]
        left = _EDGE + _PICTURE_WIDTH + 0.2
        heads = [_("Account"), _("Strategy"), _("Spend 3 y, k"), _("Ours")]
        rows = [[line.name, _official(line), _number(line.spend), _share(line)] for line in known]
        columns = _columns((1.9, 1.3, 0.83, 0.6), numbers={2, 3})
        self._table(slide, heads, rows, left=left, columns=columns, size=9)

    def table(self, lines: Sequence[MatrixLine], before: int, total: int) -> None:
        """Some of the accounts with their numbers, after those of the slides ``before``."""
        slide = self._slide(_of_strategies(lines, before, total))
        heads = [
            _("Account"),
            _("Manager"),
            _("Potential"),
            _("Position"),
            _("Strategy"),
            _("Without investment"),
            _("By plan"),
            _("Spend 3 y, k"),
            _("Ours"),
        ]
        rows = [
            [
                line.name,
                line.manager or formats.NOTHING,
                _number(line.potential, 2),
                formats.NOTHING
                if line.position is None
                else position_written(line.mode, float(line.position)),
                _official(line),
                _ahead(line, line.inertial, Forecast.INERTIAL),
                _ahead(line, line.planned, Forecast.PLANNED),
                _number(line.spend),
                _share(line),
            ]
            for line in lines
        ]
        widths = (2.75, 1.6, 0.9, 1.0, 1.55, 1.6, 1.6, 0.78, 0.55)
        numbers = {2, 7, 8} if lines[0].mode is Mode.STAGE else {2, 3, 7, 8}
        columns = _columns(widths, numbers=numbers)
        self._table(slide, heads, rows, left=_EDGE, columns=columns, size=10)

    def _slide(self, title: str) -> Any:
        from pptx.util import Inches

        slide = self._deck.slides.add_slide(self._deck.slide_layouts[5])  # a title and nothing else
        head = slide.shapes.title
        assert head is not None
        head.left, head.top = Inches(_EDGE), Inches(0.3)
        head.width, head.height = Inches(WIDE - 2 * _EDGE), Inches(0.85)
        size = 22 if len(title) <= _SHORT else 18
        _write(head.text_frame, title, size=size, colour=LIGHT["ink"], is_bold=True)
        foot = slide.shapes.add_textbox(
            Inches(_EDGE), Inches(HIGH - 0.5), Inches(WIDE - 2 * _EDGE), Inches(0.35)
        )
        _write(foot.text_frame, self._foot, size=10, colour=LIGHT["ink-soft"])
        return slide

    def _table(
        self,
        slide: Any,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        left: float,
        columns: Sequence[Column],
        size: int,
    ) -> None:
        table = add_table(
            slide, len(rows) + 1, columns, left=left, top=_PICTURE_TOP, row_height=0.34
        ).table
        colours = {
            str(strategy_told(each, is_borderline=is_borderline)): colour
            for each, colour in _COLOURS.items()
            for is_borderline in (False, True)
        }
        for at, texts in enumerate([heads, *rows]):
            is_head = at == 0
            for cell, text, column in zip(table.rows[at].cells, texts, columns, strict=True):
                first = text.partition("\n")[0]
                colour = LIGHT["paper"] if is_head else colours.get(first, LIGHT["ink"])
                cell.fill.solid()
                cell.fill.fore_color.rgb = rgb(LIGHT["ink" if is_head else "paper"])
                _write(
                    cell.text_frame, text, size=size, colour=colour, is_bold=is_head,
                    is_number=column.is_number,
                )  # fmt: skip


def _columns(widths: Sequence[float], *, numbers: Collection[int]) -> list[Column]:
    return [Column(width, is_number=at in numbers) for at, width in enumerate(widths)]


def _headline(picture: Chart, lines: Sequence[MatrixLine]) -> str:
    """Of what the picture is, how many there are, and how many deserve what."""
    count = ngettext("%(count)s account", "%(count)s accounts", len(lines)) % {
        "count": formats.number(len(lines))
    }
    return f"{picture.title}: {count}. {picture.description}"


def _of_strategies(lines: Sequence[MatrixLine], before: int, total: int) -> str:
    """Which of all accounts these are, and how many of them deserve what."""
    counts = Counter(each.strategy for each in lines if each.strategy is not None)
    told = [f"{STRATEGY_NAMES[each]}: {formats.number(counts[each])}" for each in counts]
    figures = {"count": formats.number(total)}
    if len(lines) == total:
        which = ngettext("%(count)s account", "%(count)s accounts", total) % figures
    else:
        figures |= {"first": formats.number(before + 1)}
        figures |= {"last": formats.number(before + len(lines))}
        which = _("Accounts %(first)s to %(last)s of %(count)s") % figures
    return " · ".join([which, *told])


def _write(
    frame: Any,
    text: str,
    *,
    size: int,
    colour: str,
    is_bold: bool = False,
    is_number: bool = False,
) -> None:
    from pptx.util import Pt

    frame.word_wrap = True
    frame.text = text
    for paragraph in frame.paragraphs:
        align(paragraph, is_number=is_number)
        paragraph.font.size, paragraph.font.bold = Pt(size), is_bold
        paragraph.font.color.rgb = rgb(colour)


def _official(line: MatrixLine) -> str:
    if line.strategy is None:
        return formats.NOTHING
    return str(strategy_told(line.strategy, is_borderline=line.is_borderline))


def _ahead(line: MatrixLine, strategy: Strategy | None, which: Forecast) -> str:
    """Where a forecast leads: the strategy, and beneath it potential and position."""
    potential, position = line.ahead(which)
    if strategy is None or potential is None or position is None:
        return formats.NOTHING
    told = f"{_number(potential, 2)} · {position_written(line.mode, float(position))}"
    return f"{STRATEGY_NAMES[strategy]}\n{told}"


def _number(value: Decimal | None, places: int = 0) -> str:
    return formats.NOTHING if value is None else formats.number(value, places=places)


def _share(line: MatrixLine) -> str:
    if not line.spend or line.part is None:
        return formats.NOTHING
    return formats.percent(line.part / line.spend, places=0)
