"""The worked numbers of the methods, O-3.1 to O-3.9, to the printed digit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from clavero.core.estimates import Missing, proportion
from clavero.core.period import Period
from clavero.kpis.rules.additional import Bought, additional, penetration
from clavero.kpis.rules.foreseen import bias, dso, wmape
from clavero.kpis.rules.profit import Turn, margin_points, profit_growth, turn
from clavero.kpis.rules.retention import Loss, annual, monthly_equivalent, retention
from clavero.kpis.rules.revenue import revenue
from clavero.kpis.rules.service import Delivery, otif
from clavero.kpis.rules.wallet import share_by_rank

MADRID = ZoneInfo("Europe/Madrid")
D = Decimal


def _amounts(**amounts: int) -> dict[str, Decimal]:
    return {name: D(amount) for name, amount in amounts.items()}


def test_revenue_retention_of_a_cohort() -> None:  # O-3.1
    before = _amounts(a=100, b=80, c=60, d=40, e=20)
    now = _amounts(a=120, b=80, c=30, d=0, e=35, f=50)
    found = revenue(before, now)
    assert found.nrr.value is not None
    assert found.grr.value is not None
    assert round(found.nrr.value, 4) == D("0.8833")
    assert round(found.grr.value, 4) == D("0.7667")
    kept = proportion(sum(now[each] > 0 for each in before), len(before))
    assert kept.value == D("0.8")


def test_revenue_retention_published() -> None:  # O-3.2
    before = {"grows": D("4.0"), "shrinks": D("5.1"), "leaves": D("0.9")}
    now = {"grows": D("5.8"), "shrinks": D("4.5"), "new": D(7)}
    found = revenue(before, now)
    assert (found.nrr.value, found.grr.value) == (D("1.03"), D("0.85"))
    assert (found.expansion, found.contraction, found.churned) == (D("1.8"), D("0.6"), D("0.9"))


@pytest.mark.parametrize(
    ("rank", "suppliers", "share"),
    [("1", 2, "0.6667"), ("2", 3, "0.3333"), ("1", 1, "1"), ("3", 3, "0.1667"), ("1.5", 2, "0.5")],
)
def test_share_of_wallet_by_rank(rank: str, suppliers: int, share: str) -> None:  # O-3.3
    assert round(share_by_rank(D(rank), suppliers), 4) == D(share)


@pytest.mark.parametrize(("part", "low"), [(2, 0.2077), (3, 0.4385)])
def test_intervals_of_few(part: int, low: float) -> None:  # O-3.8
    found = proportion(part, 3)
    assert found.interval is not None
    assert round(found.interval[0], 4) == low
    assert round(found.interval[1], 4) == (0.9385 if part == 2 else 1)
    assert proportion(30, 30).interval is None


# -- what has no number of its own in the methods ------------------------------------------------


def test_retention_is_of_the_start() -> None:
    period = Period.year(2025)
    losses = [
        Loss("a", date(2025, 3, 1), recovered_on=date(2025, 6, 1)),  # recovered, not retained
        Loss("b", date(2024, 12, 1)),  # was gone already
        Loss("z", date(2025, 3, 1)),  # somebody else's
        Loss("c", date(2026, 1, 1)),  # the day after
    ]
    found = retention({"a", "b", "c", "d"}, losses, period)
    assert (found.retention.value, found.churn.value) == (D(2) / 3, D(1) / 3)
    assert found.recovered == {"a": date(2025, 6, 1)}
    assert (found.stayed, found.left) == ({"c", "d"}, {"a"})


def test_retention_of_nobody_and_without_records() -> None:
    period = Period.year(2025)
    assert retention(set(), [], period).retention.reason is Missing.NOBODY
    assert retention({"a"}, None, period).retention.reason is Missing.NOT_RECORDED


def test_a_year_is_the_product_of_its_months() -> None:
    assert round(annual([D("0.98")] * 12), 4) == D("0.7847")
    assert round(monthly_equivalent(annual([D("0.98")] * 12)), 12) == D("0.98")
    assert monthly_equivalent(D(0)) == 0


def test_a_family_that_was_credited_in_full_does_not_count() -> None:
    now = {
        "kept": Bought(True, D(5)),
        "new": Bought(True, D(7)),
        "reversed": Bought(True, D(0)),
        "given": Bought(False, D(0)),
        "again": Bought(True, D(2)),
    }
    before = {"kept": Bought(True, D(9)), "again": Bought(True, D(0))}
    found = additional(now, before)
    assert (found.families, found.net_sales) == (("again", "new"), D(9))
    assert penetration(["a", "x"], ["a", "b"]).value == D("0.5")


def test_profit_growth_is_labelled_where_percent_would_lie() -> None:
    assert profit_growth(D(12), D(10)).value == D("0.2")
    worse = profit_growth(D(-5), D(-3))
    assert (worse.value, worse.change, worse.reason) == (None, -2, Missing.BASE_NOT_POSITIVE)
    assert profit_growth(None, D(1)).reason is Missing.COST_UNKNOWN
    assert turn(D(2), D(-3)) is Turn.TURNAROUND
    assert turn(D(-5), D(-3)) is Turn.DEEPER_LOSS
    assert turn(D(-1), D(-3)) is Turn.SMALLER_LOSS
    assert turn(D(-3), D(-3)) is Turn.SAME_LOSS
    assert turn(D(2), D(0)) is Turn.FROM_NOTHING
    assert turn(D(2), D(1)) is None


def test_margin_points_are_a_difference() -> None:
    assert margin_points((D(30), D(100)), (D(20), D(80))).value == D("0.05")
    assert margin_points((D(30), D(100)), (D(20), D(0))).reason is Missing.BASE_NOT_POSITIVE
    assert margin_points((None, D(1)), (D(20), D(80))).reason is Missing.COST_UNKNOWN


def test_on_time_and_in_full() -> None:
    day = date(2025, 5, 10)
    lines = [
        Delivery(day, day, D(10), D(10)),
        Delivery(day, date(2025, 5, 9), D(10), D(9)),  # a day early, not full
        Delivery(day, date(2025, 5, 11), D(10), D(10)),  # late
        Delivery(day, None, D(10), None),  # never came
        Delivery(day, day, D(1), D(1), cancelled_on=date(2025, 5, 1)),  # not due any more
        Delivery(day, day),  # nobody knows whether it was full
    ]
    found = otif(lines)
    assert (found.on_time.numerator, found.on_time.denominator) == (3, 5)
    assert (found.in_full.numerator, found.in_full.denominator) == (2, 4)
    assert (found.both.numerator, found.both.denominator) == (1, 4)
    assert (found.case_fill.numerator, found.case_fill.denominator) == (29, 40)
    assert otif([]).both.reason is Missing.NOBODY


def test_forecasts_and_waiting() -> None:
    told, came = [D(10), D(20)], [D(12), D(16)]
    assert wmape(told, came).value == D(6) / 28
    assert bias(told, came).value == D(2) / 28
    assert dso(D(900), D(30)).value == 30
