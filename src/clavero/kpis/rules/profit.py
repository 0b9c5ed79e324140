"""Growth of what an account leaves, and of what is left of each unit. Source: methods §3.6."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from clavero.core.estimates import Estimate, Missing, growth


class Turn(StrEnum):
    """What happened where a growth in percent would say nothing."""

    TURNAROUND = "turnaround"  # from a loss to a profit
    DEEPER_LOSS = "deeper_loss"
    SMALLER_LOSS = "smaller_loss"
    SAME_LOSS = "same_loss"
    FROM_NOTHING = "from_nothing"


def profit_growth(now: Decimal | None, before: Decimal | None) -> Estimate:
    """``(now − before) / |before|`` where it was positive, the change in money otherwise."""
    if now is None or before is None:
        return Estimate(None, now, before, reason=Missing.COST_UNKNOWN)
    return growth(now, before)


def served_growth(
    now: Decimal | None, before: Decimal | None, gross_margin: Decimal | None
) -> Estimate:
    """The same of what is left after serving, of those of whom it is known in both periods."""
    if now is None or before is None:
        return Estimate(None, now, before, reason=not_served(gross_margin))
    return growth(now, before)


def not_served(gross_margin: Decimal | None) -> Missing:
    """Why nobody knows what is left after serving."""
    return Missing.COST_UNKNOWN if gross_margin is None else Missing.SERVING_UNKNOWN


def turn(now: Decimal, before: Decimal) -> Turn | None:
    """The label of a change from a base that was not positive; ``None`` for any other.

    >>> turn(Decimal(5), Decimal(-3)), turn(Decimal(-5), Decimal(-3))
    (<Turn.TURNAROUND: 'turnaround'>, <Turn.DEEPER_LOSS: 'deeper_loss'>)
    """
    if before > 0:
        return None
    if before == 0:
        return Turn.FROM_NOTHING if now > 0 else Turn.DEEPER_LOSS if now < 0 else Turn.SAME_LOSS
    if now > 0:
        return Turn.TURNAROUND
    if now == before:
        return Turn.SAME_LOSS
    return Turn.DEEPER_LOSS if now < before else Turn.SMALLER_LOSS


def margin_points(
    now: tuple[Decimal | None, Decimal | None],
    before: tuple[Decimal | None, Decimal | None],
    missing: Missing = Missing.COST_UNKNOWN,
) -> Estimate:
    """The margin now less the margin before, as a difference of fractions; each of them is what
    was left, and of which sales."""
    margins = []
    for left, sales in (now, before):
        if left is None or sales is None:
            return Estimate(None, reason=missing)
        if sales <= 0:
            return Estimate(None, left, sales, reason=Missing.BASE_NOT_POSITIVE)
        margins.append(left / sales)
    return Estimate(margins[0] - margins[1], margins[0], margins[1])
