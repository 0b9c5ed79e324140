"""Silence against the customer's own rhythm."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from clavero.portfolio.rules.silence import Rhythm, silence

START = date(2024, 1, 1)
days = st.lists(st.integers(0, 1000).map(lambda day: START + timedelta(days=day)), max_size=30)


def every(gaps: list[int]) -> list[date]:
    found = [START]
    for gap in gaps:
        found.append(found[-1] + timedelta(days=gap))
    return found


def test_the_usual_gap_is_the_median_of_the_gaps():
    gaps = [28, 31, 27, 35, 30, 26, 33, 29, 32, 30, 34, 28]
    dates = every(gaps)
    found = silence(dates, dates[-1] + timedelta(days=29))
    assert found.usual_gap == 30
    assert (found.gaps, found.shortest, found.longest) == (12, 26, 35)
    assert found.days == 29
    assert found.rhythm is Rhythm.USUAL
    assert silence(dates, dates[-1] + timedelta(days=59)).rhythm is Rhythm.USUAL
    assert silence(dates, dates[-1] + timedelta(days=60)).rhythm is Rhythm.LONG


def test_an_even_number_of_gaps_has_its_median_in_the_middle():
    assert silence(every([7, 8]), date(2024, 2, 1)).usual_gap == Decimal("7.5")


def test_long_is_longer_than_ever_and_twice_the_usual():
    dates = every([30, 30, 30, 30, 90])
    last = dates[-1]
    assert silence(dates, last + timedelta(days=90)).rhythm is Rhythm.USUAL
    assert silence(dates, last + timedelta(days=91)).rhythm is Rhythm.LONG
    steady = every([30] * 6)
    assert silence(steady, steady[-1] + timedelta(days=59)).rhythm is Rhythm.USUAL
    found = silence(steady, steady[-1] + timedelta(days=60))
    assert found.rhythm is Rhythm.LONG
    assert found.ratio == 2


def test_few_gaps_are_shown_and_not_judged():
    found = silence(every([10, 10, 10, 10]), date(2026, 1, 1))
    assert found.rhythm is Rhythm.FEW
    assert found.usual_gap == 10
    assert found.gaps == 4


def test_one_order_has_no_gap():
    found = silence([START], START + timedelta(days=400))
    assert found.rhythm is Rhythm.FIRST
    assert found.days == 400
    assert found.usual_gap is None
    assert found.ratio is None


def test_no_order_at_all():
    found = silence([], START)
    assert found.rhythm is Rhythm.NEVER
    assert found.days is None
    assert found.ratio is None


def test_orders_of_one_day_count_once_and_later_ones_not_at_all():
    found = silence([START, START, START + timedelta(days=7), date(2030, 1, 1)], date(2024, 1, 9))
    assert found.gaps == 1
    assert found.days == 1


@given(days, st.integers(0, 1200))
def test_the_usual_gap_lies_between_the_extremes(dates, after):
    found = silence(dates, START + timedelta(days=after))
    if found.usual_gap is not None:
        assert found.shortest is not None
        assert found.longest is not None
        assert 1 <= found.shortest <= found.usual_gap <= found.longest
    if found.days is not None:
        assert found.days >= 0
