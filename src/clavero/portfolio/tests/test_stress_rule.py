"""The loss stress test: the worked number of methods §1.2 and its edges."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.core.estimates import Missing
from clavero.portfolio.rules.stress import (
    Basis,
    Loss,
    average_rate,
    breakeven_share,
    expected_contribution,
    lose,
)

CONTRIBUTIONS = [Decimal(v) for v in ("58", "33", "33", "-13", "14", "12", "-9.5", "6", "-3", "-9")]
OVERHEAD = Decimal(80)
EBIT = sum(CONTRIBUTIONS, Decimal(0)) - OVERHEAD
amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=2)


def test_the_worked_number():
    assert sum(CONTRIBUTIONS) == Decimal("121.5")
    assert Decimal("41.5") == EBIT
    outcome = lose(EBIT, [Loss(Decimal(58))])
    assert outcome.ebit_after == Decimal("-16.5")
    assert outcome.loses_money


def test_the_top_two_jointly():
    assert lose(EBIT, [Loss(Decimal(58)), Loss(Decimal(33))]).ebit_after == Decimal("-49.5")


def test_runway_counts_the_months_the_cash_lasts():
    assert lose(EBIT, [Loss(Decimal(58))], cash=Decimal("5.5")).runway == 4
    assert lose(EBIT, [Loss(Decimal(58))]).runway is None
    assert lose(EBIT, [Loss(Decimal(33))], cash=Decimal(1)).runway is None


def test_no_cash_left_is_no_month_and_never_a_negative_one():
    assert lose(EBIT, [Loss(Decimal(58))], cash=Decimal(-3)).runway == 0


def test_fixed_cost_that_goes_with_the_customer_softens_the_loss():
    assert lose(EBIT, [Loss(Decimal(58), Decimal(20))]).ebit_after == Decimal("3.5")


def test_losing_a_customer_that_costs_money_helps():
    assert lose(EBIT, [Loss(Decimal(-13))]).ebit_after == Decimal("54.5")


def test_breakeven_is_what_can_be_lost_before_nothing_is_earned():
    share = breakeven_share(EBIT, Decimal("121.5"))
    assert share.value is not None
    assert round(share.value, 6) == Decimal("0.341564")
    assert breakeven_share(Decimal(-5), Decimal(100)).value == 0
    assert breakeven_share(EBIT, None).reason is Missing.COST_UNKNOWN
    assert breakeven_share(EBIT, Decimal(0)).reason is Missing.BASE_NOT_POSITIVE


def test_weighted_damage_needs_every_probability():
    likely, unlikely = Loss(Decimal(58), probability=Decimal("0.1")), Loss(Decimal(33))
    assert lose(EBIT, [likely]).weighted_damage == Decimal("5.8")
    assert lose(EBIT, [likely, unlikely]).weighted_damage is None
    with pytest.raises(ValueError, match="probability"):
        Loss(Decimal(1), probability=Decimal("1.2"))


def test_lines_without_cost_are_taken_at_the_company_s_average_rate():
    rate = average_rate(EBIT, OVERHEAD, Decimal(1000))
    assert rate == Decimal("0.1215")
    assert expected_contribution(Decimal(58), Decimal(0), Decimal(1), rate) == (
        Decimal(58),
        Basis.KNOWN,
    )
    assert expected_contribution(None, Decimal(420), Decimal(0), rate) == (
        Decimal("51.03"),
        Basis.AVERAGE,
    )
    assert expected_contribution(Decimal(29), Decimal(200), Decimal("0.5"), rate) == (
        Decimal("53.3"),
        Basis.PARTLY,
    )


def test_without_an_average_rate_an_unknown_cost_stays_unknown():
    assert average_rate(EBIT, None, Decimal(1000)) is None
    assert average_rate(EBIT, OVERHEAD, Decimal(0)) is None
    assert expected_contribution(Decimal(29), Decimal(200), Decimal("0.5"), None) == (
        None,
        Basis.UNKNOWN,
    )


@given(amounts, st.lists(amounts, max_size=5))
def test_losing_several_at_once_is_losing_them_one_after_the_other(ebit, contributions):
    losses = [Loss(amount) for amount in contributions]
    step = ebit
    for loss in losses:
        step = lose(step, [loss]).ebit_after
    assert lose(ebit, losses).ebit_after == step
