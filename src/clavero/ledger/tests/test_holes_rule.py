"""Months of which hardly any line is there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.core.period import Period
from clavero.ledger.rules.holes import Hole, holes

MONTHS = [f"{each.start:%Y-%m}" for each in Period.parse("2023-01-01..2026-10-31").months()]


@given(st.integers(100, 1000), st.integers(0, 1000))
def test_a_month_of_less_than_a_fifth_is_one(usual: int, last: int) -> None:
    found = holes({**dict.fromkeys(MONTHS, usual), MONTHS[-1]: last}, MONTHS)
    assert found == ([Hole(MONTHS[-1], last, usual)] if last * 5 < usual else [])


@pytest.mark.parametrize(
    ("lines", "months"),
    [
        ({}, MONTHS),
        (dict.fromkeys(MONTHS[-12:], 500), MONTHS),  # no year before the last months
        (dict.fromkeys(MONTHS[:-2], 19), MONTHS),  # so few are no rule
        # Every October is as thin: it is the season.
        ({month: 10 if month.endswith("-10") else 500 for month in MONTHS}, MONTHS),
    ],
)
def test_nothing_is_said_where_nothing_is_known(lines: dict[str, int], months: list[str]) -> None:
    assert holes(lines, months) == []


def test_two_months_without_any_are_two() -> None:
    found = holes(dict.fromkeys(MONTHS[:-2], 500), MONTHS)
    assert [(each.month, each.lines) for each in found] == [("2026-09", 0), ("2026-10", 0)]
