"""The calendar of actions: the same bars on pages, in texts and on slides."""

from __future__ import annotations

import io
from dataclasses import replace
from xml.etree import ElementTree

from pptx import Presentation
from pptx.enum.dml import MSO_FILL
from pptx.enum.shapes import MSO_SHAPE_TYPE

from clavero.reports.content.model import Calendar, Pace, Paragraph, Picture, Section
from clavero.reports.rendering.calendars import MOST, drawn, parted, picture_of
from clavero.reports.rendering.decks import to_deck
from clavero.reports.rendering.pages import to_pdf
from clavero.reports.rendering.pages.telling import as_told
from clavero.reports.rendering.sheets import to_sheets
from clavero.reports.rendering.testing import LONG_NAME, calendar, document
from clavero.reports.rendering.tests.opened import sheets, slides, text, told
from clavero.reports.rendering.words import to_text

_SVG = "{http://www.w3.org/2000/svg}"


def test_each_pace_has_a_drawing_of_its_own() -> None:
    svg = picture_of(replace(calendar(), legend=())).svg
    assert svg.count('fill="url(#late)"') == 1  # hatched, the second alone
    assert svg.count('#ffffff" stroke-width="1.8"') == 1  # ticked, the first alone
    words = [each.text for each in ElementTree.fromstring(svg).iter(f"{_SVG}text")]
    for said in ("Visita 1", "Visita 4", "1", "4", "Íñigo Núñez", "Hoy", "2026", "o"):
        assert said in words, said


def test_what_waits_is_led_to_and_what_lies_outside_is_pointed_at() -> None:
    # The third lies outside: neither the arrow to it nor the one from it has where to go.
    assert picture_of(replace(calendar(), legend=())).svg.count("<polyline") == 2  # one, and a tick
    shown = replace(calendar(), legend=())
    every = replace(shown, bars=tuple(replace(each, is_shown=True) for each in shown.bars))
    assert picture_of(every).svg.count("<polyline") == 4


def test_a_long_calendar_is_parted_and_nothing_is_lost() -> None:
    many = calendar(2 * MOST + 1)
    parts = parted(many, MOST)
    assert [len(each.bars) for each in parts] == [13, 13, 11]
    assert [bar.number for each in parts for bar in each.bars] == list(range(1, 2 * MOST + 2))
    made = drawn(document(Section("Acciones", (many, Paragraph("Fin")))))
    assert [type(each) for each in made.blocks] == [Picture] * 3 + [Paragraph]
    assert [each.title for each in made.pictures] == [
        "18 meses", "18 meses (14–26)", "18 meses (27–37)",
    ]  # fmt: skip


def test_long_names_end_within_their_room() -> None:
    picture = picture_of(calendar(3, name=LONG_NAME, told=LONG_NAME))
    lines = [
        each
        for each in ElementTree.fromstring(picture.svg).iter(f"{_SVG}text")
        if float(each.get("x", 0)) == 25 and float(each.get("y", 0)) < picture.height - 10
    ]
    assert len(lines) == 3 * 4  # two of the name, two beneath it
    assert all(len(each.text or "") < 60 for each in lines)


def test_slides_have_shapes_that_can_be_moved() -> None:
    deck = to_deck(document(Section("Acciones", (calendar(),))))
    [group] = [each for each in slides(deck)[1].shapes if each.shape_type == MSO_SHAPE_TYPE.GROUP]
    assert told(group) == "Calendario de 4 acciones."
    assert not any(each.shape_type == MSO_SHAPE_TYPE.PICTURE for each in slides(deck)[1].shapes)
    signs = [each for each in group.shapes if each.shape_type == MSO_SHAPE_TYPE.AUTO_SHAPE]
    hatched = [each for each in signs if each.fill.type == MSO_FILL.PATTERNED]
    assert len(hatched) == 2  # of the second, and of the legend
    glued = [each for each in group.shapes if each._element.xpath(".//a:stCxn")]
    assert len(glued) == 1
    [start] = glued[0]._element.xpath(".//a:stCxn/@id")
    assert int(start) in {each.shape_id for each in signs}
    words = [each.text_frame.text for each in group.shapes if each.has_text_frame]
    assert "Visita 2\nÍñigo Núñez" in words
    assert "✓" in words


def test_every_shape_of_a_slide_has_a_number_of_its_own() -> None:
    for slide in slides(to_deck(document(Section("Acciones", (calendar(25), Paragraph("Fin")))))):
        numbers = slide.shapes._spTree.xpath(".//p:cNvPr/@id")
        assert len(numbers) == len(set(numbers))


def test_a_slide_holds_as_many_bars_as_are_read_there() -> None:
    deck = to_deck(document(Section("Acciones", (calendar(25),))))
    groups = [
        each
        for slide in slides(deck)
        for each in slide.shapes
        if each.shape_type == MSO_SHAPE_TYPE.GROUP
    ]
    assert len(groups) == 3
    bottom = Presentation(io.BytesIO(deck)).slide_height
    assert all(each.top + each.height <= bottom for each in groups)


def test_pages_and_texts_show_the_same_picture_and_sheets_leave_it_out() -> None:
    made = document(Section("Acciones", (calendar(),)))
    told_as = as_told(drawn(made))["sections"][0]["blocks"]
    assert [each["alternative"] for each in told_as] == ["Calendario de 4 acciones."]
    assert to_pdf(made).count == 1
    [shape] = text(to_text(made)).inline_shapes
    assert shape._inline.docPr.get("descr") == "Calendario de 4 acciones."
    assert list(sheets(to_sheets(made))) == ["Revisión de negocio"]


def test_what_is_late_is_late_whatever_else_it_is() -> None:
    late = replace(calendar().bars[1], is_milestone=True)
    shown: Calendar = replace(calendar(), bars=(late,), legend=())
    assert late.pace is Pace.LATE
    assert picture_of(shown).svg.count('<polygon points="') == 1
    assert 'fill="url(#late)"' in picture_of(shown).svg
