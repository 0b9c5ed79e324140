"""What must hold of spreads, checks and sums, whatever the amounts."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from clavero.commercial.rules.reconciling import Check, findings, within_tolerance
from clavero.commercial.rules.rollup import By, Line, together, topmost
from clavero.commercial.rules.spread import spread, weights_of
from clavero.commercial.rules.targets import Cell, Target, parse, to_plain
from clavero.commercial.rules.years import MONTHS, Years
from clavero.core.money import ZERO
from clavero.core.period import Period, add_months

D = Decimal
AMOUNTS = st.integers(0, 10**13).map(lambda cents: D(cents) / 100)
SALES = st.lists(st.integers(-(10**9), 10**11).map(lambda cents: D(cents) / 100), min_size=12,
                 max_size=12)  # fmt: skip
YEARS = st.integers(1, 12).map(Years)
CELLS = st.builds(Cell, st.integers(2026, 2030), st.sampled_from(["Belts", "Chains", "Ñandú"]))
LINES = st.lists(
    st.builds(
        Line,
        account=st.sampled_from("ABCD"),
        manager=st.sampled_from(["Ana", "Íñigo", ""]),
        team=st.sampled_from(["North", ""]),
        group=st.sampled_from("AB"),
        cell=CELLS,
        sales=AMOUNTS,
        margin=st.none() | AMOUNTS,
    )
)


@given(AMOUNTS, SALES)
def test_a_year_is_exactly_its_months(total: Decimal, sales: list[Decimal]) -> None:
    weights = weights_of(sales)
    parts = spread(total, weights)
    assert sum(parts, ZERO) == total
    whole = sum(weights, ZERO)
    assert all(
        abs(part - total * weight / whole) <= (1 if not total % 1 and total >= 1200 else D("0.01"))
        for part, weight in zip(parts, weights, strict=True)
    )
    assert all(part >= 0 for part in parts)


@given(LINES, st.sampled_from(By), st.randoms())
def test_sums_do_not_depend_on_order_nor_on_groups(
    lines: list[Line], by: By, chance: random.Random
) -> None:
    mixed = [*lines]
    chance.shuffle(mixed)
    found = together(lines, by)
    assert together(mixed, by) == found
    assert sum((each.sales for each in found.values()), ZERO) == sum(
        (line.sales for line in lines), ZERO
    )
    margins = [each.margin for each in found.values() if each.margin is not None]
    assert sum(margins, ZERO) == sum((line.margin or ZERO for line in lines), ZERO)


@given(st.dictionaries(CELLS, st.builds(Target, AMOUNTS, st.none() | AMOUNTS)))
def test_what_is_kept_is_what_was_said(targets: dict[Cell, Target]) -> None:
    assert parse(to_plain(targets)) == targets


@given(SALES, AMOUNTS.filter(lambda total: total > 100), st.integers(1, 12), YEARS)
def test_the_proposal_adds_up(
    sales: list[Decimal], total: Decimal, first: int, calendar: Years
) -> None:
    """Whatever month the detailed plan begins with, and the year, the proposal passes every
    check."""
    start = date(2027, first, 1)
    detail = [each.start for each in Period(start, add_months(start, 18)).months()]
    weights = weights_of(sales)
    years = {calendar.of(month): total for month in detail}
    months = {month: spread(total, weights)[month.month - 1] for month in detail}
    assert list(findings(detail, months, years, weights, {}, calendar)) == []


@given(st.dates(date(2001, 1, 1), date(2099, 12, 31)), YEARS)
def test_a_year_is_twelve_months_and_every_day_lies_in_one(day: date, calendar: Years) -> None:
    year = calendar.of(day)
    months = calendar.months(year)
    assert months[0].month == calendar.first
    assert months[0] <= day < add_months(months[0], 12)
    assert sorted(each.month for each in months) == list(range(1, 13))
    assert {calendar.of(each) for each in months} == {year}
    name = calendar.name(year)
    assert name == str(year) if calendar.first == 1 else calendar.read(name) == year


@given(
    SALES, AMOUNTS.filter(lambda total: total > 100), AMOUNTS.filter(lambda total: total > 100),
    YEARS,
)  # fmt: skip
def test_a_plan_that_begins_with_the_year(
    sales: list[Decimal], first: Decimal, second: Decimal, calendar: Years
) -> None:
    """Methods 5.1, whatever month the year begins with: months 1 to 12 are year 1, and 13 to 18
    the first half of year 2, to the cent."""
    start = calendar.months(2027)[0]
    detail = [each.start for each in Period(start, add_months(start, 18)).months()]
    weights = weights_of(sales)
    years = {2027: first, 2028: second}
    months = {
        month: spread(years[calendar.of(month)], weights)[month.month - 1] for month in detail
    }
    half = {month.month for month in detail[12:]}
    assert sum((months[each] for each in detail[:12]), ZERO) == first
    assert list(findings(detail, months, years, weights, {}, calendar)) == []
    months[detail[0]] += first * D("0.006") + 1
    months[detail[12]] += second + 1
    found = list(findings(detail, months, years, weights, {}, calendar))
    assert [(each.check, each.name) for each in found] == [
        (Check.WHOLE_YEAR, calendar.name(2027)), (Check.PART_OF_YEAR, calendar.name(2028))
    ]  # fmt: skip
    assert found[0].wanted == first
    assert found[1].wanted == sum(
        (spread(second, weights)[number - 1] for number in sorted(half)), ZERO
    )


@given(LINES, YEARS)
def test_years_of_any_beginning_sum_to_the_same(lines: list[Line], calendar: Years) -> None:
    """A year's sums do not depend on what it is called."""
    found = together(lines, By.YEAR)
    named = {calendar.name(int(key)): each for key, each in found.items()}
    assert len(named) == len(found)
    assert sum((each.sales for each in named.values()), ZERO) == sum(
        (line.sales for line in lines), ZERO
    )


