"""Whatever people have written, the file that is made of it opens."""

from __future__ import annotations

from hypothesis import given, settings

from clavero.reports.content.model import Document
from clavero.reports.rendering.decks import to_deck
from clavero.reports.rendering.tests.anything import documents
from clavero.reports.rendering.tests.opened import slides


@given(told=documents())
@settings(deadline=None, max_examples=15)
def test_slides_open(told: Document) -> None:
    assert slides(to_deck(told))
