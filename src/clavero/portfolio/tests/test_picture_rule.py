"""With which period a picture is compared."""

from __future__ import annotations

from datetime import date

import pytest

from clavero.core.estimates import Missing
from clavero.core.period import Period
from clavero.portfolio.rules.picture import (
    Compare,
    comparison_period,
    is_covered,
    why_not_covered,
    year_up_to,
)

DATA = Period(date(2022, 3, 10), date(2024, 7, 16))
YEAR_EARLIER, CALENDAR_BEFORE = Compare.YEAR_EARLIER, Compare.CALENDAR_BEFORE


@pytest.mark.parametrize(
    ("period", "compare", "expected"),
    [
        (Period.year(2023), YEAR_EARLIER, Period.year(2022)),
        (Period.month(2024, 3), YEAR_EARLIER, Period.month(2023, 3)),
        (Period.month(2024, 3), CALENDAR_BEFORE, Period.month(2024, 2)),
        (Period.ttm(date(2024, 7, 16)), CALENDAR_BEFORE, Period.ttm(date(2023, 7, 1))),
        # under way: as many days
        (Period.year(2024), YEAR_EARLIER, Period(date(2023, 1, 1), date(2023, 7, 16))),
        (Period.month(2024, 7), CALENDAR_BEFORE, Period(date(2024, 6, 16), date(2024, 7, 1))),
        # all of it still to come: nothing to cut
        (Period.year(2025), YEAR_EARLIER, Period.year(2024)),
    ],
)
def test_like_is_compared_with_like(period, compare, expected):
    assert comparison_period(period, compare, DATA) == expected


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (date(2022, 3, 1), False),
        (date(2022, 3, 10), True),
        (date(2022, 4, 1), True),
        (date(2022, 2, 28), False),
        (date(2023, 1, 1), True),
    ],
)
def test_a_month_in_which_the_data_begin_is_no_base(start, expected):
    assert is_covered(Period(start, date(2024, 1, 1)), DATA) is expected


@pytest.mark.parametrize(
    ("first", "expected"),
    [(date(2022, 3, 1), True), (date(2022, 3, 3), True), (date(2022, 3, 5), False)],
)
def test_a_first_month_that_lacks_a_weekend_is_whole(first, expected):
    data = Period(first, date(2024, 7, 16))
    assert is_covered(Period.month(2022, 3), data) is expected


def test_why_nothing_is_compared_is_told_apart():
    assert why_not_covered(Period.month(2022, 2), DATA) is Missing.NOT_REACHED
    assert why_not_covered(Period.month(2022, 3), DATA) is Missing.PARTLY_BEFORE
    assert why_not_covered(Period.year(2022), DATA) is Missing.PARTLY_BEFORE


@pytest.mark.parametrize(
    ("period", "last", "end"),
    [
        (Period.year(2024), date(2024, 7, 15), date(2024, 7, 1)),
        (Period.year(2024), date(2024, 6, 28), date(2024, 7, 1)),
        (Period(date(2022, 3, 10), date(2024, 6, 29)), date(2024, 6, 28), date(2024, 7, 1)),
        (Period.month(2024, 3), date(2024, 7, 15), date(2024, 4, 1)),
        (Period(date(2024, 1, 1), date(2024, 3, 30)), date(2024, 7, 15), date(2024, 3, 1)),
    ],
)
def test_the_year_up_to_a_period_ends_with_its_last_whole_month(period, last, end):
    data = Period.inclusive(date(2022, 3, 10), last)
    assert year_up_to(period, data) == Period.ttm(end)
