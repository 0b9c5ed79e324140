"""What a note of the market may be about, and when it can no longer be relied on."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from clavero.core.freshness import is_stale


class Effect(StrEnum):
    """What it may mean for us."""

    OPPORTUNITY = "opportunity"
    THREAT = "threat"
    WATCH = "watch"


class About(StrEnum):
    """Whom a note concerns: one account, all accounts of a sector, or everybody."""

    ACCOUNT = "account"
    SECTOR = "sector"
    EVERYBODY = "everybody"


def about(customer_id: int | None, sector: str) -> About:
    """Whom it concerns.

    >>> about(7, ""), about(None, "Retail"), about(None, "")
    (<About.ACCOUNT: 'account'>, <About.SECTOR: 'sector'>, <About.EVERYBODY: 'everybody'>)
    """
    if customer_id is not None:
        return About.ACCOUNT
    return About.SECTOR if sector else About.EVERYBODY


def same_sector(one: str, other: str) -> bool:
    """Whether two names of a sector are the same one; without a name it is none.

    >>> same_sector("Retail ", "retail"), same_sector("", "")
    (True, False)
    """
    folded = one.strip().casefold()
    return bool(folded) and folded == other.strip().casefold()


def is_old(seen_on: date, until: date | None, on: date) -> bool:
    """Whether a note should be looked at again: its day is over, or it was seen more than a year
    ago.

    >>> is_old(date(2026, 3, 1), date(2026, 6, 30), date(2026, 6, 30))
    False
    >>> is_old(date(2026, 3, 1), date(2026, 6, 30), date(2026, 7, 1))
    True
    >>> is_old(date(2025, 3, 1), None, date(2026, 3, 2))
    True
    """
    return on > until if until is not None else is_stale(seen_on, on)
