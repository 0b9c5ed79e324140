"""Nobody's single answer follows from what is shown to those outside the account team."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from clavero.loyalty.rules.telling import FEWEST, is_enough, told

Groups = dict[str, list[int]]
PLACES = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3)), max_size=14)


def alone(groups: Groups, everybody: int) -> frozenset[str]:
    return told({"table": groups}, range(everybody))["table"]


def test_a_small_group_takes_a_larger_one_with_it() -> None:
    groups = {"large": [*range(10)], "middle": [*range(10, 14)], "small": [14]}
    assert alone(groups, 15) == {"large"}


def test_two_small_ones_hide_each_other() -> None:
    groups = {"large": [*range(5)], "small": [5, 6], "other": [7]}
    assert alone(groups, 8) == {"large"}


def test_who_knows_all_is_told_all() -> None:
    assert alone({"a": [], "b": []}, 0) == {"a", "b"}


def test_of_two_nothing_is_told() -> None:
    assert alone({"a": [0, 1], "known": []}, 2) == {"known"}


def test_nor_what_all_but_one_said() -> None:
    assert alone({"a": [0, 1, 2, 3]}, 5) == frozenset()


def test_nor_who_is_in_one_group_and_not_in_another() -> None:
    """The four of purchasing are the three of A and somebody of B, the only one not in quality."""
    found = told(
        {
            "accounts": {"A": [0, 1, 2], "B": [*range(3, 12)]},
            "functions": {"purchasing": [0, 1, 2, 3], "quality": [*range(4, 12)]},
        },
        range(12),
    )
    shown = found["accounts"] | found["functions"]
    assert shown
    assert not {"A", "purchasing"} <= shown
    assert not {"B", "quality"} <= shown


@given(PLACES)
def test_nothing_shown_tells_of_fewer_than_three(places: list[tuple[int, int]]) -> None:
    tables: dict[str, Groups] = {"first": {}, "second": {}}
    for at, pair in enumerate(places):
        for table, place in zip(tables, pair, strict=True):
            tables[table].setdefault(f"g{place}", []).append(at)
    every = set(range(len(places)))
    shown = told(tables, every)
    if not is_enough(len(every)):
        assert not any(shown.values())
        return
    sets = [set(tables[table][key]) for table, keys in shown.items() for key in keys]
    for inner, outer in combinations(sorted(sets, key=len), 2):
        more = outer - inner
        assert not inner <= outer or len(more) == 0 or len(more) >= FEWEST
    for table, keys in shown.items():
        for size in range(1, len(keys) + 1):
            for some in combinations(sorted(keys), size):
                together = {each for key in some for each in tables[table][key]}
                assert is_enough(len(together))
                assert is_enough(len(every - together))
