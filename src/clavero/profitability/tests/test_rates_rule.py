"""The rate book and what it charges: effective days, extras, measured time, money on top."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.core.period import Period
from clavero.profitability.rules.charging import Charge, Tally, Uncosted, charge, work_cost
from clavero.profitability.rules.cost_to_serve import EventTime
from clavero.profitability.rules.goods import cost_of_goods
from clavero.profitability.rules.rates import (
    ActivityRate,
    CapacityRate,
    CreditRate,
    RateBook,
    Source,
    months_in,
)

JANUARY, APRIL = date(2024, 1, 1), date(2024, 4, 1)
YEAR = Period.year(2024)


def book(*capacities: CapacityRate, extras: dict[str, Decimal] | None = None) -> RateBook:
    time = EventTime(Decimal(8), extras or {})
    visit = ActivityRate("visit", JANUARY, "team", Source.FILE, time, travel=Decimal(40))
    return RateBook({"team": capacities}, {"visit": [visit]}, [CreditRate(JANUARY, Decimal(0))])


def team(since: date, cost: int, minutes: int, months: int = 3) -> CapacityRate:
    return CapacityRate("team", since, months, Decimal(cost), Decimal(minutes))


OLD, NEW = team(JANUARY, 560_000, 700_000), team(APRIL, 300, 100)


def test_a_period_is_cut_where_something_changes() -> None:
    assert book(OLD).stretches(YEAR) == [YEAR]
    assert book(OLD, NEW).stretches(YEAR) == [Period(JANUARY, APRIL), Period(APRIL, YEAR.end)]
    assert book(OLD, NEW).stretches(Period.parse("2024-05")) == [Period.parse("2024-05")]


def test_before_the_first_entry_the_first_holds() -> None:
    known = book(OLD, NEW)
    assert known.capacity("team", date(2019, 1, 1)) == OLD
    assert known.capacity("team", date(2024, 3, 31)) == OLD
    assert known.capacity("team", APRIL) == NEW
    assert known.capacity("nobody", APRIL) is None


def test_there_is_as_much_capacity_as_months() -> None:
    known = book(OLD, NEW)
    quarter = known.capacity_over("team", Period(JANUARY, APRIL))
    assert quarter is not None
    assert (quarter.cost, quarter.minutes) == (560_000, 700_000)
    year = known.capacity_over("team", YEAR)
    assert year is not None
    assert (year.cost, year.minutes) == (560_000 + 900, 700_000 + 300)
    half = known.capacity_over("team", Period.parse("2024-06-01..2024-06-15"))
    assert half is not None
    assert (half.cost, half.minutes) == (50, Decimal(100) / 6)


@given(st.dates(date(2020, 1, 1), date(2024, 1, 1)), st.integers(1, 900), st.integers(1, 900))
def test_parts_of_a_period_are_the_whole(start: date, first: int, second: int) -> None:
    one = Period(start, date.fromordinal(start.toordinal() + first))
    two = Period(one.end, date.fromordinal(one.end.toordinal() + second))
    assert months_in(one) + months_in(two) == months_in(Period(one.start, two.end))
    assert months_in(Period.month(2024, 2)) == Fraction(1)


def charged(*tallies: Tally, extras: dict[str, Decimal] | None = None) -> Charge:
    found = charge(book(OLD, extras=extras), "visit", JANUARY, tallies)
    assert isinstance(found, Charge)
    return found


def test_events_cost_minutes_at_the_rate_and_money_on_top() -> None:
    found = charged(Tally(Decimal(10)))
    assert (found.minutes, found.time_cost, found.travel) == (80, 64, 400)
    assert found.cost == 464


def test_extras_apply_as_often_as_said() -> None:
    extras = {"rush": Decimal(5)}
    found = charged(
        Tally(Decimal(10)), Tally(Decimal(4), having={"rush": Decimal(3)}), extras=extras
    )
    assert found.minutes == 14 * 8 + 3 * 5
    assert found.extras == {"rush": (3, 5)}


def test_what_was_measured_holds_instead_of_the_book() -> None:
    found = charged(
        Tally(Decimal(2), minutes=Decimal(100), travel=Decimal(7)),
        Tally(Decimal(1), minutes=Decimal(20)),
    )
    assert (found.minutes, found.each, found.travel) == (120, None, 7 + 40)


def test_what_nobody_can_charge_is_counted_and_unknown() -> None:
    found = charge(book(OLD), "visit", JANUARY, [Tally(Decimal(1), having={"rush": Decimal(1)})])
    assert found == Uncosted("visit", Decimal(1))
    assert charge(book(OLD), "support", JANUARY, [Tally(Decimal(2))]) == Uncosted(
        "support", Decimal(2)
    )
    assert charge(book(OLD), "visit", JANUARY, []) is None


def test_hours_cost_the_teams_rate() -> None:
    assert work_cost(Decimal(2), OLD) == 96
    assert work_cost(Decimal(2), None) is None
    assert work_cost(Decimal(0), None) == 0


amounts = st.decimals(1, 10**6, places=2)


@given(amounts, amounts, st.lists(st.decimals(0, 10**4, places=2), max_size=6))
def test_all_charges_and_the_unused_are_the_capacity(
    cost: Decimal, minutes: Decimal, counts: list[Decimal]
) -> None:
    rate = CapacityRate("team", JANUARY, 1, cost, minutes)
    used = sum((rate.cost_of(count) for count in counts), Decimal(0))
    left = rate.cost_of(minutes - sum(counts, Decimal(0)))
    assert abs(used + left - cost) < Decimal("1e-9")


@pytest.mark.parametrize(
    ("known", "cost"),
    [("1", 70), ("0.5", Decimal(100) * 70 / 80), ("0.49", None)],
)
def test_an_unknown_cost_is_neither_zero_nor_everything(known: str, cost: object) -> None:
    with_cost = Decimal(100) if known == "1" else Decimal(80)
    contribution = with_cost - 70
    found = cost_of_goods(Decimal(100), contribution, with_cost, Decimal(known))
    assert found.cost == cost
    assert found.is_estimated is (cost is not None and known != "1")
