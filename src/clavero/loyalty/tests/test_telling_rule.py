"""Nobody's single answer follows from what is shown to those outside the account team."""

from __future__ import annotations

from fractions import Fraction
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


def test_nor_what_follows_from_several() -> None:
    """Purchasing without A and without B is one of C."""
    tables: dict[str, Groups] = {
        "accounts": {"A": [1, 2, 3], "B": [4, 5, 6], "C": [*range(7, 14)]},
        "functions": {"purchasing": [*range(1, 8)], "quality": [*range(8, 14)]},
    }
    found = told(tables, range(1, 14))
    assert not ({"A", "B"} <= found["accounts"] and found["functions"])
    assert sum(map(len, found.values())) >= 3, "no more is left out than must be"


def test_nor_from_groups_that_overlap() -> None:
    """Ana's and Ben's together are A and the only one whom both know."""
    tables: dict[str, Groups] = {
        "accounts": {"A": [*range(1, 8)], "B": [*range(8, 14)]},
        "ours": {"Ana": [1, 2, 3, 4], "Ben": [4, 5, 6, 7]},
    }
    found = told(tables, range(1, 14))
    assert not (found["ours"] == {"Ana", "Ben"} and "A" in found["accounts"])
    assert sum(map(len, found.values())) >= 3


def follows(rows: list[list[int]], wanted: list[int]) -> bool:
    """Whether sums and differences of rows come to something that is nowhere but in ``wanted``
    columns, in fractions."""
    others = [at for at in range(len(rows[0])) if at not in wanted]
    return rank(rows) > rank([[row[at] for at in others] for row in rows])


def rank(rows: list[list[int]]) -> int:
    left = [[Fraction(each) for each in row] for row in rows]
    found = 0
    for column in range(len(left[0]) if left else 0):
        pivot = next((at for at in range(found, len(left)) if left[at][column]), None)
        if pivot is None:
            continue
        left[found], left[pivot] = left[pivot], left[found]
        for at in range(found + 1, len(left)):
            share = left[at][column] / left[found][column]
            left[at] = [
                one - share * other for one, other in zip(left[at], left[found], strict=True)
            ]
        found += 1
    return found


@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.integers(0, 3), st.sets(st.integers(0, 2))), max_size=14
    )
)
def test_no_sum_and_no_difference_is_of_fewer_than_three(
    places: list[tuple[int, int, set[int]]],
) -> None:
    """By another way: the rank of what is shown, in fractions, with and without each pair."""
    tables: dict[str, Groups] = {"accounts": {}, "functions": {}, "ours": {}}
    for at, (account, function, ours) in enumerate(places):
        tables["accounts"].setdefault(f"a{account}", []).append(at)
        tables["functions"].setdefault(f"f{function}", []).append(at)
        for each in ours:
            tables["ours"].setdefault(f"o{each}", []).append(at)
    shown = [tables[table][key] for table, keys in told(tables, range(len(places))).items()
             for key in keys]  # fmt: skip
    if len(places) < FEWEST:
        assert not shown
        return
    rows = [[int(at in group) for at in range(len(places))]
            for group in (*shown, range(len(places)))]  # fmt: skip
    for pair in combinations(range(len(places)), FEWEST - 1):
        assert not follows(rows, list(pair)), pair


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
