"""Who works for an account beside those who look after it, and with how much of their time."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

from clavero.portfolio.rules.coverage import Stretch

WHOLE = Decimal(1)
USUAL_DAYS_BEFORE = 1
MOST_DAYS_BEFORE = 30


class Function(StrEnum):
    """What somebody of another department does for an account."""

    LOGISTICS = "logistics"
    TECHNICAL = "technical"
    QUALITY = "quality"
    PRODUCTION = "production"
    DEVELOPMENT = "development"
    SERVICE = "service"
    FINANCE = "finance"
    LEGAL = "legal"
    IT = "it"
    MARKETING = "marketing"
    SALES = "sales"
    OTHER = "other"


def most_at_once(parts: Iterable[tuple[Stretch, Decimal]], within: Stretch) -> Decimal:
    """The largest sum of parts of somebody's time that fall on one day of ``within``.

    >>> from datetime import date
    >>> half = Stretch(date(2026, 1, 1), date(2026, 7, 1)), Decimal("0.5")
    >>> rest = Stretch(date(2026, 7, 1)), Decimal("0.7")
    >>> most_at_once([half, rest], Stretch(date(2026, 3, 1)))
    Decimal('0.7')
    """
    known = [(stretch, share) for stretch, share in parts if stretch.overlaps(within)]
    days = [within.start, *(each.start for each, _share in known if each.start in within)]
    sums = (sum((share for each, share in known if day in each), Decimal(0)) for day in days)
    return max(sums, default=Decimal(0))
