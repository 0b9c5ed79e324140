"""The margin: of the sales whose cost is known, and of several accounts together."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from clavero.core.estimates import Missing
from clavero.portfolio.rules.margin import margin

amounts = st.decimals(-(10**9), 10**9, places=2)
sold = st.decimals(Decimal("0.01"), 10**9, places=2)
TINY = Decimal("1e-15")


def test_it_is_contribution_on_the_sales_whose_cost_is_known():
    found = margin(Decimal(58), Decimal(420))
    assert found.value == Decimal(58) / 420
    assert (found.numerator, found.denominator) == (58, 420)


def test_without_a_cost_or_without_sales_there_is_none():
    assert margin(None, None).reason is Missing.COST_UNKNOWN
    assert margin(Decimal(5), Decimal(0)).reason is Missing.BASE_NOT_POSITIVE
    assert margin(Decimal(5), Decimal(-1)).reason is Missing.BASE_NOT_POSITIVE


@given(st.lists(st.tuples(amounts, sold), min_size=1, max_size=6))
def test_that_of_merged_accounts_lies_between_theirs(accounts):
    alone = [margin(*account).value or Decimal(0) for account in accounts]
    contribution = sum((each for each, _sold in accounts), Decimal(0))
    together = margin(contribution, sum((each for _left, each in accounts), Decimal(0))).value
    assert together is not None
    assert min(alone) - TINY <= together <= max(alone) + TINY


@given(amounts, amounts)
def test_it_has_a_value_or_a_reason_and_is_never_of_nothing(contribution, base):
    found = margin(contribution, base)
    assert (found.value is None) == (base <= 0)
