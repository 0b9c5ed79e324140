"""Columns of tables: figures and days stay whole, however long the words beside them are."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.reports.content.model import Cell, Column, Table, Unit
from clavero.reports.rendering.columns import columns_of
from clavero.ui.measuring import MAY_BREAK, breakable, longest_word, width_of

URL = "https://intranet.example/compras/2026/contratos-marco/anexos?id=9c1f3e&version=final_v3"
WIDTH, SIZE, MARGIN = 480.0, 9.0, 4.0


def actions(what: str, whose: str) -> Table:
    columns = (
        Column("N.º", Unit.NUMBER, width=1), Column("Acción", width=7),
        Column("De quién es", width=4), Column("Desde", Unit.DATE, width=3),
        Column("Hasta", Unit.DATE, width=3), Column("Estado", width=3),
    )  # fmt: skip
    day = Cell("26 nov 2026", date(2026, 11, 26))
    return Table("Acciones", columns, ((Cell("1"), Cell(what), Cell(whose), day, day,
                                        Cell("Con retraso")),))  # fmt: skip


@pytest.mark.parametrize("word", [URL, "x" * 80, f"compras.y.{'muy.' * 20}largas@cliente.example"])
def test_a_word_without_end_leaves_the_others_their_room(word: str) -> None:
    size, widths = columns_of(actions(word, word), WIDTH, SIZE, smallest=6.0, margin=MARGIN)
    assert size == SIZE
    assert sum(widths) == pytest.approx(WIDTH, abs=1.5)
    for at in (3, 4):
        assert width_of("26 nov 2026", size, is_bold=True) <= widths[at] - 2 * MARGIN
    for at, told in ((0, "N.º"), (5, "Con retraso")):
        assert longest_word(told, size, is_bold=True) <= widths[at] - 2 * MARGIN


@given(
    st.lists(st.text("abc ñ-/.", max_size=90), min_size=2, max_size=5),
    st.floats(60, 600),
)
def test_columns_fill_the_width_and_none_is_lost(texts: list[str], width: float) -> None:
    table = Table(
        "T", tuple(Column(each[:20]) for each in texts), (tuple(map(Cell, texts)),), total=()
    )
    size, widths = columns_of(table, width, SIZE, smallest=6.0, margin=2.0)
    assert 6.0 <= size <= SIZE
    assert all(each > 0 for each in widths)
    assert sum(widths) == pytest.approx(width, abs=1.5)


@given(st.text(st.characters(), max_size=120), st.floats(20, 200))
def test_a_text_that_may_break_says_the_same_and_has_room(text: str, width: float) -> None:
    told = breakable(text, SIZE, width)
    assert told.replace(MAY_BREAK, "") == text.replace(MAY_BREAK, "")
    for part in "".join(told).replace(MAY_BREAK, " ").split():
        assert width_of(part, SIZE) <= width or len(part) < 30
