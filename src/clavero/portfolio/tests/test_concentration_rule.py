"""Concentration: the worked number of methods §1.2 and the bounds of each index."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.portfolio.rules.concentration import Alert, alert, concentration, lorenz

O_1_2 = [Decimal(v) for v in (420, 180, 120, 90, 60, 45, 35, 25, 15, 10)]
sales = st.lists(
    st.decimals(min_value=Decimal("0.000001"), max_value=10**12, places=6), min_size=1, max_size=60
).map(lambda values: sorted(values, reverse=True))


def test_the_worked_number():
    found = concentration(O_1_2)
    assert found is not None
    assert (found.cr1, found.cr3, found.cr5) == (
        Decimal("0.42"),
        Decimal("0.72"),
        Decimal("0.87"),
    )
    assert found.hhi == Decimal("0.2391")
    assert found.hhi_points == Decimal(2391)
    assert round(found.effective_customers, 4) == Decimal("4.1824")
    assert round(found.normalised_hhi, 6) == Decimal("0.154556")
    assert found.gini == Decimal("0.55")


def test_one_customer_is_the_whole_concentration_and_no_inequality():
    found = concentration([Decimal(7)])
    assert found is not None
    assert (found.hhi, found.normalised_hhi, found.effective_customers) == (1, 1, 1)
    assert found.gini == 0


def test_nobody_has_no_concentration():
    assert concentration([]) is None
    assert lorenz([]) == []


@pytest.mark.parametrize(
    ("sold", "expected"),
    [
        ("9.999999", None),
        ("10", Alert.MAJOR),
        ("24.999999", Alert.MAJOR),
        ("25", Alert.HIGH),
        ("50", Alert.HIGH),
        ("50.000001", Alert.CRITICAL),
        ("80", Alert.CRITICAL),
        ("80.000001", Alert.EXISTENTIAL),
        ("100", Alert.EXISTENTIAL),
        ("-5", None),
    ],
)
def test_alerts_start_at_10_and_25_and_above_50_and_80(sold, expected):
    assert alert(Decimal(sold), Decimal(100)) == expected


def test_a_third_of_a_third_is_not_rounded_over_a_limit():
    total = Decimal("30000000000000000000000000001")
    assert alert(Decimal("3000000000000000000000000000"), total) is None


def test_no_alert_without_sales():
    assert alert(Decimal(0), Decimal(0)) is None


@given(sales)
def test_every_index_keeps_its_bounds(values):
    found = concentration(values)
    assert found is not None
    n = len(values)
    tiny = Decimal("1e-20")
    assert Decimal(1) / n - tiny <= found.hhi <= 1
    assert 1 <= found.effective_customers <= n + tiny
    assert -tiny <= found.normalised_hhi <= 1
    assert -tiny <= found.gini < 1
    assert found.cr1 <= found.cr3 <= found.cr5 <= 1


@given(sales, st.integers(2, 9))
def test_the_currency_does_not_change_the_concentration(values, factor):
    found, scaled = concentration(values), concentration([value * factor for value in values])
    assert found is not None
    assert scaled is not None
    assert abs(found.hhi - scaled.hhi) < Decimal("1e-20")
    assert abs(found.gini - scaled.gini) < Decimal("1e-20")


@given(sales)
def test_the_lorenz_curve_rises_under_the_diagonal(values):
    curve = lorenz(values)
    assert curve[0] == (0, 0)
    assert curve[-1] == (1, 1)
    for (x, y), (next_x, next_y) in pairwise(curve):
        assert x < next_x
        assert y <= next_y
        assert y <= x + 1e-9
