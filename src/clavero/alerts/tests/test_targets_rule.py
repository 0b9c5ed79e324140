"""How far a target is missed, and how soon somebody should look."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.alerts.rules.signals import Severity
from clavero.alerts.rules.targets import severity_of_miss
from clavero.kpis.rules.kpi import Unit

AMOUNTS = st.decimals(-1000, 1000, places=2)


@pytest.mark.parametrize(
    ("value", "target", "tolerance", "unit", "severity"),
    [
        ("-0.045", "0.05", "0.0025", Unit.RATE, Severity.NOTICE),
        ("-0.05", "0.05", "0.0025", Unit.RATE, Severity.WARNING),
        ("0.8", "0.95", "0.1", Unit.RATE, Severity.NOTICE),  # twice as far as that is not reached
        ("760", "1000", "0", Unit.MONEY, Severity.NOTICE),
        ("750", "1000", "0", Unit.MONEY, Severity.WARNING),
        ("14", "10", "1", Unit.DAYS, Severity.WARNING),  # at most ten
        ("0", "0", "0", Unit.COUNT, Severity.WARNING),
    ],
)
def test_by_far_or_not(
    value: str, target: str, tolerance: str, unit: Unit, severity: Severity
) -> None:
    found = severity_of_miss(Decimal(value), Decimal(target), Decimal(tolerance), unit)
    assert found is severity


@given(AMOUNTS, AMOUNTS, st.decimals(0, 100, places=2), st.decimals(0, 100, places=2))
def test_further_off_or_less_tolerated_is_never_less_severe(
    value: Decimal, target: Decimal, tolerance: Decimal, more: Decimal
) -> None:
    further = value + more if value >= target else value - more
    found = severity_of_miss(value, target, tolerance, Unit.MONEY)
    assert severity_of_miss(further, target, tolerance, Unit.MONEY) >= found
    assert severity_of_miss(value, target, tolerance + more, Unit.MONEY) <= found
