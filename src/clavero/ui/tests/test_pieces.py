"""Rows on disk answer what rows in memory do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from clavero.ui.lists.pieces import Pieces
from clavero.ui.rows import Rows


@dataclass(frozen=True)
class One:
    name: str
    day: date | None
    size: Decimal


ROWS = st.lists(
    st.builds(
        One,
        st.sampled_from(["Ábaco", "abaco", "Zeta", "ñu", "F-1"]),
        st.none() | st.sampled_from([date(2024, 1, day) for day in (1, 2, 3)]),
        st.sampled_from([Decimal(0), Decimal("1.5"), Decimal(-2)]),
    ),
    max_size=40,
)
ORDERS = st.lists(st.sampled_from(["name", "-name", "day", "-day", "size", "-size"]), max_size=2)


@given(ROWS, ORDERS, st.sampled_from(["", "aba", "f 1"]), st.integers(1, 7))
def test_they_answer_alike(rows: list[One], order: list[str], text: str, size: int) -> None:
    pieces, memory = Pieces(rows, size=size), Rows(rows)
    for source in (
        lambda of: of.all(),
        lambda of: of.filter(size__gte=Decimal(0)),
        lambda of: of.search(["name"], text),
        lambda of: of.where(lambda one: one.day is not None),
    ):
        told, expected = source(pieces).order_by(*order), source(memory).order_by(*order)
        assert [*told] == [*expected]
        assert (told.count(), len(told)) == (expected.count(), len(expected))
        assert told[1:3] == expected[1:3]
    assert pieces.count() == len(rows), "what is chosen of them leaves them as they are"
