"""Whatever people have written, the file that is made of it opens."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given, settings

from clavero.reports.content.model import Calendar, Document
from clavero.reports.rendering.calendars import parted, picture_of
from clavero.reports.rendering.decks import to_deck
from clavero.reports.rendering.sheets import to_sheets
from clavero.reports.rendering.tests.anything import calendars, documents
from clavero.reports.rendering.tests.opened import kinds, sheets, slides, words
from clavero.reports.rendering.words import to_text


@given(told=documents())
@settings(deadline=None, max_examples=15)
def test_slides_open(told: Document) -> None:
    assert slides(to_deck(told))


@given(told=documents())
@settings(deadline=None, max_examples=15)
def test_texts_open(told: Document) -> None:
    assert words(to_text(told))


@given(told=calendars())
@settings(deadline=None, max_examples=25)
def test_a_calendar_is_drawn(told: Calendar) -> None:
    for part in parted(told, 7):
        picture = picture_of(part)
        assert ElementTree.fromstring(picture.svg).get("height") == str(picture.height)


@given(told=documents())
@settings(deadline=None, max_examples=25)
def test_workbooks_open_and_hold_no_formula(told: Document) -> None:
    book = to_sheets(told)
    names = list(sheets(book))
    assert len({each.casefold() for each in names}) == len(names)
    assert "f" not in kinds(book)
