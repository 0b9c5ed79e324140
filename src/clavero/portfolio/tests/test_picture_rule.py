"""With which period a picture is compared."""

from __future__ import annotations

from datetime import date

import pytest

from clavero.core.period import Period
from clavero.portfolio.rules.picture import Compare, comparison_period, is_covered, known_until

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
    [(date(2022, 3, 1), True), (date(2022, 2, 28), False), (date(2023, 1, 1), True)],
)
def test_the_month_of_the_first_line_is_covered_and_none_before(start, expected):
    assert is_covered(Period(start, date(2024, 1, 1)), DATA) is expected


@pytest.mark.parametrize(
    ("last", "until"),
    [
        (date(2024, 12, 31), date(2025, 1, 1)),
        (date(2024, 12, 28), date(2025, 1, 1)),
        (date(2024, 12, 27), date(2024, 12, 28)),
        (date(2024, 7, 15), date(2024, 7, 16)),
    ],
)
def test_a_month_that_ends_on_a_weekend_is_whole(last, until):
    assert known_until(Period.inclusive(date(2023, 1, 1), last)) == until
