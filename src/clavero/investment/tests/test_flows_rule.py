"""Net present value and what else is told of an investment."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.investment.rules.flows import Flows

amounts = st.decimals(-1000, 1000, places=2)
flows = st.builds(
    lambda outlay, years: Flows(outlay, tuple(years)),
    st.decimals(0, 1000, places=2),
    st.lists(amounts, min_size=3, max_size=3),
)
rates = st.decimals(0, 1, places=2)


def of(outlay: int, *years: int) -> Flows:
    return Flows(Decimal(outlay), tuple(map(Decimal, years)))


def test_what_cannot_be() -> None:
    with pytest.raises(ValueError, match="2 years"):
        of(1, 2, 3)
    with pytest.raises(ValueError, match="nothing"):
        of(-1, 2, 3, 4)


@given(flows, rates)
def test_the_index_says_the_same_as_the_value(given_: Flows, rate: Decimal) -> None:
    index = given_.index(rate)
    assert (index is None) == (given_.outlay == 0)
    if index is not None:
        assert (index > 1) == (given_.npv(rate) > 0)


@given(flows, rates)
def test_who_is_paid_back_has_lost_nothing(given_: Flows, rate: Decimal) -> None:
    payback, value = given_.payback(rate), given_.npv(rate)
    if abs(value) > Decimal("1e-12"):
        assert (payback is not None) == (value > 0)
    assert payback is None or 0 <= payback <= 3


@given(flows)
def test_the_peak_is_the_outlay_or_more(given_: Flows) -> None:
    assert given_.peak_need >= given_.outlay
    if min(given_.years) >= 0:
        assert given_.peak_need == given_.outlay


def test_payback_is_within_the_year_that_brings_it() -> None:
    assert of(100, 60, 80, 0).payback(Decimal(0)) == Decimal("1.5")
    assert of(100, 60, 80, -60).payback(Decimal(0)) is None
    assert of(100, 120, -40, 40).payback(Decimal(0)) == Decimal("2.5")
    assert of(0, 1, 1, 1).payback(Decimal(0)) == 0
