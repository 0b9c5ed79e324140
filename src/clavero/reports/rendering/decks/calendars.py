"""A calendar on a slide: PowerPoint's own bars, diamonds and connectors, which people move on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from clavero.core.writable import writable
from clavero.reports.content.model import Bar, Calendar, Pace, Tone
from clavero.reports.rendering.decks.pieces import (
    CALENDAR_FOOT,
    CALENDAR_HEAD,
    CALENDAR_ROW,
)
from clavero.ui.measuring import LINE, cut, width_of

_LABEL = 0.36  # of the width, for the names
_TEXT, _SMALL, _SMALLEST = 11.0, 9.0, 7.0
_BAR, _SIGN, _LEAST = 0.46, 12.0, 4.0  # of a row's height, across a milestone, of a bar
_NUMBER = 18.0
_DONE = "✓"


class Write(Protocol):
    """Writes a text at the end of a paragraph, in letters of ``size`` points."""

    def __call__(
        self, paragraph: Any, text: str, size: float, tone: Tone, *, is_bold: bool = False
    ) -> None: ...


def add_calendar(
    slide: Any, calendar: Calendar, frame: tuple[float, float, float, float], write: Write, bad: Any
) -> Any:
    """A calendar in ``frame`` (left, top, width, height in points), as one group; ``bad`` is the
    colour of what is late."""
    pencil = _Pencil(slide, calendar, frame, write, bad)
    # The next free number is counted on: to look for it anew for each line takes longer than all.
    slide.shapes.turbo_add_enabled = True
    pencil.everything()
    slide.shapes.turbo_add_enabled = False
    return slide.shapes.add_group_shape(pencil.drawn)


@dataclass(frozen=True, slots=True)
class _Ends:
    """The shape of a bar and where it stands."""

    shape: Any
    left: float
    right: float


class _Pencil:
    def __init__(
        self,
        slide: Any,
        calendar: Calendar,
        frame: tuple[float, float, float, float],
        write: Write,
        bad: Any,
    ) -> None:
        self._shapes, self._calendar, self._write, self._bad = slide.shapes, calendar, write, bad
        self.drawn: list[Any] = []
        self._left, self._top, self._width, self._height = frame
        self._label = self._width * _LABEL
        free = self._height - CALENDAR_HEAD - CALENDAR_FOOT
        self._row = min(CALENDAR_ROW, free / max(1, len(calendar.bars)))
        self._scale = min(1.0, self._row / ((_TEXT + _SMALL) * LINE + 2))
        self._end = CALENDAR_HEAD + self._row * len(calendar.bars)

    def everything(self) -> None:
        """Months, names, bars, what waits for what, and what the signs mean."""
        self._months()
        marks = {}
        for at, bar in enumerate(self._calendar.bars):
            top = CALENDAR_HEAD + at * self._row
            self._name(bar, top)
            marks[bar.number] = self._bar(bar, top)
            self._line((0, top + self._row), (self._width, top + self._row), faint=True)
        self._today()
        for bar in self._calendar.bars:
            for number in bar.after:
                self._arrow(marks.get(number), marks[bar.number])
        self._legend()

    def _at(self, part: float) -> float:
        return self._label + part * (self._width - self._label)

    def _months(self) -> None:
        months = self._calendar.months
        across = (self._width - self._label) / len(months)
        for at, (month, year) in enumerate(months):
            left = self._at(at / len(months))
            self._line((left, 4 if year else CALENDAR_HEAD - 4), (left, self._end), faint=not year)
            if year:
                self._text(left + 3, 0, 60, 16, year, 11, is_bold=True)
            size = _SMALL if width_of(month, _SMALL) < across else _SMALLEST
            self._text(
                left, CALENDAR_HEAD - 15, across, 14, month, size, tone=Tone.QUIET, is_centred=True
            )
        self._line((0, CALENDAR_HEAD), (self._width, CALENDAR_HEAD), weight=1.25)

    def _today(self) -> None:
        x = self._at(self._calendar.today)
        line = self._line((x, CALENDAR_HEAD), (x, self._end + 3), weight=1.5)
        from pptx.enum.dml import MSO_LINE

        line.line.dash_style = MSO_LINE.DASH
        left = min(max(0, x - 40), self._width - 80)
        name = self._calendar.today_name
        self._text(left, self._end + 3, 80, 13, name, _SMALL, is_bold=True, is_centred=True)

    def _name(self, bar: Bar, top: float) -> None:
        size, small = _TEXT * self._scale, _SMALL * self._scale
        number = str(bar.number)
        self._text(0, top + 1, _NUMBER, self._row, number, size, tone=Tone.QUIET)
        width = self._label - _NUMBER - 6
        box = self._box(_NUMBER, top + 1, width, self._row - 1)
        frame = self._framed(box)
        under = Tone.BAD if bar.pace is Pace.LATE else Tone.QUIET
        for text, letters, tone in ((bar.text, size, Tone.PLAIN), (bar.told, small, under)):
            paragraph = frame.paragraphs[0] if tone is Tone.PLAIN else frame.add_paragraph()
            shown = cut(_plain(text), letters, width, letters * LINE + 1)
            self._write(paragraph, shown, letters, tone)

    def _bar(self, bar: Bar, top: float) -> _Ends | None:
        from pptx.enum.dml import MSO_THEME_COLOR
        from pptx.enum.shapes import MSO_SHAPE

        middle = top + self._row / 2
        if not bar.is_shown:
            is_before = bar.start <= 0
            kind = MSO_SHAPE.LEFT_ARROW if is_before else MSO_SHAPE.RIGHT_ARROW
            left = self._label + 1 if is_before else self._width - 11
            self._shape(kind, left, middle - 5, 10, 10, bar.pace)
            return None
        if bar.is_milestone:
            left = min(max(self._at(bar.end) - _SIGN / 2, self._label), self._width - _SIGN)
            sign = self._shape(MSO_SHAPE.DIAMOND, left, middle - _SIGN / 2, _SIGN, _SIGN, bar.pace)
            return _Ends(sign, left, left + _SIGN)
        left = min(self._at(bar.start), self._width - _LEAST)
        across = max(self._at(bar.end) - left, _LEAST)
        high = self._row * _BAR
        shape = self._shape(MSO_SHAPE.RECTANGLE, left, middle - high / 2, across, high, bar.pace)
        if bar.pace is Pace.DONE and across >= _SIGN:
            frame = shape.text_frame
            frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
            self._write(frame.paragraphs[0], _DONE, high * 0.7, Tone.PLAIN, is_bold=True)
            frame.paragraphs[0].runs[0].font.color.theme_color = MSO_THEME_COLOR.BACKGROUND_1
        return _Ends(shape, left, left + across)

    def _shape(
        self, kind: Any, left: float, top: float, width: float, height: float, pace: Pace
    ) -> Any:
        """A sign of a pace: what is to do is pale, what is done full, what is late hatched."""
        from pptx.enum.dml import MSO_PATTERN, MSO_THEME_COLOR
        from pptx.util import Pt

        shape = self._kept(self._shapes.add_shape(kind, *self._box(left, top, width, height)))
        _flat(shape)
        fill, border = shape.fill, shape.line
        border.width = Pt(1)
        border.color.theme_color = MSO_THEME_COLOR.ACCENT_1
        if pace is Pace.LATE:
            fill.patterned()
            fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
            fill.fore_color.rgb = border.color.rgb = self._bad
            fill.back_color.theme_color = MSO_THEME_COLOR.BACKGROUND_1
        else:
            fill.solid()
            fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1
            if pace is Pace.OPEN:
                fill.fore_color.brightness = 0.75
        return shape

    def _arrow(self, first: _Ends | None, then: _Ends | None) -> None:
        from pptx.enum.dml import MSO_THEME_COLOR
        from pptx.enum.shapes import MSO_CONNECTOR
        from pptx.oxml import parse_xml
        from pptx.oxml.ns import nsdecls
        from pptx.util import Pt

        if first is None or then is None:
            return
        line = self._kept(self._shapes.add_connector(MSO_CONNECTOR.ELBOW, 0, 0, 0, 0))
        _flat(line)
        line.begin_connect(first.shape, 3)
        line.end_connect(then.shape, 1)
        line.line.width = Pt(1)
        line.line.color.theme_color = MSO_THEME_COLOR.TEXT_2
        line.line._get_or_add_ln().append(
            parse_xml(f'<a:tailEnd {nsdecls("a")} type="triangle" w="med" len="med"/>')
        )

    def _legend(self) -> None:
        from pptx.enum.shapes import MSO_SHAPE

        left, top = 0.0, self._end + 20
        for pace, name in self._calendar.legend:
            is_milestone = pace is None
            kind = MSO_SHAPE.DIAMOND if is_milestone else MSO_SHAPE.RECTANGLE
            across = _SIGN if is_milestone else 2 * _SIGN
            self._shape(kind, left, top, across, _SIGN - 2, pace or Pace.OPEN)
            width = width_of(name, _SMALL) + 8
            self._text(left + across + 5, top - 1, width, 13, name, _SMALL, tone=Tone.QUIET)
            left += across + width + 16

    # -- what they are made of -----------------------------------------------------------------

    def _kept(self, shape: Any) -> Any:
        self.drawn.append(shape)
        return shape

    def _box(self, left: float, top: float, width: float, height: float) -> tuple[Any, ...]:
        from pptx.util import Pt

        return Pt(self._left + left), Pt(self._top + top), Pt(width), Pt(height)

    def _line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        *,
        faint: bool = False,
        weight: float = 0.5,
    ) -> Any:
        from pptx.enum.dml import MSO_THEME_COLOR
        from pptx.enum.shapes import MSO_CONNECTOR
        from pptx.util import Pt

        (x1, y1), (x2, y2) = start, end
        ends = (*self._box(x1, y1, 0, 0)[:2], *self._box(x2, y2, 0, 0)[:2])
        line = self._kept(self._shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *ends))
        _flat(line)
        line.line.width = Pt(weight)
        line.line.color.theme_color = MSO_THEME_COLOR.TEXT_1
        if faint:
            line.line.color.brightness = 0.85
        return line

    def _framed(self, box: tuple[Any, ...]) -> Any:
        frame = self._kept(self._shapes.add_textbox(*box)).text_frame
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.word_wrap = True
        return frame

    def _text(
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        text: str,
        size: float,
        *,
        tone: Tone = Tone.PLAIN,
        is_bold: bool = False,
        is_centred: bool = False,
    ) -> None:
        from pptx.enum.text import PP_ALIGN

        paragraph = self._framed(self._box(left, top, width, height)).paragraphs[0]
        if is_centred:
            paragraph.alignment = PP_ALIGN.CENTER
        self._write(paragraph, _plain(text), size, tone, is_bold=is_bold)


def _flat(shape: Any) -> None:
    """Without the shadow that a theme would give it."""
    for effect in shape._element.xpath("./p:style/a:effectRef"):
        effect.set("idx", "0")


def _plain(text: str) -> str:
    return " ".join(writable(text).split())
