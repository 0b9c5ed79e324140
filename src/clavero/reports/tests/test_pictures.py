"""The pictures of documents: drawn once, in their language, and only where they are shown."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import gettext_lazy, override

from clavero.reports.content import pictures
from clavero.reports.content.model import ChartKind, Section
from clavero.reports.content.pictures import picture_of
from clavero.reports.rendering.decks import to_deck
from clavero.reports.rendering.pages import to_pdf
from clavero.reports.rendering.sheets import to_sheets
from clavero.reports.rendering.testing import SVG, document
from clavero.reports.rendering.words import to_text
from clavero.ui.charts import Chart, Field
from clavero.ui.formats import Kind

BARS = Chart(
    "sales",
    "Sales",
    gettext_lazy("Net sales"),
    {"mark": "bar"},
    [{"name": "Ene", "net_sales": Decimal(100)}],
    [Field("name", "Month"), Field("net_sales", "Net sales", Kind.MONEY)],
)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The widths in which something is drawn."""
    widths: list[int] = []

    def to_svg(_chart: Chart, *, width: int, **_more: Any) -> str:
        widths.append(width)
        return SVG

    monkeypatch.setattr(pictures, "to_svg", to_svg)
    return widths


@pytest.mark.parametrize(
    ("draw", "times"), [(to_deck, 0), (to_sheets, 0), (to_text, 1), (to_pdf, 1)]
)
def test_what_slides_and_sheets_tell_in_their_own_way_is_not_drawn(
    drawn: list[int], draw: Any, times: int
) -> None:
    picture = picture_of(BARS, drawn_as=ChartKind.BARS, fields=("net_sales",))
    draw(document(Section("Uno", (picture,))))
    assert len(drawn) == times


def test_slides_draw_a_picture_once_in_the_room_it_has(drawn: list[int]) -> None:
    to_deck(document(Section("Uno", (picture_of(BARS, around=40),))))
    assert len(drawn) == 1


def test_it_is_drawn_in_the_language_in_which_it_was_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "to_svg", lambda chart, **_more: str(chart.description))
    with override("es"):
        picture = picture_of(BARS)
    assert picture.svg == "Ventas netas"
