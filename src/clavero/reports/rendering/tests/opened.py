"""What was written, read again by the libraries."""

from __future__ import annotations

import io
from typing import Any

from pptx import Presentation


def slides(deck: bytes) -> list[Any]:
    """The slides of a presentation."""
    return list(Presentation(io.BytesIO(deck)).slides)


def titles(deck: bytes) -> list[str]:
    """The titles of its slides, as whoever hears them is told."""
    return [slide.shapes.title.text_frame.text for slide in slides(deck)]


def texts(slide: Any) -> list[str]:
    """The texts of a slide outside its tables."""
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def tables(slide: Any) -> list[list[list[str]]]:
    """PowerPoint's own tables on a slide, row by row."""
    frames = [shape for shape in slide.shapes if shape.has_table]
    return [[[cell.text for cell in row.cells] for row in each.table.rows] for each in frames]


def told(shape: Any) -> str:
    """What is heard of a shape by who does not see it."""
    [properties] = shape._element.xpath("./*/p:cNvPr")
    return str(properties.get("descr", ""))
