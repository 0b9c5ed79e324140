"""What was written, read again by the libraries."""

from __future__ import annotations

import io
from itertools import chain
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import docx
from openpyxl import load_workbook
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


def text(file: bytes) -> Any:
    """A text for Word."""
    return docx.Document(io.BytesIO(file))


def words(file: bytes) -> list[str]:
    """The paragraphs of a text outside its tables, without the empty ones."""
    return [each.text for each in text(file).paragraphs if each.text]


def sheets(file: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """The values of a workbook by sheet, row by row."""
    book = load_workbook(io.BytesIO(file))
    return {each.title: list(each.iter_rows(values_only=True)) for each in book}


def all_words(file: bytes) -> str:
    """Every text in a file of an office program, wherever it stands: on slides and in groups, in
    notes, heads, cells, alternatives, names and properties."""
    with ZipFile(io.BytesIO(file)) as parts:
        trees = [ElementTree.fromstring(parts.read(each)) for each in parts.namelist()
                 if each.endswith((".xml", ".rels"))]  # fmt: skip
    every = [node for tree in trees for node in tree.iter()]
    told = [node.get(name, "") for node in every for name in ("descr", "title", "name")]
    return "\n".join([*told, *(text for tree in trees for text in tree.itertext())])


def kinds(file: bytes) -> set[str]:
    """The kinds of cells in a workbook: numbers, texts, days, formulas."""
    every = chain.from_iterable(
        row for each in load_workbook(io.BytesIO(file)) for row in each.iter_rows()
    )
    return {cell.data_type for cell in every if cell.value is not None}
