"""Cost to serve, waterfall and whale curve: the worked numbers of methods §1.4 and their edges."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.core.estimates import Missing
from clavero.portfolio.rules.pareto import AbcClass
from clavero.profitability.rules.cost_to_serve import (
    SUBTOTALS,
    Capacity,
    EventTime,
    Step,
    Usage,
    Waterfall,
    credit_cost,
    differing,
    used,
    visit_cost,
    whale,
)

O_1_5 = {
    "A": (420, 252, 110),
    "B": (180, 117, 30),
    "C": (120, 72, 15),
    "D": (90, 63, 40),
    "E": (60, 36, 10),
    "F": (45, 27, 6),
    "G": (35, "24.5", 20),
    "H": (25, 15, 4),
    "I": (15, 9, 9),
    "J": (10, 7, 12),
}
NAMES = list(O_1_5)
amounts = st.decimals(min_value=-(10**12), max_value=10**12, places=4)
costs = st.decimals(min_value=0, max_value=10**9, places=2)
contributions = st.lists(st.one_of(st.none(), amounts), max_size=40)


def worked() -> list[Waterfall]:
    return [
        Waterfall(
            Decimal(sales),
            cost_of_goods=Decimal(goods),
            serving={"all": Decimal(serving)},
            credit=Decimal(0),
        )
        for sales, goods, serving in O_1_5.values()
    ]


def ids(values: list[Decimal | None]) -> list[str]:
    return [f"C{at:03d}" for at in range(len(values))]


# -- rates --------------------------------------------------------------------------------------

TEAM = Capacity(Decimal(560_000), Decimal(700_000))
TOLD = [(49_000, 8), (1_400, 44), (2_500, 50)]
TOLD_AGAIN = [(9_800, 40), (280, 220), (500, 250)]


@pytest.mark.parametrize("events", [TOLD, TOLD_AGAIN])
def test_the_worked_number_of_time_driven_costing(events):
    usage = used(TEAM, [(Decimal(count), Decimal(minutes)) for count, minutes in events])
    assert TEAM.rate == Decimal("0.8")
    assert usage.minutes == 578_600
    assert usage.charged == 462_880
    assert (usage.unused_minutes, usage.unused_cost) == (121_400, 97_120)
    assert not usage.is_overloaded


def test_practical_time_is_four_fifths_of_what_is_paid_for():
    assert Capacity.of_theoretical(Decimal(560_000), Decimal(875_000)) == TEAM


def test_an_event_takes_its_base_and_what_makes_it_longer():
    order = EventTime(Decimal(8), {"rush": Decimal(5), "export": Decimal(12)})
    assert order.minutes() == 8
    assert order.minutes({"rush": Decimal(1), "export": Decimal("0.5")}) == 19
    with pytest.raises(KeyError, match="by_hand"):
        order.minutes({"by_hand": Decimal(1)})


def test_more_time_used_than_there_is():
    usage = used(Capacity(Decimal(100), Decimal(50)), [(Decimal(60), Decimal(1))])
    assert usage.is_overloaded
    assert (usage.unused_minutes, usage.unused_cost) == (-10, -20)


@pytest.mark.parametrize(("cost", "minutes"), [(-1, 10), (10, 0), (10, -5)])
def test_what_is_no_capacity(cost, minutes):
    with pytest.raises(ValueError, match="capacity"):
        Capacity(Decimal(cost), Decimal(minutes))


def test_a_visit_is_time_and_travel():
    assert visit_cost(Decimal("1.5"), Decimal("0.8"), Decimal(40)) == 112


def test_waiting_for_the_money_costs():
    assert credit_cost(Decimal(365_000), Decimal(60), Decimal("0.08")) == 4_800
    assert credit_cost(Decimal(365_000), Decimal(0), Decimal("0.08")) == 0


@given(costs, st.integers(1, 10**6), st.lists(st.tuples(st.integers(0, 999), st.integers(0, 99))))
def test_charged_and_unused_are_what_the_capacity_costs(cost, minutes, events):
    usage = used(
        Capacity(cost, Decimal(minutes)),
        [(Decimal(count), Decimal(each)) for count, each in events],
    )
    # A rate that no decimal holds leaves its last digits, far behind a cent.
    assert abs(usage.charged + usage.unused_cost - cost) < Decimal("1e-9")
    assert usage == Usage(usage.capacity, usage.minutes, usage.charged)


# -- waterfall ----------------------------------------------------------------------------------


def test_every_step_from_gross_sales_to_net_contribution():
    customer = Waterfall(
        Decimal(1000),
        discounts=Decimal(50),
        rebates=Decimal(30),
        returns=Decimal(20),
        cost_of_goods=Decimal(500),
        serving={"orders": Decimal(80), "visits": Decimal(70)},
        credit=Decimal(10),
        kam_time=Decimal(40),
        initiatives=Decimal(25),
    )
    assert customer.net_sales == 900
    assert customer.gross_margin == 400
    assert customer.contribution == 240
    assert customer.net_contribution == 175
    assert dict(customer.steps())[Step.SERVING] == -150


def test_what_is_unknown_leaves_what_rests_on_it_unknown_and_the_rest_known():
    customer = Waterfall(Decimal(100), cost_of_goods=Decimal(60))
    assert (customer.gross_margin, customer.contribution) == (40, None)
    assert Waterfall(Decimal(100)).gross_margin is None
    served = Waterfall(
        Decimal(100), cost_of_goods=Decimal(60), serving={}, credit=Decimal(0), kam_time=Decimal(1)
    )
    assert (served.contribution, served.net_contribution) == (40, None)


@given(st.lists(costs, min_size=9, max_size=9))
def test_adding_up_the_steps_gives_each_subtotal(parts):
    gross, discounts, rebates, returns, goods, serving, credit, time, initiatives = parts
    customer = Waterfall(
        gross, discounts, rebates, returns, goods, {"all": serving}, credit, time, initiatives
    )
    running = Decimal(0)
    for step, amount in customer.steps():
        if step in SUBTOTALS and step is not Step.GROSS_SALES:
            assert amount == running
        else:
            running += amount
    assert [step for step, _ in customer.steps()] == list(Step)


# -- whale curve --------------------------------------------------------------------------------


def test_the_worked_number_of_the_whale_curve():
    left = [customer.contribution for customer in worked()]
    assert left == [
        Decimal(v) for v in ("58", "33", "33", "-13", "14", "12", "-9.5", "6", "-3", "-9")
    ]
    curve = whale(left, NAMES)
    assert curve.total == Decimal("121.5")
    assert (curve.peak, curve.earning) == (156, 6)
    assert round(curve.peak_share.value * 100, 3) == Decimal("128.395")
    assert curve.destroyed == Decimal("34.5")
    assert [NAMES[at] for at in curve.losing] == ["I", "J", "G", "D"]


def test_customers_whose_class_differs():
    customers = worked()
    found = differing(
        [customer.net_sales for customer in customers],
        [customer.contribution for customer in customers],
        NAMES,
    )
    lose = {NAMES[each.at]: each.by_sales for each in found if each.by_contribution is None}
    assert lose == {"D": AbcClass.A, "G": AbcClass.B, "I": AbcClass.C, "J": AbcClass.C}
    # Of what the others earn E is reached at 79.5%, of the sales at 81%.
    others = [each for each in found if each.by_contribution is not None]
    assert [(NAMES[each.at], each.by_sales, each.by_contribution) for each in others] == [
        ("E", AbcClass.B, AbcClass.A)
    ]


def test_a_customer_of_which_one_side_is_unknown_is_not_compared():
    assert differing([Decimal(9), Decimal(1)], [None, Decimal(-1)], ["a", "b"])[0].at == 1
    assert differing([Decimal(9), None], [Decimal(9), Decimal(90)], ["a", "b"])[0].at == 0
    assert differing([], [], []) == []


def test_a_total_that_is_not_positive_has_no_percentage():
    for values in ([Decimal(5), Decimal(-5)], [Decimal(-3), Decimal(-4)]):
        curve = whale(values, ["a", "b"])
        assert curve.peak_share.value is None
        assert curve.peak_share.reason is Missing.BASE_NOT_POSITIVE
    assert (curve.peak, curve.earning, curve.destroyed) == (0, 0, 7)


def test_nobody():
    curve = whale([], [])
    assert (curve.total, curve.peak, curve.destroyed, curve.losing) == (0, 0, 0, [])
    assert whale([None], ["a"]).unknown == [0]


@given(contributions)
def test_the_curve_adds_up(values):
    curve = whale(values, ids(values))
    known = [value for value in values if value is not None]
    assert curve.total == sum(known, Decimal(0))
    assert curve.peak == sum((value for value in known if value > 0), Decimal(0))
    assert curve.destroyed == -sum((value for value in known if value < 0), Decimal(0))
    assert curve.peak == max([Decimal(0), *curve.running])
    assert sorted([*curve.order, *curve.unknown]) == list(range(len(values)))
    assert curve.order[len(curve.order) - len(curve.losing) :] == curve.losing


@given(contributions)
def test_the_order_of_the_list_changes_nothing(values):
    names = ids(values)
    curve, turned = whale(values, names), whale(values[::-1], names[::-1])
    assert curve.running == turned.running
    assert [names[at] for at in curve.order] == [names[::-1][at] for at in turned.order]
