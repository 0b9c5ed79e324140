"""Control limits of gaps, and what the volume lacks."""

from __future__ import annotations

from datetime import date
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clavero.core.period import add_months
from clavero.silence.charts.volume import volume_in_words
from clavero.silence.rules.control import Limits, limits, natural_limits
from clavero.silence.rules.volume import Volume, cusum, volume

GAPS = [28, 31, 27, 35, 30, 26, 33, 29, 32, 30, 34, 28]
FIRST = date(2021, 1, 1)


def months(*amounts: float) -> list[tuple[date, float]]:
    return [(add_months(FIRST, at), float(amount)) for at, amount in enumerate(amounts)]


def seasonal(years: int) -> list[float]:
    return [300.0 if at % 12 == 11 else 100.0 for at in range(12 * years)]


def watched(amounts: list[float], company: list[float] | None = None) -> Volume:
    found = volume(months(*amounts), lambda: dict(months(*(company or []))))
    assert found is not None
    return found


def test_o_4_7() -> None:
    roots = [gap ** (1 / 3.6) for gap in GAPS]
    lower, centre, upper = natural_limits(roots)
    assert centre == pytest.approx(2.576108, abs=5e-7)
    assert (upper - centre) / 2.66 == pytest.approx(0.107269, abs=5e-7)
    found = limits(GAPS)
    assert found is not None
    assert (found.upper, found.lower) == pytest.approx((44.03, 19.77), abs=0.005)
    assert found.is_unusual(45)
    assert not found.is_unusual(44)
    lower, centre, upper = natural_limits(GAPS)
    assert (lower, centre, upper) == pytest.approx((18.16, 30.25, 42.34), abs=0.005)
    assert pytest.approx(3.118, abs=5e-4) == 60 ** (1 / 3.6)


def test_fewer_gaps_have_no_limits() -> None:
    assert limits(GAPS[:11]) is None


@given(gaps=st.lists(st.integers(1, 400), min_size=12, max_size=40))
@settings(max_examples=50, deadline=None)
def test_limits_lie_around_the_middle(gaps: list[int]) -> None:
    found = limits(gaps)
    assert found is not None
    assert isinstance(found, Limits)
    assert 0 <= found.lower <= found.centre <= found.upper
    assert min(gaps) - 1e-9 <= found.centre <= max(gaps) + 1e-9


def test_what_is_lacking_is_added_up() -> None:
    assert cusum([10, 7, 7, 14], [10] * 4, sigma=2) == [0, 1, 2, 0]


@given(amounts=st.lists(st.floats(0, 1e6), min_size=1, max_size=24), cut=st.floats(0, 1))
@settings(max_examples=50, deadline=None)
def test_less_bought_is_never_less_lacking(amounts: list[float], cut: float) -> None:
    target = fmean(amounts)
    as_it_was = cusum(amounts, [target] * len(amounts), sigma=10)
    with_less = cusum([amount * cut for amount in amounts], [target] * len(amounts), sigma=10)
    assert all(less >= was >= 0 for less, was in zip(with_less, as_it_was, strict=True))


def test_a_season_is_no_loss() -> None:
    found = watched(seasonal(3))
    assert found.own_season
    assert [month.target for month in found.months] == pytest.approx(seasonal(1))
    assert not any(month.lacking for month in found.months)
    assert found.since is None


def test_half_of_it_is_an_alarm_and_tells_since_when() -> None:
    found = watched([*seasonal(2), *[100] * 4, *[50] * 8])
    assert [month.is_alarm for month in found.months][:5] == [False] * 5
    assert found.months[-1].is_alarm
    assert found.since == date(2023, 5, 1)


def test_a_customer_of_two_years_has_the_season_of_the_company() -> None:
    company = [3 * amount for amount in seasonal(3)]
    found = watched(seasonal(2), company)
    assert not found.own_season
    assert [month.target for month in found.months] == pytest.approx(seasonal(1))


def test_without_an_alarm_what_is_lacking_is_said_all_the_same() -> None:
    before = [*seasonal(2), *seasonal(1)]
    usual = watched([*before, *[seasonal(1)[at] for at in range(12)]])
    assert usual.empty == ()
    assert volume_in_words(usual, "EUR") == (
        "Its volume gives no alarm: nothing has been lacking of late."
    )
    noisy = [100.0 + 60 * (-1) ** (at + at // 12) for at in range(36)]
    gone = watched([*noisy, *[100.0] * 10, 0, 0])
    assert gone.since is None, "two months are no alarm yet"
    assert len(gone.empty) == 2
    told = volume_in_words(gone, "EUR").replace("\xa0", " ")
    assert told.startswith("It bought nothing from ")
    assert "€200 was to be expected" in told
    less = watched([*noisy, *[100.0] * 10, 20, 20])
    assert less.since is None
    assert "no more than chance explains" in volume_in_words(less, "EUR").replace("\xa0", " ")


@pytest.mark.parametrize("amounts", [[100.0] * 23, [0.0] * 12 + [100.0] * 12])
def test_without_a_year_before_there_is_nothing_to_hold_it_against(amounts: list[float]) -> None:
    assert volume(months(*amounts), dict) is None
