"""People stand in a chart without lying on each other, each below their boss."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.relationships.rules.tree import (
    Room,
    at_depth,
    how_many_below,
    lay_out,
    under,
    with_those_above,
    without_those_below,
)

ROOM = Room()


@st.composite
def forests(draw: st.DrawFn) -> dict[int, int | None]:
    """Somebody reports to one of those before them, or to nobody; in any order."""
    count = draw(st.integers(0, 40))
    bosses = [draw(st.none() | st.integers(0, who - 1)) if who else None for who in range(count)]
    order = draw(st.permutations(range(count)))
    return {who: bosses[who] for who in order}


@given(forests())
def test_nobody_lies_on_anybody_and_bosses_stand_above(above: dict[int, int | None]) -> None:
    laid = lay_out(above, ROOM)
    assert laid.at.keys() == above.keys()
    assert laid == lay_out(above, ROOM), "the same people, the same picture"
    for (x, y), (other, down) in combinations(laid.at.values(), 2):
        apart = abs(x - other) >= ROOM.width + ROOM.beside - 1e-6
        assert apart or abs(y - down) >= ROOM.height + ROOM.beneath - 1e-6
    for x, y in laid.at.values():
        assert ROOM.width / 2 - 1e-6 <= x <= laid.width - ROOM.width / 2 + 1e-6
        assert ROOM.height / 2 <= y <= laid.height - ROOM.height / 2 + 1e-6
    for who, boss in above.items():
        if boss is None:
            assert who not in laid.lines
            continue
        assert laid.at[boss][1] < laid.at[who][1]
        line = laid.lines[who]
        assert line[0] == (laid.at[boss][0], laid.at[boss][1] + ROOM.height / 2)
        ends = {
            (laid.at[who][0], laid.at[who][1] - ROOM.height / 2),
            (laid.at[who][0] - ROOM.width / 2, laid.at[who][1]),
        }
        assert line[-1] in ends


@given(forests())
def test_what_is_left_out_leaves_a_forest(above: dict[int, int | None]) -> None:
    closed = set(at_depth(above, 0))
    shown = without_those_below(above, closed)
    counts = how_many_below(above)
    assert len(shown) + sum(counts[who] for who in closed) == len(above)
    for who in list(above)[:5]:
        assert len(under(above, who)) == counts[who] + 1
        assert who in with_those_above(above, [who])
    lay_out(shown, ROOM)


def test_a_boss_of_many_takes_the_room_of_a_few() -> None:
    above: dict[int, int | None] = {0: None, **dict.fromkeys(range(1, 21), 0)}
    laid = lay_out(above, ROOM)
    assert laid.width < 5 * (ROOM.width + ROOM.beside)


def test_who_has_no_place_stands_underneath() -> None:
    laid = lay_out({1: None, 2: 1, 3: None, 4: 99}, ROOM)
    assert list(laid.loose) == [3, 4]
    assert laid.at[3][1] > laid.at[2][1]


def test_a_circle_is_refused() -> None:
    with pytest.raises(ValueError, match="above themselves"):
        lay_out({1: 2, 2: 1, 3: None}, ROOM)
