"""What must hold of any numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from clavero.core.period import Period
from clavero.kpis.rules.bridge import Sold, bridge
from clavero.kpis.rules.kpi import Direction, Light, Target
from clavero.kpis.rules.members import Figure, members, moved, rest, together
from clavero.kpis.rules.month import windows
from clavero.kpis.rules.retention import Loss, retention
from clavero.kpis.rules.revenue import revenue
from clavero.kpis.rules.wallet import share_by_rank

AMOUNTS = st.decimals(-1000, 1000, places=2)
UNITS = st.none() | st.decimals(-5, 50, places=1)
SOLD = st.builds(Sold, AMOUNTS, UNITS)
COSTED = st.builds(Sold, AMOUNTS, UNITS, AMOUNTS, st.booleans())
PART = st.builds(Figure, AMOUNTS)
OF_A_WHOLE = st.builds(Figure, AMOUNTS, st.decimals("0.01", 1000, places=2))
NAMES = st.sampled_from("abcdefgh")
PERIOD = Period.year(2025)
LOSSES = st.lists(
    st.builds(Loss, NAMES, st.dates(PERIOD.start - timedelta(40), PERIOD.end + timedelta(40)))
)


@given(st.dictionaries(NAMES, SOLD), st.dictionaries(NAMES, SOLD))
def test_the_parts_of_a_bridge_are_the_change(
    before: dict[str, Sold], now: dict[str, Sold]
) -> None:
    found = bridge(before, now)
    assert round(sum((part for _name, part in found.parts), Decimal(0)) - found.change, 9) == 0


@given(st.dictionaries(NAMES, COSTED), st.dictionaries(NAMES, COSTED))
def test_the_parts_of_contribution_are_its_change(
    before: dict[str, Sold], now: dict[str, Sold]
) -> None:
    found = bridge(before, now)
    left = [sum((sold.left for sold in each.values()), Decimal(0)) for each in (before, now)]
    assert (found.before, found.now) == tuple(left)
    assert round(sum((part for _name, part in found.parts), Decimal(0)) - found.change, 9) == 0


@given(st.dictionaries(NAMES, COSTED), st.dictionaries(NAMES, COSTED))
def test_what_is_not_known_stands_apart(before: dict[str, Sold], now: dict[str, Sold]) -> None:
    unknown = {each for sold in (before, now) for each, told in sold.items() if not told.is_costed}
    known = [{each: sold[each] for each in sold.keys() - unknown} for sold in (before, now)]
    found, alone = bridge(before, now), bridge(*known)
    assert (alone.uncosted, round(found.uncosted - found.change + alone.change, 9)) == (0, 0)
    assert (found.price, found.cost, found.new, found.lost) == (
        alone.price, alone.cost, alone.new, alone.lost,
    )  # fmt: skip


@given(st.dictionaries(NAMES, COSTED), st.decimals("0.5", 2, places=1))
def test_the_same_units_dearer_to_make_are_cost_alone(
    sold: dict[str, Sold], factor: Decimal
) -> None:
    whole = {each: replace(told, is_costed=True) for each, told in sold.items()}
    counted = {
        each: told
        for each, told in whole.items()
        if told.quantity is not None and told.quantity > 0
    }
    dearer = {each: replace(told, cost=told.cost * factor) for each, told in counted.items()}
    found = bridge(counted, dearer)
    assert round(found.cost - found.change, 9) == 0
    assert all(round(part, 9) == 0 for name, part in found.parts if name != "cost")


@given(st.dictionaries(NAMES, PART), st.dictionaries(NAMES, PART))
def test_what_members_bring_to_a_sum_is_its_change(
    before: dict[str, Figure], now: dict[str, Figure]
) -> None:
    found = moved(before, now, is_rate=False)
    change = together(list(now.values())).part - together(list(before.values())).part
    assert sum((each.effect or Decimal(0) for each in found), Decimal(0)) == change
    assert {each.code for each in found} == before.keys() | now.keys()


@given(
    st.dictionaries(NAMES, OF_A_WHOLE, min_size=1), st.dictionaries(NAMES, OF_A_WHOLE, min_size=1)
)
def test_what_members_bring_to_a_rate_is_its_change(
    before: dict[str, Figure], now: dict[str, Figure]
) -> None:
    found = moved(before, now, is_rate=True)
    rates = [
        whole.part / whole.whole
        for whole in (together(list(each.values())) for each in (before, now))
        if whole.whole
    ]
    effects = sum((each.effect or Decimal(0) for each in found), Decimal(0))
    assert round(effects - (rates[1] - rates[0]), 9) == 0


@given(OF_A_WHOLE, st.dictionaries(NAMES, OF_A_WHOLE))
def test_the_rest_is_what_the_members_leave(whole: Figure, told: dict[str, Figure]) -> None:
    left = rest(whole, list(told.values()))
    every = [*told.values(), *([] if left is None else [left])]
    assert together(every).part == whole.part
    assert rest(together(every), every) is None


@given(st.dictionaries(NAMES, AMOUNTS), st.dictionaries(NAMES, AMOUNTS))
def test_gross_retention_stays_within_its_bounds(
    before: dict[str, Decimal], now: dict[str, Decimal]
) -> None:
    found = revenue(before, now)
    assert found.now - found.base == found.expansion - found.contraction - found.churned
    if found.grr.value is not None and found.nrr.value is not None:
        assert 0 <= found.grr.value <= 1
        if all(now.get(each, 0) >= 0 for each in before):
            assert found.grr.value <= found.nrr.value


@given(st.frozensets(NAMES), LOSSES)
def test_retained_and_lost_are_all_that_were_there(
    owned: frozenset[str], losses: list[Loss]
) -> None:
    found = retention(owned, losses, PERIOD)
    assert found.stayed | found.left <= owned
    assert not found.stayed & found.left
    if found.retention.value is not None and found.churn.value is not None:
        assert round(found.retention.value + found.churn.value, 20) == 1


@given(st.frozensets(NAMES), LOSSES, st.builds(Loss, NAMES, st.just(PERIOD.start)))
def test_one_loss_more_never_helps(owned: frozenset[str], losses: list[Loss], more: Loss) -> None:
    with_it = retention(owned, [*losses, more], PERIOD).retention.value
    without = retention(owned, losses, PERIOD).retention.value
    assert with_it is None or without is None or with_it <= without


@given(st.integers(1, 30))
def test_shares_of_all_suppliers_add_up(suppliers: int) -> None:
    shares = [share_by_rank(Decimal(rank), suppliers) for rank in range(1, suppliers + 1)]
    assert round(sum(shares), 20) == 1
    assert sorted(shares, reverse=True) == shares


@given(st.frozensets(NAMES), st.frozensets(NAMES))
def test_members_are_told_once(before: frozenset[str], now: frozenset[str]) -> None:
    found = members(before, now)
    assert {*found.left, *found.stayed} == before
    assert {*found.entered, *found.stayed} == now


@given(AMOUNTS, AMOUNTS, st.decimals(0, 10, places=1), st.sampled_from(Direction))
def test_a_light_is_green_exactly_on_the_good_side(
    value: Decimal, wanted: Decimal, tolerance: Decimal, direction: Direction
) -> None:
    light = Target(wanted, tolerance, direction).light(value)
    is_good = value >= wanted if direction is Direction.AT_LEAST else value <= wanted
    assert (light is Light.GREEN) is is_good
    assert Target(wanted, tolerance, direction).light(None) is Light.GREY


@given(st.dates(date(2021, 1, 1), date(2030, 12, 31)), st.integers(0, 80))
def test_a_month_under_way_is_held_against_no_more_days_than_it_has(today: date, late: int) -> None:
    data = Period(date(2019, 1, 1), today + timedelta(40 - late))
    found = windows(data, today)
    if found is None:
        assert today.day == 1 or data.end <= today.replace(day=1)
        return
    assert found.now.end <= min(today, data.end)
    assert {found.now.month_count, found.month_before.month_count} == {1}
    assert found.month_before.days <= found.now.days
    assert found.year_before.days in {found.now.days, found.now.days - 1}
    assert found.month_before.end <= found.now.start