def test_the_worked_example_of_the_methods() -> None:
    """A plan from January: months 1 to 12 are year 1, 13 to 18 the first half of year 2."""
    start = date(2027, 1, 1)
    detail = [each.start for each in Period(start, add_months(start, 18)).months()]
    weights = [D(2)] * 6 + [D(1)] * 6  # two thirds are sold until June
    years = {2027: D(900_000), 2028: D(990_000)}
    months = {month: D(100_000) if month.month < 7 else D(50_000) for month in detail}
    (found,) = findings(detail, months, years, weights, {})
    assert found.check is Check.PART_OF_YEAR
    assert (found.first, found.last) == (date(2028, 1, 1), date(2028, 6, 1))
    assert (found.planned, found.wanted, found.gap) == (D(600_000), D(660_000), D(-60_000))
    months |= {month: D(110_000) for month in detail[12:]}
    assert list(findings(detail, months, years, weights, {})) == []
    months[date(2027, 3, 1)] += D(4_500)  # half a percent of the year
    assert list(findings(detail, months, years, weights, {})) == []
    months[date(2027, 3, 1)] += D("0.01")
    (found,) = findings(detail, months, years, weights, {2027: "A line starts in March"})
    assert (found.check, found.gap) == (Check.WHOLE_YEAR, D("4500.01"))
    assert found.note == "A line starts in March"


def test_a_month_or_a_year_that_lacks_is_told() -> None:
    detail = [date(2027, month, 1) for month in range(1, MONTHS + 1)]
    weights = weights_of([ZERO] * MONTHS)
    (found,) = findings(detail, {}, {2027: D(12)}, weights, {})
    assert found.check is Check.NO_MONTHS
    (found,) = findings(detail, {detail[0]: D(1)}, {}, weights, {})
    assert found.check is Check.NO_YEAR
    assert within_tolerance(ZERO, ZERO)


def test_what_a_group_says_is_not_counted_again_of_its_units() -> None:
    group = {Cell(2027, "Belts"): Target(D(10))}
    unit = {Cell(2027, "Belts"): Target(D(4)), Cell(2028, "Belts"): Target(D(5))}
    found = topmost({"G": group, "A": unit}, {"A": ["G"], "G": []})
    assert found["G"] == {Cell(2027, "Belts"): (D(10), None)}
    assert found["A"] == {Cell(2028, "Belts"): (D(5), None)}, "of 2028 the group says nothing"
