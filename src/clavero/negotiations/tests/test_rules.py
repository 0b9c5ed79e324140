"""Zones, what is reached, and two texts beside each other."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from clavero.negotiations.rules.comparing import Change, compared, differences
from clavero.negotiations.rules.points import Aim, Stand, at_least, reached, zone

NUMBERS = st.decimals(0, 1000, places=2)
TEXTS = st.text("ab \n", max_size=30)


@given(offer=NUMBERS, limit=NUMBERS, target=NUMBERS, more=st.booleans())
def test_a_zone_is_where_both_could_agree(
    offer: Decimal, limit: Decimal, target: Decimal, more: bool
) -> None:
    if not at_least(target, limit, more=more):
        target, limit = limit, target
    found = zone(offer=offer, limit=limit, target=target, more=more)
    is_beyond = not at_least(offer, limit, more=more)
    assert (found.stand is Stand.BEYOND) == is_beyond
    assert (found.stand is Stand.REACHES) == (found.left is None)
    assert found.gap == abs(offer - limit)
    part = reached([Aim(offer, limit, target, 1)]).share
    if part is not None:
        assert 0 <= part <= 1
        assert not is_beyond or part == 0
        assert (part == 1) == (found.stand is Stand.REACHES)


@given(TEXTS, TEXTS)
def test_beside_each_other_no_line_is_lost(old: str, new: str) -> None:
    pairs = compared(old, new)
    hidden = sum(each.skipped for each in pairs)
    for text, side in ((old, "old"), (new, "new")):
        pieces = [each.old if side == "old" else each.new for each in pairs]
        numbers = [each.old_number if side == "old" else each.new_number for each in pairs]
        shown = [
            "".join(piece.text for piece in line)
            for line, number in zip(pieces, numbers, strict=True)
            if number is not None
        ]
        lines = text.splitlines()
        assert len(shown) + hidden == len(lines)
        assert shown == [lines[number - 1] for number in numbers if number is not None]
    assert (differences(pairs) == 0) == (old.splitlines() == new.splitlines())
    assert all(each.skipped for each in pairs if each.change is Change.SKIPPED)
