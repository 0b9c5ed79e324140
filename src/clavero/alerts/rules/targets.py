"""How soon somebody should look at a missed target.

A target is missed for months, as a rule, and its board says so every day: by itself that is a
notice. One that is missed by far is a warning; so is a real change, which has an alert of its own.
"""

from __future__ import annotations

from decimal import Decimal

from clavero.alerts.rules.signals import Severity
from clavero.kpis.rules.kpi import Unit

_FAR = {Unit.RATE: Decimal("0.1"), Unit.POINTS: Decimal("0.1")}
"""Of rates: ten points. A share of a target such as 5% would make each miss a far one."""
_FAR_PART = Decimal("0.25")  # of any other target
_TOLERANCES = 2


def severity_of_miss(value: Decimal, target: Decimal, tolerance: Decimal, unit: Unit) -> Severity:
    """A warning where a value is far from its target, and twice as far as is tolerated.

    >>> severity_of_miss(Decimal("-0.045"), Decimal("0.05"), Decimal("0.01"), Unit.RATE).name
    'NOTICE'
    >>> severity_of_miss(Decimal(700), Decimal(1000), Decimal(50), Unit.MONEY).name
    'WARNING'
    """
    far = _FAR.get(unit, _FAR_PART * abs(target))
    return (
        Severity.WARNING
        if abs(value - target) >= max(far, _TOLERANCES * tolerance)
        else Severity.NOTICE
    )
