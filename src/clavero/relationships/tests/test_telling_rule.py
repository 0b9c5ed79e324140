"""What may go out of the account team, for everything that hypothesis finds."""

from __future__ import annotations

from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from clavero.matrix.rules.position import Stage
from clavero.relationships.rules.matrix import REQUIRED, Cell, Ours, coverage
from clavero.relationships.rules.telling import (
    FEWEST,
    Basis,
    hides_strengths,
    tells_nothing_single,
)

levels_there = st.lists(st.integers(0, 3), max_size=5)


@given(levels_there)
def test_no_strength_follows_from_what_is_told(levels: list[int]) -> None:
    """Whoever knows which cells there are, and that each of them counts, finds several strengths of
    each that come to the same coverage."""
    asked = REQUIRED[Stage.INTEGRATED]
    cells = [cell for cell in asked if cell[0] is Ours.KAM]
    there = dict(zip(cells, levels, strict=False))
    if not there or not hides_strengths(there, asked):
        return
    value = coverage(there, asked).value
    ways: dict[Cell, set[int]] = {cell: set() for cell in there}
    for strengths in product((1, 2, 3), repeat=len(there)):
        one = dict(zip(there, strengths, strict=False))
        if coverage(one, asked).value == value:
            for cell, strength in one.items():
                ways[cell].add(min(strength, asked[cell]))
    if all(there.values()):
        assert len(there) >= FEWEST
        assert all(len(found) > 1 for found in ways.values())


@given(st.lists(st.lists(st.integers(0, 3), min_size=4, max_size=4), max_size=8))
def test_two_days_told_differ_in_none_or_three(days: list[list[int]]) -> None:
    out: list[Basis] = []
    for day in days:
        now = Basis({str(number): each for number, each in enumerate(day)}, "stage")
        if all(tells_nothing_single(now, each) for each in out):
            out.append(now)
    for one, other in combinations(out, 2):
        differing = sum(one.judged[key] != other.judged[key] for key in one.judged)
        assert differing == 0 or differing >= FEWEST
