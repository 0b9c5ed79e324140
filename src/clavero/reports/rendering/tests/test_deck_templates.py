"""The company's own template: its named places are filled, and what is wrong with it is said."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Inches, Pt

from clavero.reports.content.model import Paragraph, Section, Tone
from clavero.reports.rendering.decks import places, to_deck
from clavero.reports.rendering.decks.house import example
from clavero.reports.rendering.decks.places import findings
from clavero.reports.rendering.findings import Findings, Place
from clavero.reports.rendering.testing import LONG_NAME, document, everything
from clavero.reports.rendering.tests.opened import slides, texts, titles
from clavero.ui.palette import DARK, LIGHT

ONE = document(Section("Uno", (Paragraph("Bien."),)))


def changed(change: Callable[[Any], None], language: str = "es") -> bytes:
    """The example with a change, as somebody makes it in PowerPoint."""
    deck = Presentation(io.BytesIO(example(language)))
    change(deck)
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def found(template: bytes) -> Findings:
    return findings(Presentation(io.BytesIO(template)))


def place(deck: Any, layout: str, name: str) -> Any:
    return places.placeholders(places.layouts(deck)[layout])[name]


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_example_lacks_nothing_in_either_language(language: str) -> None:
    assert found(example(language)) == Findings()
    assert titles(to_deck(everything(), example(language))) == titles(to_deck(everything()))


def test_what_stands_on_the_slides_follows_the_template() -> None:
    def moved(deck: Any) -> None:
        deck.slide_width = Inches(10)
        body = place(deck, places.CONTENT, places.BODY)
        body.left, body.top, body.width, body.height = map(Inches, (1, 2, 8, 4))

    deck = to_deck(everything(), changed(moved))
    for slide in slides(deck)[1:]:
        others = [each for each in slide.shapes if not each.is_placeholder]
        for shape in others:
            assert shape.left >= Inches(1) - 1
            assert shape.left + shape.width <= Inches(9) + 20
            assert shape.top >= Inches(2) - 1
            assert shape.top + shape.height <= Inches(6) + 20


def test_slides_that_show_how_it_is_used_do_not_come_along() -> None:
    def with_slides(deck: Any) -> None:
        from pptx.oxml import parse_xml

        for layout in deck.slide_layouts:
            deck.slides.add_slide(layout).shapes.title.text = "How to use this"
        deck.part._element.append(
            parse_xml(
                '<p:extLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">'
                '<p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sectionLst '
                'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"/>'
                "</p:ext></p:extLst>"
            )
        )

    deck = to_deck(ONE, changed(with_slides))
    assert titles(deck) == [LONG_NAME, "Uno"]
    assert b"sectionLst" not in Presentation(io.BytesIO(deck)).part.blob


def test_letters_are_never_larger_than_the_template_s() -> None:
    def small(deck: Any) -> None:
        body = place(deck, places.CONTENT, places.BODY)
        style = body.text_frame._txBody.find(
            "{http://schemas.openxmlformats.org/drawingml/2006/main}lstStyle"
        )
        from pptx.oxml import parse_xml
        from pptx.oxml.ns import nsdecls

        style.append(parse_xml(f'<a:lvl1pPr {nsdecls("a")}><a:defRPr sz="1100"/></a:lvl1pPr>'))

    [_cover, slide] = slides(to_deck(ONE, changed(small)))
    [paragraph] = slide.placeholders[1].text_frame.paragraphs
    assert [run.font.size for run in paragraph.runs] == [Pt(11)]


def test_wide_letters_are_smaller_by_as_much() -> None:
    def wide(deck: Any) -> None:
        part = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
        part._blob = part.blob.replace(b'typeface="Arial"', b'typeface="Verdana"')

    [_cover, slide] = slides(to_deck(ONE, changed(wide)))
    [paragraph] = slide.placeholders[1].text_frame.paragraphs
    assert [run.font.size for run in paragraph.runs] == [Pt(13.3)]


def test_what_is_needed_and_not_there_is_said() -> None:
    def without(deck: Any) -> None:
        layout = places.layouts(deck)[places.COVER]
        layout._element.cSld.set("name", "Title Slide")
        body = place(deck, places.CONTENT, places.BODY)
        body._element.getparent().remove(body._element)

    told = found(changed(without))
    assert told.missing == (Place(places.COVER), Place(places.CONTENT, places.BODY))
    assert not told.is_usable


def test_a_place_that_nobody_fills_is_said_and_left_out() -> None:
    def with_more(deck: Any) -> None:
        details = place(deck, places.COVER, places.DETAILS)
        details._element.nvSpPr.cNvPr.set("name", "Sello")

    template = changed(with_more)
    assert found(template) == Findings(unknown=(Place(places.COVER, "Sello"),))
    cover, _slide = slides(to_deck(ONE, template))
    assert texts(cover) == [LONG_NAME, "Tercer trimestre de 2026"]
    assert len(list(cover.placeholders)) == 2


def test_date_foot_and_number_of_a_cover_are_no_unknown_places() -> None:
    deck = Presentation()
    for layout, name in zip(deck.slide_layouts, ("Portada", "CONTENIDO"), strict=False):
        layout._element.cSld.set("name", name)
    body = next(each for each in deck.slide_layouts[1].placeholders if "Content" in each.name)
    body._element.nvSpPr.cNvPr.set("name", "Cuerpo")
    assert findings(deck) == Findings()


def test_a_body_of_another_name_is_found_by_what_it_is_on_slides_of_any_shape() -> None:
    """PowerPoint's own layouts under our names, four by three, all texts within the slide."""
    deck = Presentation()
    for layout, name in zip(deck.slide_layouts, ("Portada", "Contenido"), strict=False):
        layout._element.cSld.set("name", name)
    assert findings(deck).is_usable
    file = io.BytesIO()
    deck.save(file)
    for slide in slides(to_deck(everything(), file.getvalue())):
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= Inches(10)
            assert shape.top + shape.height <= Inches(7.5)


