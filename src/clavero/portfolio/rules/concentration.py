"""How much the company depends on few customers.

Source: methods §1.2. All functions take the positive net sales of the ranked customers, in
any order unless said, in one currency.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum
from itertools import accumulate
from operator import mul

from clavero.portfolio.rules.pareto import EXACT, ZERO


class Alert(StrEnum):
    """How much one customer weighs in the company's net sales."""

    MAJOR = "major"
    HIGH = "high"
    CRITICAL = "critical"
    EXISTENTIAL = "existential"


@dataclass(frozen=True, slots=True)
class AlertLimits:
    """Shares of net sales. ``major`` and ``high`` start *at* their limit (accounting rules say
    "10 per cent or more"), ``critical`` and ``existential`` *above* it."""

    major: Decimal = Decimal("0.10")
    high: Decimal = Decimal("0.25")
    critical: Decimal = Decimal("0.50")
    existential: Decimal = Decimal("0.80")


ALERT_LIMITS = AlertLimits()


@dataclass(frozen=True, slots=True)
class Concentration:
    """Fractions, but for ``effective_customers``, which counts customers."""

    cr1: Decimal
    cr3: Decimal
    cr5: Decimal
    hhi: Decimal
    effective_customers: Decimal
    normalised_hhi: Decimal
    gini: Decimal

    @property
    def hhi_points(self) -> Decimal:
        """The index in the points that merger control uses: an analogy, no rule for a firm."""
        return self.hhi * 10_000


def concentration(descending: Sequence[Decimal]) -> Concentration | None:
    """Every indicator of concentration; ``None`` without customers.

    ``descending`` are the customers' net sales, all positive, largest first.

    >>> shares = concentration([Decimal(60), Decimal(40)])
    >>> str(shares.hhi), str(shares.gini), str(shares.cr1)
    ('0.52', '0.1', '0.6')
    """
    if not descending:
        return None
    n = len(descending)
    with localcontext(EXACT):
        total = sum(descending, ZERO)
        square = total * total
        squares = sum(map(mul, descending, descending), ZERO)
        # Σ i·x over the ascending list is the sum of the running sums of the descending one.
        weighted = sum(accumulate(descending))
        gini_above = 2 * weighted - (n + 1) * total
        star_above = n * squares - square
    return Concentration(
        cr1=share_of_largest(descending, 1, total),
        cr3=share_of_largest(descending, 3, total),
        cr5=share_of_largest(descending, 5, total),
        hhi=squares / square,
        effective_customers=square / squares,
        normalised_hhi=star_above / ((n - 1) * square) if n > 1 else Decimal(1),
        gini=gini_above / (n * total),
    )


def share_of_largest(descending: Sequence[Decimal], n: int, total: Decimal) -> Decimal:
    """CR_n: the part of ``total`` that the ``n`` largest make, a fraction."""
    with localcontext(EXACT):
        largest = sum(descending[:n], ZERO)
    return largest / total


def alert(net_sales: Decimal, total: Decimal, limits: AlertLimits = ALERT_LIMITS) -> Alert | None:
    """The alert of a customer with ``net_sales`` out of ``total``, or ``None``.

    >>> alert(Decimal(10), Decimal(100)), alert(Decimal(50), Decimal(100))
    (<Alert.MAJOR: 'major'>, <Alert.HIGH: 'high'>)
    """
    if total <= 0:
        return None
    with localcontext(EXACT):
        if net_sales > limits.existential * total:
            return Alert.EXISTENTIAL
        if net_sales > limits.critical * total:
            return Alert.CRITICAL
        if net_sales >= limits.high * total:
            return Alert.HIGH
        if net_sales >= limits.major * total:
            return Alert.MAJOR
    return None


def lorenz(descending: Sequence[Decimal], points: int = 100) -> list[tuple[float, float]]:
    """The Lorenz curve: (part of customers, part of sales), smallest customers first.

    At most ``points`` + 1 points from (0, 0) to (1, 1), for drawing.
    """
    n = len(descending)
    if n == 0:
        return []
    steps = sorted({round(step * n / points) for step in range(points + 1)} | {0, n})
    with localcontext(EXACT):
        total = sum(descending, ZERO)
        curve, running, taken = [], ZERO, 0
        for step in steps:
            running += sum(descending[n - step : n - taken], ZERO)
            taken = step
            curve.append((step / n, float(running / total)))
    return curve
