"""Rebates against statements computed by hand, to the cent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.contracts.rules.rebates import (
    Closed,
    RateMissing,
    Sold,
    accrued,
    statement,
    volume_of,
)
from clavero.contracts.rules.terms import Basis, Rebate, Tier
from clavero.core.period import Period

YEAR = Period.year(2026)
QUARTERS = [Period.parse(f"2026-{m:02}-01..2026-{m + 2:02}-{d}") for m, d in
            ((1, 31), (4, 30), (7, 30), (10, 31))]  # fmt: skip
D = Decimal
TIERS = (Tier(D(50_000), D("0.01")), Tier(D(100_000), D("0.02")), Tier(D(200_000), D("0.035")))
BACK = Rebate(Basis.TURNOVER, TIERS, "EUR", YEAR)
MARGINAL = replace(BACK, is_retroactive=False)


def sold(month: int, amount: str, currency: str = "EUR", quantity: int = 0) -> Sold:
    return Sold(date(2026, month, 15), D(amount), currency, D(quantity))


LINES = [
    sold(2, "48300.55"), sold(3, "-1250.15"),  # first quarter: 47,050.40
    sold(5, "61999.60"),  # second: 61,999.60; together 109,050.00
    sold(8, "70000"), sold(9, "-4050.25"),  # third: 65,949.75; together 174,999.75
    sold(11, "25000.25"),  # fourth: together 200,000.00
]  # fmt: skip


def test_a_year_by_hand_that_reaches_tiers_in_mid_year() -> None:
    """1 % from 50,000, 2 % from 100,000, 3.5 % from 200,000, on all of it."""
    rows = statement(BACK, QUARTERS, LINES)
    assert [row.cumulative for row in rows] == [D("0.00"), D("2181.00"), D("3500.00"), D("7000.00")]
    assert [row.to_credit for row in rows] == [D("0.00"), D("2181.00"), D("1319.00"), D("3500.00")]


def test_the_same_year_tier_by_tier() -> None:
    """50,000 at 1 % are 500; 100,000 at 2 % are 2,000; what lies above 200,000 is nothing yet."""
    rows = statement(MARGINAL, QUARTERS, LINES)
    # 59,050 above 50,000: 500 + 9,050 at 2 % = 681; then 500 + 74,999.75 at 2 % = 1,999.995
    assert [row.cumulative for row in rows] == [D("0.00"), D("681.00"), D("2000.00"), D("2500.00")]


def test_a_credit_note_takes_the_tier_away_again() -> None:
    lines = [sold(2, "100000"), sold(5, "-0.01")]
    rows = statement(BACK, QUARTERS[:2], lines)
    # 100,000 at 2 % are 2,000; 99,999.99 at 1 % are 1,000.00
    assert [row.to_credit for row in rows] == [D("2000.00"), D("-1000.00")]


def test_a_period_closed_and_then_corrected_shows_the_difference_in_the_open_one() -> None:
    before = statement(BACK, QUARTERS[:2], LINES)
    closed = [Closed(row.period, row.to_credit) for row in before]
    late = [*LINES, sold(3, "-9050.01")]  # entered later: 99,999.99 by June, 1 %: 1,000.00
    rows = statement(BACK, QUARTERS, late, closed)
    assert [row.to_credit for row in rows[:2]] == [D("0.00"), D("2181.00")], "what was closed stays"
    third = rows[2]
    # by September 165,949.74 at 2 % = 3,318.99 (3,318.9948): of it 2,318.99 are the third's own
    assert (third.own, third.correction) == (D("2318.99"), D("-1181.00"))
    assert third.to_credit == D("1137.99")
    assert rows[3].correction == 0
    assert sum(row.to_credit for row in rows) == rows[-1].cumulative


def test_other_currencies_are_converted_at_their_own_day_and_never_left_out() -> None:
    lines = [sold(2, "40000"), sold(3, "10000.10", "USD"), sold(4, "5000", "USD")]
    rates = {("USD", date(2026, 3, 15)): D("0.92"), ("USD", date(2026, 4, 15)): D("0.9")}
    assert volume_of(BACK, lines, rates) == D("53700.0920")
    assert accrued(BACK, D("53700.0920")).due == D("537.00")
    with pytest.raises(RateMissing) as missing:
        volume_of(BACK, lines, {("USD", date(2026, 3, 15)): D("0.92")})
    assert (missing.value.currency, missing.value.day) == ("USD", date(2026, 4, 15))


def test_yen_have_no_cents() -> None:
    yen = Rebate(Basis.TURNOVER, (Tier(D(0), D("0.015")),), "JPY", YEAR)
    assert accrued(yen, D(101_900)).due == D(1_529)  # 1,528.5


def test_growth_is_held_against_its_base() -> None:
    """2 % once the base of 80,000 is passed by 5 %, 4 % by 20 %: from 84,000 and from 96,000."""
    tiers = (Tier(D("0.05"), D("0.02")), Tier(D("0.2"), D("0.04")))
    growth = Rebate(Basis.GROWTH, tiers, "EUR", YEAR, base=D(80_000))
    assert [accrued(growth, D(each)).due for each in ("83999.99", "84000", "96000")] == [
        D("0.00"), D("1680.00"), D("3840.00"),
    ]  # fmt: skip
    above = replace(growth, is_retroactive=False)
    assert accrued(above, D(100_000)).due == D("400.00")  # 12,000 at 2 % and 4,000 at 4 %


def test_quantities_are_paid_by_the_piece() -> None:
    pieces = Rebate(Basis.QUANTITY, (Tier(D(1000), D("0.125")),), "EUR", YEAR)
    lines = [sold(1, "9", quantity=1203), sold(2, "-1", quantity=-2)]
    assert accrued(pieces, volume_of(pieces, lines)).due == D("150.13")  # 150.125


cents = st.integers(-5_000_000, 30_000_000).map(lambda each: Decimal(each) / 100)
lines_of_a_year = st.lists(
    st.builds(
        lambda month, day, amount: Sold(date(2026, month, day), amount, "EUR"),
        st.integers(1, 12),
        st.integers(1, 28),
        cents,
    ),
    max_size=12,
)


@given(lines_of_a_year, st.sampled_from([BACK, MARGINAL]))
def test_what_the_quarters_credit_is_what_the_year_owes(lines: list[Sold], term: Rebate) -> None:
    rows = statement(term, QUARTERS, lines)
    assert sum(row.to_credit for row in rows) == accrued(term, volume_of(term, lines)).due


@given(lines_of_a_year, lines_of_a_year, st.integers(0, 3), st.sampled_from([BACK, MARGINAL]))
def test_corrections_of_closed_quarters_reach_the_open_one_whole(
    lines: list[Sold], later: list[Sold], closed: int, term: Rebate
) -> None:
    settled = [Closed(row.period, row.to_credit) for row in statement(term, QUARTERS, lines)]
    rows = statement(term, QUARTERS, [*lines, *later], settled[:closed])
    assert [row.to_credit for row in rows[:closed]] == [each.settled for each in settled[:closed]]
    assert sum(row.to_credit for row in rows) == rows[-1].cumulative


@given(cents, cents)
def test_more_turnover_never_brings_less(one: Decimal, other: Decimal) -> None:
    less, more = sorted((one, other))
    for term in (BACK, MARGINAL):
        assert accrued(term, less).due <= accrued(term, more).due
    assert accrued(MARGINAL, more).due <= accrued(BACK, more).due
