"""What losing a customer would do to the company: the loss stress test.

It makes "an error can break the company" a number. Source: methods §1.2. Amounts are of twelve
months and of one currency.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from clavero.core.estimates import Estimate, Missing, ratio

ZERO = Decimal(0)
MONTHS_IN_YEAR = 12


class Basis(StrEnum):
    """Where a customer's contribution comes from."""

    KNOWN = "known"  # every line has its cost
    PARTLY = "partly"  # lines without cost are taken at the company's average rate
    AVERAGE = "average"  # no line has a cost: all at the company's average rate
    UNKNOWN = "unknown"  # and there is no average rate either


@dataclass(frozen=True, slots=True)
class Loss:
    """One customer that may be lost.

    ``contribution`` is what it leaves in twelve months, ``avoidable_fixed`` the fixed cost that
    would go with it, ``probability`` the chance of losing it within the year, if anybody said.
    """

    contribution: Decimal
    avoidable_fixed: Decimal = ZERO
    probability: Decimal | None = None

    def __post_init__(self) -> None:
        if self.probability is not None and not 0 <= self.probability <= 1:
            raise ValueError("a probability lies between 0 and 1")

    @property
    def damage(self) -> Decimal:
        """What EBIT loses."""
        return self.contribution - self.avoidable_fixed


@dataclass(frozen=True, slots=True)
class Outcome:
    """The company after a loss. ``runway`` is in months, ``None`` while EBIT holds or when the
    cash is not known; ``weighted_damage`` is damage × probability, ``None`` when a probability
    is missing."""

    ebit_after: Decimal
    runway: Decimal | None
    weighted_damage: Decimal | None

    @property
    def loses_money(self) -> bool:
        """Whether the company would make a loss."""
        return self.ebit_after < 0


def lose(ebit: Decimal, losses: Sequence[Loss], *, cash: Decimal | None = None) -> Outcome:
    """The company after losing all of ``losses`` at once.

    ``EBIT_after = EBIT − Σ contribution + Σ avoidable fixed``.

    >>> lose(Decimal("41.5"), [Loss(Decimal(58))], cash=Decimal(33))
    Outcome(ebit_after=Decimal('-16.5'), runway=Decimal('24'), weighted_damage=None)
    """
    ebit_after = ebit - sum((loss.damage for loss in losses), ZERO)
    return Outcome(
        ebit_after=ebit_after,
        runway=runway(ebit_after, cash),
        weighted_damage=_weighted(losses),
    )


def runway(ebit: Decimal, cash: Decimal | None) -> Decimal | None:
    """Months until the cash is gone at this yearly EBIT; ``None`` if EBIT is not negative."""
    if ebit >= 0 or cash is None:
        return None
    return max(cash, ZERO) * MONTHS_IN_YEAR / -ebit


def average_rate(ebit: Decimal, overhead: Decimal | None, net_sales: Decimal) -> Decimal | None:
    """What the company's customers leave on average per unit of net sales, a fraction.

    ``EBIT + overhead`` is the contribution of all customers (O-1.3: 41.5 + 80 = 121.5).
    """
    if overhead is None or net_sales <= 0:
        return None
    return (ebit + overhead) / net_sales


def expected_contribution(
    contribution: Decimal | None,
    net_sales_without_cost: Decimal,
    cost_known_share: Decimal,
    rate: Decimal | None,
) -> tuple[Decimal | None, Basis]:
    """A customer's contribution, the sales without cost taken at the average ``rate``.

    >>> expected_contribution(Decimal(20), Decimal(50), Decimal("0.5"), Decimal("0.3"))
    (Decimal('35.0'), <Basis.PARTLY: 'partly'>)
    """
    if contribution is not None and cost_known_share >= 1:
        return contribution, Basis.KNOWN
    if rate is None:
        return None, Basis.UNKNOWN
    unknown_part = net_sales_without_cost * rate
    if contribution is None:
        return unknown_part, Basis.AVERAGE
    return contribution + unknown_part, Basis.PARTLY


def breakeven_share(ebit: Decimal, total_contribution: Decimal | None) -> Estimate:
    """The part of all customers' contribution that can be lost before EBIT is zero.

    Undefined when the customers leave nothing; zero when the company already loses money.
    """
    if total_contribution is None:
        return Estimate(None, numerator=ebit, reason=Missing.COST_UNKNOWN)
    return ratio(max(ebit, ZERO), total_contribution)


def _weighted(losses: Sequence[Loss]) -> Decimal | None:
    weighted = ZERO
    for loss in losses:
        if loss.probability is None:
            return None
        weighted += loss.probability * loss.damage
    return weighted
