"""Texts for Word: headings that are such, tables whose heads repeat, pictures that are told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from docx.enum.section import WD_SECTION

from clavero.reports.content.model import (
    Bullet,
    Bullets,
    Column,
    Drawn,
    Heading,
    PageBreak,
    Paragraph,
    Picture,
    Section,
    Table,
)
from clavero.reports.rendering.testing import (
    LONG_NAME,
    PICTURE,
    SVG,
    calendar,
    document,
    everything,
    table,
)
from clavero.reports.rendering.tests.opened import text, words
from clavero.reports.rendering.words import to_text
from clavero.reports.rendering.words.flow import Flow
from clavero.reports.rendering.words.looks import OF_ONE_PAGE
from clavero.reports.rendering.words.one_page import fit_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def of_style(opened: Any, name: str) -> list[str]:
    return [each.text for each in opened.paragraphs if each.style.name == name]


def test_it_says_first_what_it_is() -> None:
    assert words(to_text(document(Section("Uno", (Paragraph("Bien."),))))) == [
        LONG_NAME,
        "Tercer trimestre de 2026",
        "Revisión de negocio · Interno",
        "Uno",
        "Bien.",
    ]


def test_headings_are_headings_and_the_contents_lead_to_them() -> None:
    opened = text(to_text(everything()))
    sections = [
        "1. Qué pasó en el periodo",
        "2. Ventas por cliente",
        "3. Posición",
        "4. Evolución",
        "5. Familias",
        "6. Amenazas",
        "7. Miedos del cliente",
    ]
    assert of_style(opened, "Heading 1") == sections
    assert of_style(opened, "Heading 2") == ["Índice", "Acciones"]
    links = opened.element.body.xpath(".//w:hyperlink")
    assert [each.text for link in links for each in link.xpath(".//w:t")] == sections
    marks = opened.element.body.xpath(".//w:bookmarkStart/@w:name")
    assert [each.get(f"{W}anchor") for each in links] == marks
    assert opened.element.body.xpath(".//w:instrText")[0].text.startswith("TOC ")


def test_the_head_of_a_table_repeats_and_no_row_is_parted() -> None:
    opened = text(to_text(document(Section("Ventas", (table(60),)))))
    [shown] = opened.tables
    head, *rows = shown.rows
    assert [cell.text for cell in head.cells][:2] == ["Cliente", "Ventas netas"]
    assert [bool(row._tr.xpath("./w:trPr/w:tblHeader")) for row in (head, rows[0])] == [True, False]
    assert all(row._tr.xpath("./w:trPr/w:cantSplit") for row in shown.rows)
    assert [row.cells[0].text for row in rows] == [
        *(f"{at} {LONG_NAME}" for at in range(60)),
        "Total",
    ]
    assert shown._tbl.xpath("./w:tblPr/w:tblCaption/@w:val") == ["Ventas por cliente"]
    sides = [cell.paragraphs[0].alignment for cell in rows[0].cells]
    assert [at for at, side in enumerate(sides) if side is not None] == [1, 2, 3]


def kept_rows(file: bytes) -> list[int]:
    """The rows of its table that stay with the one after them."""
    [shown] = text(file).tables
    cells = [row.cells[0].paragraphs[0].paragraph_format for row in shown.rows]
    return [at for at, each in enumerate(cells) if each.keep_with_next]


def test_a_low_table_stays_on_one_page() -> None:
    low = to_text(document(Section("Ventas", (table(3, name="Uno"),))))
    assert kept_rows(low) == [0, 1, 2, 3]


@pytest.mark.parametrize("count", [8, 60])
def test_a_high_table_goes_on_over_pages_and_neither_head_nor_total_stands_alone(
    count: int,
) -> None:
    high = to_text(document(Section("Ventas", (table(count),))))
    assert kept_rows(high) == [0, 1, count]


def test_a_table_is_never_wider_than_the_page() -> None:
    opened = text(to_text(document(Section("Ventas", (table(3),)))))
    sheet = opened.sections[0]
    room = sheet.page_width - sheet.left_margin - sheet.right_margin
    assert sum(column.width for column in opened.tables[0].columns) <= room


def test_a_table_without_rows_says_so() -> None:
    empty = Table("Ventas", (Column("Cliente"),), (), (), "No hay ventas.")
    file = to_text(document(Section("Ventas", (empty,))))
    assert words(file)[-1] == "No hay ventas."
    assert not text(file).tables


def test_a_picture_is_told_and_has_its_words_around_it() -> None:
    file = to_text(document(Section("Posición", (PICTURE,))))
    [shape] = text(file).inline_shapes
    assert shape._inline.docPr.get("descr") == "Un círculo a la izquierda."
    assert shape._inline.get("distL") == "0", "nothing shifts it over the margin"
    assert shape.width / shape.height == pytest.approx(2, rel=0.01)
    assert words(file)[-2:] == ["Posición", "Hoy y hace un año."]


def across_of(above: int, picture: Picture) -> float:
    """How wide a picture is beneath so many lines, in points."""
    told = Bullets((Bullet("Bien."),) * above)
    [shape] = text(to_text(document(Section("Uno", (told, picture))))).inline_shapes
    return float(shape.width.pt)


def test_a_picture_is_made_smaller_where_it_nearly_has_room_and_else_goes_on() -> None:
    whole = across_of(1, PICTURE)
    assert whole == pytest.approx(450)  # 600 pixels
    assert across_of(10, PICTURE) == whole
    assert whole * 0.6 <= across_of(20, PICTURE) < whole
    assert across_of(26, PICTURE) == whole


def test_a_picture_that_can_be_redrawn_is_drawn_for_the_room_that_is_left() -> None:
    asked = []

    def redrawn(across: int, above: int) -> Picture:
        asked.append((across, above))
        return Picture("Otra", Drawn(SVG, across, above), "Más baja.")

    picture = replace(PICTURE, redrawn=redrawn)
    assert across_of(10, picture) == pytest.approx(450, abs=1)
    assert asked == []
    assert across_of(20, picture) == pytest.approx(450, abs=1)
    [(across, above)] = asked
    assert across == 600
    assert above < 240


def test_a_calendar_is_parted_so_that_no_page_stays_empty_above_it() -> None:
    opened = text(to_text(document(Section("Uno", (calendar(14),)))))
    assert len(opened.inline_shapes) == 3
    titles = [each.text for each in opened.paragraphs if each.text.startswith("18 meses")]
    assert titles == ["18 meses", "18 meses (6–10)", "18 meses (11–14)"]


def test_what_is_used_of_a_page_is_reckoned() -> None:
    flow = Flow(100.0)
    flow.lines(3, 10.0, before=5.0, after=5.0)
    assert flow.room == 60
    flow.whole(20.0, keeps=True)
    flow.whole(50.0)
    assert flow.room == 30, "what stays with what follows it goes along to the next page"
    flow.lines(6, 10.0, before=0.0, after=0.0)
    assert flow.room == 70, "three lines have gone on there"
    flow.whole(90.0, again=10.0)
    assert flow.room == 0, "with the head of its table it is a page"
    flow.turn()
    assert flow.room == 100


def test_marks_notes_and_empty_lists_are_said() -> None:
    items = Bullets((Bullet("Firmar", "Hoy", "Tarde"), Bullet("Hablar")))
    opened = text(to_text(document(Section("Acciones", (items, Bullets((), "Nada más."))))))
    assert of_style(opened, "List Bullet") == ["Tarde: Firmar", "Hablar"]
    assert of_style(opened, "List Continue") == ["Hoy"]
    assert opened.paragraphs[-1].text == "Nada más."


@pytest.mark.parametrize("what", [Heading("Dos"), table(1)])
def test_what_follows_a_new_page_begins_on_one(what: Any) -> None:
    opened = text(to_text(document(Section("Uno", (Paragraph("Bien."), PageBreak(), what)))))
    turns = [each.paragraph_format.page_break_before for each in opened.paragraphs]
    assert turns.count(True) == 1


@pytest.mark.parametrize(("language", "tag"), [("es", "es-ES"), ("en", "en-GB")])
def test_every_word_is_said_in_the_language_of_the_document(language: str, tag: str) -> None:
    opened = text(to_text(everything(language)))
    about = opened.core_properties
    assert (about.language, about.author, about.title) == (tag, "Íñigo Núñez", LONG_NAME)
    assert opened.styles.element.xpath("./w:docDefaults//w:lang/@w:val") == [tag]
    runs = opened.element.body.xpath(".//w:r/w:rPr/w:lang/@w:val")
    assert set(runs) == {tag}


def test_each_page_has_its_number_and_who_made_it() -> None:
    sheet = text(to_text(everything())).sections[0]
    [head], [foot] = sheet.header.paragraphs, sheet.footer.paragraphs
    assert head.text == "Interno"
    assert foot.text == "Hecho el 26 nov 2026 por Íñigo Núñez\tPágina 1 de 1"
    asked = [each.text.strip() for each in foot._p.xpath(".//w:instrText")]
    assert asked == ["PAGE", "NUMPAGES"]


def test_where_it_was_read_is_said_beneath() -> None:
    told = "Fuentes: Libro de ventas, hasta el 30 sep 2026; Plan de cuenta, versión 4"
    assert told in words(to_text(everything()))


def test_a_page_needs_no_contents() -> None:
    sections = [Section(f"Parte {at}", (Paragraph("Uno"),)) for at in range(9)]
    long = document(*sections)
    assert "Índice" in words(to_text(long))
    short = replace(long, is_one_page=True)
    assert "Índice" not in words(to_text(short))


def test_a_text_that_must_be_a_page_stands_in_two_columns_in_a_size_that_fits() -> None:
    few = Section("Poco", (Paragraph("Bien."),))
    much = tuple(
        Section(f"Mucho {at}", (Bullets((Bullet(f"{LONG_NAME} {at}", LONG_NAME),) * 4),))
        for at in range(6)
    )
    sizes = []
    for sections in ((few, few), much):
        opened = text(to_text(replace(document(*sections), is_one_page=True)))
        first, second = opened.sections
        assert second.start_type == WD_SECTION.CONTINUOUS
        assert second._sectPr.xpath("./w:cols/@w:num") == ["2"]
        assert len(opened.element.body.xpath('.//w:br[@w:type="column"]')) == 1
        assert first.header.paragraphs[0].text == "Interno"
        heads = [each for each in opened.paragraphs if each.style.name == "Heading 1"]
        sizes.append(max(run.font.size for each in heads for run in each.runs if run.text))
    assert sizes[0] > sizes[1]


def test_what_must_be_a_page_is_cut_in_columns_of_about_the_same_height() -> None:
    sections = tuple(Section(f"{at}", (Paragraph("Bien. " * 40),)) for at in range(6))
    told = replace(document(*sections), is_one_page=True)
    fit = fit_of(told, 500, 700)
    assert (fit.first, fit.look) == (3, OF_ONE_PAGE[0])
    assert not fit_of(told, 500, 40).has_room
    assert fit_of(told, 500, 40).look is OF_ONE_PAGE[-1]


def test_a_long_title_leaves_a_page_its_room() -> None:
    told = replace(document(Section("Uno", (Paragraph("Bien."),)), title=LONG_NAME * 3),
                   is_one_page=True)  # fmt: skip
    [title] = [each for each in text(to_text(told)).paragraphs if each.style.name == "Title"]
    assert title.runs[0].font.size < title.style.font.size
