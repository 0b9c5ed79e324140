from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.core.period import Period, PeriodError, add_months, known_days, period_of

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


@pytest.mark.parametrize(
    ("last", "until"),
    [
        (date(2024, 12, 31), date(2025, 1, 1)),
        (date(2024, 12, 28), date(2025, 1, 1)),
        (date(2024, 12, 27), date(2024, 12, 28)),
        (date(2024, 7, 15), date(2024, 7, 16)),
    ],
)
def test_a_month_that_ends_on_a_weekend_is_whole(last: date, until: date) -> None:
    assert known_days(Period.inclusive(date(2023, 1, 1), last)).end == until


@pytest.mark.parametrize(
    ("first", "since"),
    [
        (date(2022, 3, 1), date(2022, 3, 1)),
        (date(2022, 3, 3), date(2022, 3, 1)),
        (date(2021, 1, 4), date(2021, 1, 1)),  # a Monday after New Year's Day and a weekend
        (date(2022, 3, 5), date(2022, 3, 5)),
        (date(2022, 3, 15), date(2022, 3, 15)),
    ],
)
def test_a_month_that_begins_on_a_weekend_is_whole(first: date, since: date) -> None:
    assert known_days(Period.inclusive(first, date(2024, 6, 30))).start == since


@pytest.mark.parametrize(
    ("last", "end"),
    [
        (date(2024, 6, 28), date(2024, 7, 1)),  # a Friday: June is over
        (date(2024, 6, 27), date(2024, 7, 1)),
        (date(2024, 6, 26), date(2024, 6, 1)),
        (date(2011, 12, 9), date(2011, 12, 1)),
    ],
)
def test_ttm_ends_with_the_last_whole_month(last: date, end: date) -> None:
    data = Period.inclusive(date(2009, 12, 1), last)
    assert period_of("ttm", data) == Period.ttm(end)


@given(days, days)
def test_whole_months_are_added_to_and_never_more_than_a_weekend_and_a_day(
    one: date, other: date
) -> None:
    data = Period.inclusive(*sorted((one, other)))
    known = known_days(data)
    assert known.start <= data.start < data.end <= known.end
    assert (data.start - known.start).days <= 3
    assert (known.end - data.end).days <= 3
    assert known.start in (data.start, data.start.replace(day=1))
    assert known.end == data.end or known.end.day == 1
    ttm = period_of("ttm", data)
    assert ttm.is_whole_months
    assert ttm.end <= known.end < add_months(ttm.end, 1)
