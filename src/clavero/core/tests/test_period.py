from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.core.period import Period, PeriodError, add_months

days = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2011", date(2011, 1, 1), date(2012, 1, 1)),
        ("2011-12", date(2011, 12, 1), date(2012, 1, 1)),
        (" 2010-12-01..2011-12-10 ", date(2010, 12, 1), date(2011, 12, 11)),
        ("2024-02-29..2024-02-29", date(2024, 2, 29), date(2024, 3, 1)),
    ],
)
def test_reads_what_people_type(text: str, start: date, end: date) -> None:
    assert Period.parse(text) == Period(start, end)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2011-13", "no_such_date"),
        ("2011-02-30..2011-03-01", "no_such_date"),
        ("2011-03-02..2011-03-01", "reversed"),
        ("last year", "unreadable"),
        ("", "unreadable"),
        ("0000", "no_such_date"),
        ("9999", "no_such_date"),
    ],
)
def test_says_why_a_text_is_no_period(text: str, code: str) -> None:
    with pytest.raises(PeriodError) as refused:
        Period.parse(text)
    assert refused.value.code == code


def test_an_empty_period_does_not_exist() -> None:
    with pytest.raises(PeriodError, match="empty"):
        Period(date(2024, 1, 1), date(2024, 1, 1))


def test_the_preceding_31_days_are_not_the_month_before() -> None:
    march = Period.month(2011, 3)
    assert march.preceding_days() == Period(date(2011, 1, 29), date(2011, 3, 1))
    assert march.calendar_before() == Period.month(2011, 2)


def test_the_year_before_a_leap_day() -> None:
    assert Period(date(2024, 2, 29), date(2024, 3, 1)).year_earlier() == Period(
        date(2023, 2, 28), date(2023, 3, 1)
    )


@given(days)
def test_ttm_is_twelve_full_months_and_leaves_the_month_under_way_out(as_of: date) -> None:
    ttm = Period.ttm(as_of)
    assert ttm.month_count == 12
    assert ttm.is_whole_months
    assert ttm.end <= as_of < add_months(ttm.end, 1)
    assert ttm.year_earlier() == ttm.calendar_before()


@given(days, days)
def test_its_text_reads_back_and_its_months_cover_it(one: date, other: date) -> None:
    first, last = sorted((one, other))
    period = Period.inclusive(first, last)
    assert Period.parse(str(period)) == period
    months = list(period.months())
    assert len(months) == period.month_count
    assert months[0].start <= period.start
    assert months[-1].end >= period.end
    assert all(left.end == right.start for left, right in pairwise(months))
    assert first in period
    assert last in period
    assert period.end not in period
    assert period.preceding_days().days == period.days


@given(days)
def test_a_day_is_in_exactly_one_month(day: date) -> None:
    month = Period.month(day.year, day.month)
    assert day in month
    assert month.last + timedelta(days=1) == month.end
    assert month.end not in month
