"""Parts of slides that people go on editing: texts and PowerPoint's own tables, in inches and
points. It knows neither Django nor the palette: a colour is given, as hexadecimal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
WIDE, HIGH = 13.333, 7.5  # inches: sixteen to nine
_MARGIN_ACROSS, _MARGIN_DOWN = 0.06, 0.03  # inches around the text of a cell


@dataclass(frozen=True, slots=True)
class Column:
    """Of a table; ``width`` is in inches, and numbers stand on the right, one beneath the other."""

    width: float
    is_number: bool


def rgb(colour: str) -> Any:
    """A colour as python-pptx takes it."""
    from pptx.dml.color import RGBColor

    return RGBColor(*bytes.fromhex(colour[1:]))  # type: ignore[no-untyped-call]


def align(paragraph: Any, *, is_number: bool) -> None:
    """Numbers end where the ones above them end."""
    from pptx.enum.text import PP_ALIGN

    paragraph.alignment = PP_ALIGN.RIGHT if is_number else PP_ALIGN.LEFT


def add_table(
    slide: Any,
    count: int,
    columns: Sequence[Column],
    *,
    left: float,
    top: float,
    row_height: float,
) -> Any:
    """An empty table of ``count`` rows, the first one its head, with narrow margins; its frame."""
    from pptx.util import Inches

    frame = slide.shapes.add_table(
        count, len(columns), Inches(left), Inches(top),
        Inches(sum(each.width for each in columns)), Inches(row_height * count),
    )  # fmt: skip
    table = frame.table
    table.horz_banding = False
    for shown, column in zip(table.columns, columns, strict=True):
        shown.width = Inches(column.width)
    for row in table.rows:
        for cell in row.cells:
            cell.margin_top = cell.margin_bottom = Inches(_MARGIN_DOWN)
            cell.margin_left = cell.margin_right = Inches(_MARGIN_ACROSS)
    return frame
