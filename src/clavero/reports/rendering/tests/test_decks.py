"""Slides that people go on editing: texts, tables and charts of PowerPoint's own, with notes."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import chain

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.enum.text import PP_ALIGN

from clavero.reports.content.model import Bullet, Bullets, ChartKind, Paragraph, Section, Tone
from clavero.reports.rendering.decks import to_deck
from clavero.reports.rendering.testing import (
    LONG_NAME,
    PICTURE,
    chart,
    document,
    everything,
    table,
)
from clavero.reports.rendering.tests.opened import slides, tables, texts, titles, told, words
from clavero.reports.rendering.words import to_text


def test_the_cover_says_what_it_is_of_when_and_for_whom() -> None:
    cover = slides(to_deck(document(Section("Uno", (Paragraph("Bien."),)))))[0]
    assert texts(cover) == [
        LONG_NAME,
        "Tercer trimestre de 2026",
        "Revisión de negocio\nInterno\nHecho el 26 nov 2026 por Íñigo Núñez",
    ]


def test_each_section_has_its_slides_after_those_that_lead_in() -> None:
    assert titles(to_deck(everything()))[1:5] == [
        "Revisión de negocio · Tercer trimestre de 2026",
        "1. Qué pasó en el periodo",
        "2. Ventas por cliente",
        "2. Ventas por cliente (continuación)",
    ]


def test_contents_that_have_no_room_under_the_lead_have_a_slide_of_their_own() -> None:
    few = everything()
    assert "Índice" in "\n".join(texts(slides(to_deck(few))[1])).splitlines()
    many = replace(few, sections=tuple(Section(f"Parte {at}", ()) for at in range(24)))
    assert titles(to_deck(many))[2] == "Índice"


def test_what_is_of_one_page_has_no_contents() -> None:
    told = replace(everything(), is_one_page=True)
    assert "Índice" not in titles(to_deck(told))
    assert "Índice" not in words(to_text(told))


def test_sections_with_little_to_say_share_a_slide_under_their_titles() -> None:
    deck = to_deck(everything())
    assert titles(deck)[-1] == "6. Amenazas · 7. Miedos del cliente"
    assert texts(slides(deck)[-1])[1].splitlines() == [
        "6. Amenazas",
        "Nadie ha escrito ninguna amenaza todavía.",
        "7. Miedos del cliente",
    ]


def test_a_long_table_goes_on_under_the_same_heads_and_no_row_is_lost_or_doubled() -> None:
    deck = to_deck(document(Section("Ventas", (table(40),))))
    _cover, *rest = slides(deck)
    found = [each for slide in rest for each in tables(slide)]
    assert len(found) == len(rest) > 2
    assert {tuple(rows[0]) for rows in found} == {
        ("Cliente", "Ventas netas", "Cuota", "Visitas", "Última compra", "Responsable")
    }
    names = [row[0] for rows in found for row in rows[1:]]
    assert names == [*(f"{at} {LONG_NAME}" for at in range(40)), "Total"]
    assert titles(deck)[2] == "Ventas (continuación)"


def test_figures_stand_at_the_right_and_words_at_the_left() -> None:
    [_cover, slide] = slides(to_deck(document(Section("Ventas", (table(3),)))))
    [frame] = [shape for shape in slide.shapes if shape.has_table]
    for row in frame.table.rows:
        sides = [cell.text_frame.paragraphs[0].alignment for cell in row.cells]
        assert [at for at, side in enumerate(sides) if side == PP_ALIGN.RIGHT] == [1, 2, 3]
    assert told(frame) == "Ventas por cliente"
    assert frame.table.first_row


def test_a_table_without_rows_says_so() -> None:
    [_cover, slide] = slides(to_deck(document(Section("Ventas", (table(0).__class__(
        "Ventas", table(0).columns, (), (), "No hay ventas."),)))))  # fmt: skip
    assert tables(slide) == []
    assert "No hay ventas." in texts(slide)


def test_the_speaker_is_told_where_it_was_read() -> None:
    slide = slides(to_deck(everything()))[2]
    assert slide.notes_slide.notes_text_frame.text.splitlines() == [
        "Fuentes",
        "Libro de ventas, hasta el 30 sep 2026",
        "Plan de cuenta, versión 4",
    ]


@pytest.mark.parametrize(
    ("kind", "names", "expected"),
    [
        (ChartKind.LINES, ("ene", "feb"), XL_CHART_TYPE.LINE_MARKERS),
        (ChartKind.STACKED, ("ene", "feb"), XL_CHART_TYPE.COLUMN_STACKED),
        (ChartKind.BARS, ("ene", "feb"), XL_CHART_TYPE.COLUMN_CLUSTERED),
        (ChartKind.BARS, ("Astilleros", LONG_NAME), XL_CHART_TYPE.BAR_CLUSTERED),
    ],
)
def test_a_picture_with_numbers_is_a_chart_with_them(
    kind: ChartKind, names: tuple[str, ...], expected: XL_CHART_TYPE
) -> None:
    picture = chart(kind, names=names)
    [_cover, slide] = slides(to_deck(document(Section("Ventas", (picture,)))))
    [frame] = [shape for shape in slide.shapes if shape.has_chart]
    assert frame.chart.chart_type == expected
    assert [each.name for each in frame.chart.series] == ["Año 2025", "Año 2026"]
    assert list(frame.chart.plots[0].series[1].values) == [120.0, None]
    assert told(frame) == "Ventas por mes."
    assert not [shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE]


def test_no_category_is_left_without_its_name() -> None:
    picture = chart(ChartKind.BARS, names=tuple(f"{at} {LONG_NAME}" for at in range(15)))
    [_cover, slide] = slides(to_deck(document(Section("Ventas", (picture,)))))
    [frame] = [shape for shape in slide.shapes if shape.has_chart]
    assert frame.chart._chartSpace.xpath(".//c:catAx/c:tickLblSkip/@val") == ["1"]


def test_no_name_is_a_formula_in_the_numbers_of_a_chart() -> None:
    picture = chart(ChartKind.BARS, names=("=1+1", "{=2}"))
    [_cover, slide] = slides(to_deck(document(Section("Ventas", (picture,)))))
    [frame] = [shape for shape in slide.shapes if shape.has_chart]
    book = load_workbook(io.BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob))
    cells = list(chain.from_iterable(book.active.iter_rows()))
    assert [cell.data_type for cell in cells if cell.data_type == "f"] == []
    assert " =1+1" in [cell.value for cell in cells]


def test_a_picture_without_numbers_is_shown_sharp_and_told() -> None:
    [_cover, slide] = slides(to_deck(document(Section("Posición", (PICTURE,)))))
    [shape] = [each for each in slide.shapes if each.shape_type == MSO_SHAPE_TYPE.PICTURE]
    assert told(shape) == "Un círculo a la izquierda."
    wide, high = shape.image.size
    assert wide / (shape.width / 914_400) > 150  # pixels an inch
    assert wide / high == pytest.approx(2, rel=0.01)
    assert shape.width / shape.height == pytest.approx(2, rel=0.01)
    assert {"Posición", "Hoy y hace un año."} <= set(texts(slide))


def test_a_mark_is_said_before_its_item_as_a_word() -> None:
    items = Bullets((Bullet("Firmar", "Hoy", "Tarde", Tone.BAD), Bullet("Hablar")))
    [_cover, slide] = slides(to_deck(document(Section("Acciones", (items,)))))
    assert texts(slide)[1].splitlines() == ["Tarde: Firmar", "Hoy", "Hablar"]
    paragraphs = slide.placeholders[1].text_frame.paragraphs
    assert [len(each._p.xpath("./a:pPr/a:buChar")) for each in paragraphs] == [1, 0, 1]


@pytest.mark.parametrize(("language", "tag"), [("es", "es-ES"), ("en", "en-GB")])
def test_every_word_is_said_in_the_language_of_the_document(language: str, tag: str) -> None:
    deck = Presentation(io.BytesIO(to_deck(everything(language))))
    about = deck.core_properties
    assert (about.language, about.author, about.title) == (tag, "Íñigo Núñez", LONG_NAME)
    every = [slide._element for slide in deck.slides]
    every += [slide.notes_slide._element for slide in deck.slides]
    runs = [run for each in every for run in each.xpath(".//a:r") if "".join(run.itertext())]
    assert {(*run.xpath("./a:rPr/@lang"),) for run in runs} == {(tag,)}


def test_no_place_is_left_that_asks_for_a_click_and_each_slide_has_foot_and_number() -> None:
    for slide in slides(to_deck(everything()))[1:]:
        places = {each.name: each for each in slide.placeholders}
        assert all("".join(each._element.itertext()).strip() for each in places.values())
        assert "Interno · Hecho el 26 nov 2026 por Íñigo Núñez" in places["footer"].text_frame.text
        assert places["number"]._element.xpath(".//a:fld/@type") == ["slidenum"]
    assert not [
        each for each in slides(to_deck(everything()))[0].placeholders if not each.has_text_frame
    ]


def test_a_title_that_has_no_room_is_cut_and_told_whole_to_the_speaker() -> None:
    title = "Lo que se habló " * 60
    slide = slides(to_deck(document(Section(title, (Paragraph("Bien."),)))))[1]
    assert slide.shapes.title.text_frame.text.endswith("…")
    assert slide.notes_slide.notes_text_frame.text.strip() == title.strip()
