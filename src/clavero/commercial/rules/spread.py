"""A year's target on its months, by the seasonality of the year before.

Weights and parts stand from January to December, whatever month the year begins with. The parts
sum to the target exactly: cents that are left go to the largest remainders.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from clavero.commercial.rules.years import MONTHS
from clavero.core.money import ZERO
from clavero.core.rounding import rounded_parts

_EVEN = (Decimal(1),) * MONTHS
_LARGE = Decimal(100)  # a month, on average: then a whole amount less or more is under 1 %


def weights_of(sales: Sequence[Decimal]) -> list[Decimal]:
    """How much each month counts: its sales, nothing where more was given back than bought; all
    the same where nothing was sold in any.

    >>> weights_of([Decimal(-5)] + [Decimal(0)] * 11) == [Decimal(1)] * 12
    True
    """
    found = [max(each, ZERO) for each in sales]
    return found if sum(found) > 0 else list(_EVEN)


def spread(total: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """``total``, an amount in whole cents, by ``weights``. A whole amount that is large enough is
    parted into whole ones, as people set targets.

    >>> [str(each) for each in spread(Decimal("100.00"), [Decimal(1)] * 3)]
    ['33.34', '33.33', '33.33']
    >>> [str(each) for each in spread(Decimal("1000.00"), [Decimal(1)] * 3)]
    ['334', '333', '333']
    """
    whole = sum(weights, ZERO)
    is_whole = total == int(total) and total >= _LARGE * len(weights)
    return rounded_parts([total * each / whole for each in weights], total, 0 if is_whole else 2)
