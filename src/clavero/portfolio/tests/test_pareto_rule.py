"""The ranking: worked numbers of methods §1.1 and what must hold for any customers."""

from __future__ import annotations

from decimal import Decimal
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.portfolio.rules.pareto import AbcClass, Limits, Ranking, rank

O_1_1 = [Decimal(v) for v in (420, 180, 120, 90, 60, 45, 35, 25, 15, 10)]
amounts = st.decimals(min_value=-(10**12), max_value=10**12, places=6)
customers = st.lists(st.one_of(st.none(), amounts), max_size=60)


def ranked(values: list[Decimal | None]) -> Ranking:
    return rank(values, [f"C{at:03d}" for at in range(len(values))])


def classes(ranking: Ranking) -> str:
    return "".join(ranking.class_of(at) for at in range(1, len(ranking) + 1))


def test_the_worked_number():
    ranking = ranked(O_1_1)
    assert classes(ranking) == "AAAABBBCCC"
    thousandths = [420, 600, 720, 810, 870, 915, 950, 975, 990, 1000]
    assert [ranking.cumulative_share(at) * 1000 for at in range(1, 11)] == thousandths
    assert ranking.top_share() == Decimal("0.6")
    assert ranking.customers_for() == 4
    assert Decimal(ranking.customers_for()) / len(ranking) == Decimal("0.4")


def test_one_customer_with_nearly_everything_is_in_class_a():
    assert classes(ranked([Decimal(90), Decimal(6), Decimal(4)])) == "ABC"


def test_ties_at_a_limit_all_get_the_better_class_and_follow_their_codes():
    values = [Decimal(40), Decimal(20), Decimal(20), Decimal(20)]
    ranking = rank(values, ["z", "c", "a", "b"])
    assert ranking.order == [0, 2, 3, 1]
    assert classes(ranking) == "AAAA"


def test_ties_away_from_a_limit_change_nothing():
    assert classes(ranked([Decimal(v) for v in (50, 50, 50, 5, 5)])) == "AAABB"


def test_customers_that_bought_for_nothing_are_listed_but_not_ranked():
    ranking = ranked([Decimal(5), Decimal(0), None, Decimal(-3)])
    assert ranking.order == [0]
    assert ranking.not_positive == [3, 1]
    assert ranking.unknown == [2]
    assert ranking.share(1) == 1


def test_nobody():
    ranking = ranked([])
    assert len(ranking) == 0
    assert ranking.total == 0
    assert ranking.top_share() is None
    assert ranking.customers_for() == 0


def test_sums_beyond_the_usual_precision_stay_exact():
    huge, tiny = Decimal("1e27"), Decimal("0.000001")
    assert ranked([huge, tiny, tiny]).total == Decimal("1000000000000000000000000000.000002")


def test_limits_are_shares_in_order():
    with pytest.raises(ValueError, match="class limits"):
        Limits(a=Decimal("0.9"), b=Decimal("0.8"))


@given(customers)
def test_every_customer_is_in_exactly_one_place(values):
    ranking = ranked(values)
    placed = [*ranking.order, *ranking.not_positive, *ranking.unknown]
    assert sorted(placed) == list(range(len(values)))


@given(customers)
def test_shares_are_positive_fall_and_sum_to_one(values):
    ranking = ranked(values)
    shares = [ranking.share(at) for at in range(1, len(ranking) + 1)]
    assert all(share > 0 for share in shares)
    assert shares == sorted(shares, reverse=True)
    if shares:
        assert abs(sum(shares) - 1) < Decimal("1e-20")
        assert ranking.cumulative_share(len(ranking)) == 1


@given(customers)
def test_classes_never_get_better_down_the_list_and_follow_the_share_before(values):
    ranking = ranked(values)
    found = classes(ranking)
    assert found == "".join(sorted(found))
    for at in range(1, len(ranking) + 1):
        before = ranking.running[at - 2] if at > 1 else Decimal(0)
        by_rule = (
            AbcClass.A
            if before * 100 < 80 * ranking.total
            else AbcClass.B
            if before * 100 < 95 * ranking.total
            else AbcClass.C
        )
        tied = at > 1 and ranking.values[at - 1] == ranking.values[at - 2]
        expected = min(by_rule, ranking.class_of(at - 1)) if tied else by_rule
        assert ranking.class_of(at) == expected


@given(customers, st.integers(0, 1000))
def test_the_order_of_the_file_does_not_matter(values, turn):
    codes = [f"C{at:03d}" for at in range(len(values))]
    turned = turn % len(values) if values else 0
    other = rank(values[turned:] + values[:turned], codes[turned:] + codes[:turned])
    one = rank(values, codes)
    back = [(at + turned) % len(values) for at in other.order]
    assert back == one.order
    assert other.running == one.running


@given(customers)
def test_both_readings_of_80_20_agree_with_counting(values):
    ranking = ranked(values)
    if not len(ranking):
        return
    top = ceil(Decimal("0.2") * len(ranking))
    assert ranking.top_share() == sum(ranking.values[:top], Decimal(0)) / ranking.total
    needed = ranking.customers_for()
    assert sum(ranking.values[:needed]) * 100 >= 80 * ranking.total
    assert sum(ranking.values[: needed - 1]) * 100 < 80 * ranking.total
