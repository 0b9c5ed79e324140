"""From days of purchase to ``x``, ``t_x``, ``T``, the mean amount, and cohorts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clavero.lifetime.rules.fitting import NoFit
from clavero.lifetime.rules.histories import Purchases, histories, purchases
from clavero.lifetime.rules.holdout import Band, Holdout, bands, hold_out
from clavero.lifetime.rules.models import Kind
from clavero.lifetime.rules.staying import cohorts, pooled
from clavero.lifetime.rules.terms import Step, number_of, numbers_of
from clavero.lifetime.testing import CALIBRATION, cdnow

NAMES = ["A", "B", "C"]
few = settings(max_examples=35)
rows = st.lists(
    st.tuples(st.sampled_from(range(3)), st.integers(1, 60), st.integers(-3, 5)), max_size=60
)


def of(found: list[tuple[int, int, int]]) -> Purchases:
    """Purchases of rows of customer, day and whole amounts."""
    who, when, much = zip(*found, strict=True) if found else ((), (), ())
    return purchases(NAMES, np.array(who, dtype=np.int64), np.array(when, dtype=np.int64),
                     np.array(much, dtype=np.int64) * 1_000_000)  # fmt: skip


@few
@given(rows, st.integers(1, 70))
def test_histories_are_those_of_a_plain_loop(found, until):
    sums: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for who, when, much in found:
        sums[who][when].append(much)
    expected = []
    for who in sorted(sums):
        days = {
            day: sum(each)
            for day, each in sorted(sums[who].items())
            if day <= until and (sum(each) > 0 or (sum(each) == 0 and min(each) == 0))
        }
        if not days:
            continue
        first, last, later = min(days), max(days), list(days.values())[1:]
        mean = sum(later) / len(later) if later else 0
        expected.append((who, len(later), (last - first) / 7, (until - first) / 7, mean))
    told = histories(of(found), until)
    assert [
        pytest.approx(row)
        for row in zip(told.place, told.x, told.t_x, told.T, told.mean, strict=True)
    ] == expected


@few
@given(rows)
def test_patterns_are_the_histories_counted(found):
    told = histories(of(found), 70)
    counted = told.patterns
    assert counted.customers == len(told)
    assert sorted(
        row
        for x, t_x, T, count in zip(counted.x, counted.t_x, counted.T, counted.count, strict=True)
        for row in [(x, t_x, T)] * int(count)
    ) == sorted(zip(told.x, told.t_x, told.T, strict=True))
    assert (counted.different[counted.places] == counted.x).all()


def test_a_tenth_and_two_tenths_less_three_are_nothing() -> None:
    """In binary fractions they are more than nothing, and would be a purchase."""
    found = purchases(["A"], np.array([0, 0, 0]), np.array([1, 1, 1]),
                      np.array([100_000, 200_000, -300_000]))  # fmt: skip
    assert not len(found.day)


def test_cohorts_by_quarter() -> None:
    days = [(0, date(2025, 1, 10)), (0, date(2025, 5, 2)), (0, date(2025, 6, 9)),
            (1, date(2025, 3, 31)), (2, date(2025, 4, 1)), (2, date(2025, 12, 31))]  # fmt: skip
    found = of([(who, day.toordinal(), 1) for who, day in days])
    quarters = numbers_of(Step.QUARTER, found.day)
    told = cohorts(found, quarters, number_of(Step.QUARTER, date(2025, 12, 31)), Step.QUARTER)
    assert [(each.term.year, each.term.part, each.bought) for each in told] == [
        (2025, 1, (2, 1, 0, 0)),
        (2025, 2, (1, 0, 1)),
    ]
    assert cohorts(of([]), np.array([], dtype=np.int64), 8000, Step.QUARTER) == []
    chosen = Purchases([*NAMES, "D"], found.customer, found.day, found.amount)
    assert cohorts(chosen, quarters, told[-1].term.number + 2, Step.QUARTER) == told, "D never came"
    assert pooled(told) == [(3, 3), (1, 3), (1, 3), (0, 2)]


# -- hold-out ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def held() -> Holdout:
    """CDNOW, fitted on 39 weeks and compared with the next 39."""
    found = hold_out(cdnow(), Kind.BG_NBD, cut=CALIBRATION, end=date(1998, 6, 30).toordinal())
    assert isinstance(found, Holdout)
    return found


def test_the_hold_out_of_cdnow(held: Holdout) -> None:
    assert held.actual == 1882
    assert held.expected == pytest.approx(1653.4, abs=3)
    assert next(each.actual for each in held.frequencies) == 1411
    assert sum(each.actual for each in held.frequencies) == 2357
    assert sum(each.expected for each in held.frequencies) == pytest.approx(2357)
    assert [each.band for each in held.frequencies][:2] == [Band(0, 0), Band(1, 1)]
    assert held.frequencies[0].expected == pytest.approx(1411, rel=0.05)


def test_what_is_tracked_ends_where_the_hold_out_does(held: Holdout) -> None:
    at_the_cut = next(each for each in held.tracked if each.day == held.cut)
    assert at_the_cut.actual == 2457
    assert at_the_cut.expected == pytest.approx(2457, rel=0.03)
    assert held.tracked[-1].day == held.end
    assert held.tracked[-1].actual == 2457 + 1882
    assert [each.actual for each in held.tracked] == sorted(each.actual for each in held.tracked)


def test_the_days_that_it_was_fitted_to_are_followed_or_it_says_so(held: Holdout) -> None:
    assert held.missed is not None
    assert abs(held.missed) < 0.05, "these buy as the model assumes"
    last = max(each.day for each in held.tracked if each.day <= held.cut)
    halved = [
        each._replace(expected=each.actual / 2) if each.day == last else each
        for each in held.tracked
    ]
    assert replace(held, tracked=halved).missed == -0.5
    assert replace(held, tracked=[]).missed is None


def test_conditional_expectations_add_up_to_all(held: Holdout) -> None:
    told = held.conditional
    assert sum(each.customers for each in told) == 2357
    assert sum(each.customers * each.actual for each in told) == pytest.approx(1882)
    assert sum(each.customers * each.expected for each in told) == pytest.approx(held.expected)
    assert told[0].actual < told[-1].actual


@few
@given(st.lists(st.integers(0, 2000), min_size=1, max_size=60))
def test_bands_follow_each_other_without_a_gap(found):
    shown = bands(np.array(found, dtype=float))
    assert shown[0] == Band(0, 0)
    assert shown[-1].high is None
    for one, following in pairwise(shown):
        assert one.high is not None
        assert following.low == one.high + 1
    assert sum(x >= shown[-1].low for x in found) <= max(1, len(found) / 5)


def test_a_past_that_is_too_short_is_refused() -> None:
    bought = cdnow()
    assert isinstance(
        hold_out(bought, Kind.BG_NBD, cut=int(bought.day.min()) + 3, end=CALIBRATION), NoFit
    )
