"""How fast complaints are answered, when one comes back, and what was promised."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.care.rules.cases import (
    COMES_BACK,
    FIRST_TABLE,
    SAME_CASE,
    Promised,
    Seen,
    Severity,
    Tier,
    came_back,
    is_same_case,
)
from clavero.care.rules.times import Case, Wait, answered_in_time, percentile, survival, times_of

D = Decimal
DAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_percentiles_interpolate() -> None:  # O-3.6
    hours = [D(each) for each in (1, 2, 4, 6, 30)]
    assert percentile(hours, D("0.5")) == 4
    assert percentile(hours, D("0.9")) == D("20.4")
    assert percentile([], D("0.5")) is None


def test_open_cases_are_not_dropped() -> None:  # O-3.7
    waits = [Wait(D(1)), Wait(D(2)), Wait(D(4), True), Wait(D(6)), Wait(D(30), True)]
    found = survival(waits)
    assert [left for _length, left in found.steps] == [
        D("0.8"), D("0.6"), D("0.6"), D("0.3"), D("0.3")
    ]  # fmt: skip
    assert found.median == 6
    assert answered_in_time(3, 3, 2).value == D("0.6")


def test_the_times_of_complaints() -> None:
    cases = [
        Case(D(50), D(1), D(1), D(4)), Case(D(40), D(2), D(2), D(4)), Case(D(4), None, None, D(4)),
        Case(D(30), D(6), D(6), D(4)), Case(D(30), None, None, D(4)),
    ]  # fmt: skip
    found = times_of(cases)
    assert (found.cases, found.open, found.answered, found.resolution) == (5, 2, 3, 6)
    assert (found.response, found.response_p90) == (2, D("5.2"))
    assert found.in_time.value == D("0.5")  # of three answered and one past due, two
    assert times_of([]).in_time.value is None


def test_the_same_case_for_two_weeks() -> None:
    assert is_same_case(DAY, DAY + SAME_CASE)
    assert not is_same_case(DAY, DAY + SAME_CASE + timedelta(seconds=1))


def test_what_comes_back() -> None:
    def seen(key: int, after: timedelta, cause: str = "late", account: str = "A") -> Seen:
        return Seen(key, account, cause, DAY + after)

    cases = [
        seen(1, timedelta()), seen(2, COMES_BACK), seen(3, 2 * COMES_BACK + timedelta(seconds=1)),
        seen(4, timedelta(1), cause="short"), seen(5, timedelta(1), account="B"),
        seen(6, timedelta(), cause=""), seen(7, timedelta(2), cause=""),
    ]  # fmt: skip
    assert came_back(reversed(cases)) == {2: 1}


def test_a_key_account_and_a_worse_case_wait_no_longer() -> None:
    for one, other in ((Tier.KEY, Tier.MANAGED), (Tier.MANAGED, Tier.OTHER)):
        for severity in Severity:
            assert FIRST_TABLE[one, severity].answer <= FIRST_TABLE[other, severity].answer
    with pytest.raises(ValueError, match="comes before"):
        Promised(timedelta(hours=2), timedelta(hours=1))


@given(st.lists(st.decimals(0, 1000, places=2), min_size=1), st.decimals(0, 1, places=3))
def test_a_percentile_lies_among_the_values(values: list[Decimal], share: Decimal) -> None:
    found = percentile(values, share)
    assert found is not None
    assert min(values) <= found <= max(values)


@given(st.lists(st.builds(Wait, st.decimals(0, 100, places=0), st.booleans())))
def test_a_survival_curve_falls_from_one_to_no_less_than_nothing(waits: list[Wait]) -> None:
    left = [Decimal(1), *(part for _length, part in survival(waits).steps)]
    assert left == sorted(left, reverse=True)
    assert left[-1] >= 0
