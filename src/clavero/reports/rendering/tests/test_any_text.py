"""Whatever people have written, the file that is made of it opens."""

from __future__ import annotations

from decimal import Decimal
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from clavero.reports.content.model import Calendar, Cell, Column, Document, Section, Table, Unit
from clavero.reports.rendering.calendars import parted, picture_of
from clavero.reports.rendering.decks import to_deck
from clavero.reports.rendering.pages import to_pdf
from clavero.reports.rendering.sheets import to_sheets
from clavero.reports.rendering.testing import document
from clavero.reports.rendering.tests.anything import amounts, calendars, documents, texts
from clavero.reports.rendering.tests.opened import all_words, kinds, sheets, slides, tables, words
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


def _said(told: Document) -> list[str]:
    """The rows of its tables, each by the number that it begins with."""
    return [row[0].text for each in told.tables for row in each.rows]


@given(others=st.lists(texts, min_size=1, max_size=3), values=st.lists(amounts, max_size=6))
@settings(deadline=None, max_examples=8)
def test_every_row_is_said_in_every_form(others: list[str], values: list[Decimal | None]) -> None:
    """Whatever stands beside it: nothing, an endless word, an amount below nothing or without
    end."""
    columns = (Column("N"), *(Column(each) for each in others), Column("€", Unit.MONEY, "EUR"))
    rows = tuple(
        (Cell(f"row-{at}"), *map(Cell, others), Cell("" if value is None else f"{value}", value))
        for at, value in enumerate(values)
    )
    told = document(Section("S", (Table("T", columns, rows, empty="None."),)))
    assert to_pdf(told).count >= 1
    shown = [cells for each in slides(to_deck(told)) for one in tables(each) for cells in one]
    begins = "\n".join(each[0] for each in shown)
    written = all_words(to_text(told))
    book = sheets(to_sheets(told))
    for each in _said(told):
        assert each in begins
        assert each in written
        assert any(each == row[0] for one in book.values() for row in one)