def test_a_body_that_lies_outside_the_slide_is_said() -> None:
    def pushed(deck: Any) -> None:
        place(deck, places.CONTENT, places.BODY).left = -Inches(3)

    told = found(changed(pushed))
    assert (told.has_room, told.is_inside, told.is_usable) == (True, False, False)


def test_a_body_in_which_nothing_has_room_is_said() -> None:
    def narrow(deck: Any) -> None:
        place(deck, places.CONTENT, places.BODY).width = Inches(3)

    assert found(changed(narrow)).missing == ()
    assert not found(changed(narrow)).is_usable


def test_a_template_without_foot_or_number_has_none() -> None:
    def bare(deck: Any) -> None:
        for name in (places.FOOTER, places.NUMBER):
            shape = place(deck, places.CONTENT, name)
            shape._element.getparent().remove(shape._element)

    [_cover, slide] = slides(to_deck(ONE, changed(bare)))
    assert sorted(each.name for each in slide.placeholders) == ["cuerpo", "título"]


def test_on_dark_slides_good_and_bad_are_said_in_lighter_colours() -> None:
    def dark(deck: Any) -> None:
        [mapping] = deck.slide_master._element.xpath("./p:clrMap")
        for name, theirs in (("bg1", "dk1"), ("tx1", "lt1"), ("bg2", "dk2"), ("tx2", "lt2")):
            mapping.set(name, theirs)

    told = document(Section("Uno", (Paragraph("Bien.", Tone.GOOD),)))
    for template, palette in ((example("es"), LIGHT), (changed(dark), DARK)):
        [_cover, slide] = slides(to_deck(told, template))
        [run] = slide.placeholders[1].text_frame.paragraphs[0].runs
        assert f"#{run.font.color.rgb}".lower() == palette["good"]
