"""Our part of what the customer buys. Source: methods §3.3."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from clavero.core.estimates import Estimate, ratio


class WalletSource(StrEnum):
    """Where the size of the wallet is known from, the most reliable first."""

    DISCLOSED = "disclosed"  # the customer said so
    MARKET = "market"  # tenders, market data
    DRIVERS = "drivers"  # units × intensity
    RANK = "rank"  # the wallet allocation rule


def share_of_wallet(ours: Decimal | None, wallet: Decimal | None) -> Estimate:
    """Our net sales over all that the account buys; above 1 the wallet is wrong, and is told."""
    return ratio(ours, wallet)


def share_by_rank(rank: Decimal, suppliers: int) -> Decimal:
    """The wallet allocation rule: ``(1 − rank/(N+1)) · 2/N``, with the mean rank for ties.

    >>> share_by_rank(Decimal(1), 2)
    Decimal('0.6666666666666666666666666667')
    """
    if suppliers < 1 or not 1 <= rank <= suppliers:
        raise ValueError("a rank is one of the suppliers used")
    # One division: the parts of all ranks add up to 1 but for the last digit.
    return 2 * (suppliers + 1 - rank) / Decimal(suppliers * (suppliers + 1))
