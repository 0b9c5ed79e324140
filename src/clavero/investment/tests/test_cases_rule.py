"""What is said of a level, staged money, and what forecasts were worth."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.core.faults import Faulty
from clavero.investment.rules.cases import Expected, Outlook, contributions, expected_of
from clavero.investment.rules.kinds import FlowFault, Gate
from clavero.investment.rules.proving import LEAST, Record, record_of
from clavero.investment.rules.stages import (
    Target,
    first_tranche,
    gate_days,
    proposed_gate,
    spent_of,
)


def years(*values: int) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, values))


LEVEL = Expected(
    outlay=Decimal(100),
    inertial=years(10, 10, 10),
    low=years(30, 40, 50),
    likely=years(50, 70, 90),
    high=years(60, 90, 120),
)


SURE = replace(LEVEL, low=LEVEL.likely, high=LEVEL.likely)


def test_only_what_comes_beyond_counts() -> None:
    assert SURE.flows().years == years(40, 60, 80)
    assert round(SURE.flows().npv(Decimal("0.10")), 4) == Decimal("46.0556")
    assert replace(SURE, cannibalised=Decimal(5)).flows().years == years(35, 55, 75)
    assert [each.low for each in LEVEL.spreads()] == [20, 30, 40]
    assert LEVEL.flows().years == tuple(
        (a + 4 * m + b) / 6
        for a, m, b in (years(20, 40, 50), years(30, 60, 80), years(40, 80, 110))
    )


def test_a_record_shrinks_what_comes_beyond_and_not_what_others_lose() -> None:
    half = Decimal("0.5")
    assert SURE.flows(half).years == years(20, 30, 40)
    assert replace(SURE, cannibalised=Decimal(5)).flows(half).years == years(15, 25, 35)


@pytest.mark.parametrize(
    ("changed", "fault", "on"),
    [
        ({"outlay": Decimal(0)}, FlowFault.OUTLAY, "outlay"),
        ({"low": years(30, 71, 50)}, FlowFault.ORDER, "likely_2"),
        ({"high": years(60, 90, 89)}, FlowFault.ORDER, "likely_3"),
        ({"high": years(60, 90)}, FlowFault.YEARS, ""),
    ],
)
def test_what_contradicts_itself(changed: dict[str, object], fault: FlowFault, on: str) -> None:
    with pytest.raises(Faulty) as told:
        replace(LEVEL, **changed).check()  # type: ignore[arg-type]
    assert [(each.code, each.on) for each in told.value.faults] == [(fault, on)]
    LEVEL.check()


def test_kept_and_read_again() -> None:
    assert expected_of(LEVEL.to_plain()) == LEVEL
    assert not LEVEL.is_sure
    assert SURE.is_sure


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_the_last_year_is_where_the_forecast_leads(now: int, then: int) -> None:
    start = Outlook(Decimal(now), Decimal("0.2"), Decimal("0.1"))
    end = Outlook(Decimal(then), Decimal("0.5"), Decimal("0.2"))
    found = contributions(start, end)
    assert float(found[-1]) == pytest.approx(then * 0.1)
    assert contributions(start, start)[0] == pytest.approx(Decimal(now) * Decimal("0.02"))


def test_of_a_customer_that_buys_nothing_yet() -> None:
    start = Outlook(Decimal(0), Decimal(0), Decimal(0))
    end = Outlook(Decimal(900), Decimal("0.5"), Decimal("0.2"))
    assert float(contributions(start, end)[-1]) == pytest.approx(90)


# -- money in two parts ----------------------------------------------------------------------------


@given(st.decimals(0, 10**6, places=4))
def test_the_first_part_is_never_more_than_its_share(outlay: Decimal) -> None:
    assert 0 <= first_tranche(outlay) <= outlay * Decimal("0.30")


def test_the_gate_is_in_the_months_six_to_nine() -> None:
    assert gate_days(date(2026, 8, 31)) == (date(2027, 2, 28), date(2027, 5, 31))


def test_what_a_gate_proposes() -> None:
    met, missed, unknown = (
        Target(Decimal(1), Decimal(1)),
        Target(Decimal(2), Decimal(1)),
        Target(Decimal(1)),
    )
    assert proposed_gate([met, met]) is Gate.RELEASED
    assert proposed_gate([met, unknown]) is None
    assert proposed_gate([met, missed, unknown]) is Gate.STOPPED


def test_a_stop_returns_what_is_unspent() -> None:
    whole, first = Decimal(100), Decimal(30)
    assert spent_of(whole, first, Gate.STOPPED) == 30
    assert spent_of(whole, first, Gate.WAITING) == spent_of(whole, first, Gate.RELEASED) == 100


# -- what forecasts were worth ---------------------------------------------------------------------


@given(st.lists(st.tuples(st.decimals(1, 100), st.decimals(-100, 300)), max_size=9))
def test_a_forecast_counts_for_no_more_than_it_says(pairs: list[tuple[Decimal, Decimal]]) -> None:
    record = record_of(pairs)
    assert LEAST <= record.factor <= 1
    if record.ratio is not None and record.ratio < 1:
        assert record.factor < 1 or record.ratio > Decimal("0.999")
        assert record.factor >= min(record.ratio, Decimal(1)) - Decimal("1e-20")


def test_more_years_weigh_more() -> None:
    few, many = (Record(n, Decimal(100), Decimal(50)) for n in (1, 8))
    assert many.factor < few.factor < 1
    assert Record(2, Decimal(0), Decimal(5)).ratio is None
