"""What is computed once is kept, the latest first, and no more than fits."""

from __future__ import annotations

import pytest

from clavero.portfolio.selectors.kept import Kept


def test_a_result_is_computed_once_for_its_key():
    kept: Kept[list[int]] = Kept(limit=10, weigh=len)
    first = kept.get("a", lambda: [1])
    assert kept.get("a", lambda: [2]) is first
    assert kept.get("b", lambda: [2]) == [2]


def test_the_one_not_used_for_longest_goes_first():
    kept: Kept[list[int]] = Kept(limit=4, weigh=len)
    kept.get("a", lambda: [1, 1])
    kept.get("b", lambda: [2, 2])
    kept.get("a", lambda: [9])
    kept.get("c", lambda: [3, 3])
    assert kept.get("a", lambda: [9]) == [1, 1]
    assert kept.get("b", lambda: [9]) == [9]


def test_a_result_larger_than_the_room_is_still_kept_alone():
    kept: Kept[list[int]] = Kept(limit=2, weigh=len)
    large = kept.get("a", lambda: [1, 2, 3])
    assert kept.get("a", list) is large
    kept.get("b", lambda: [1])
    assert kept.get("a", lambda: [9]) == [9]


def test_what_could_not_be_computed_is_not_kept():
    kept: Kept[int] = Kept(limit=2, weigh=lambda _result: 1)

    def fail() -> int:
        raise ValueError("no luck")

    with pytest.raises(ValueError, match="no luck"):
        kept.get("a", fail)
    assert kept.get("a", lambda: 1) == 1
