"""Links, codes and sessions: how long they last, how often one may try.

The bounds and their reasons are in ``docs/decisions/0016-plans-shared-by-link-and-code.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import ip_address, ip_network

DAYS = 30
MOST_DAYS = 365
CODE_DIGITS = 6
CODE_LASTS = timedelta(minutes=10)
CODE_TRIES = 5
CODES_AN_HOUR = 5
CODES_A_DAY = 10
NOTED_A_DAY = 10  # of what may be done over and over: whoever goes on does not fill the disk
SESSION_LASTS = timedelta(hours=4)
_KEPT_BITS = {4: 24, 6: 48}


class ShareState(StrEnum):
    """Whether a link opens anything."""

    OPEN = "open"
    EXPIRED = "expired"
    REVOKED = "revoked"


class Visit(StrEnum):
    """What somebody did with a link."""

    CODE_ASKED = "code_asked"
    CODE_HELD_BACK = "code_held_back"
    CODE_WRONG = "code_wrong"
    CAME_IN = "came_in"
    READ = "read"
    WROTE = "wrote"
    LEFT = "left"
    OPENED_AFTER = "opened_after"
    ASKED_AFTER = "asked_after"
    ENDED = "ended"


def state_of(expires_at: datetime, revoked_at: datetime | None, now: datetime) -> ShareState:
    """Of a link, at a moment. What had expired before it was taken back, to make room for another,
    stays expired."""
    if revoked_at is not None and revoked_at < expires_at:
        return ShareState.REVOKED
    return ShareState.OPEN if now < expires_at else ShareState.EXPIRED


def next_code_at(asked: Sequence[datetime]) -> datetime | None:
    """From when on one more code goes out after those that went out at these moments; ``None``
    after so few that nothing is waited for."""
    latest = sorted(asked, reverse=True)
    freed = [
        latest[most - 1] + span
        for most, span in ((CODES_AN_HOUR, timedelta(hours=1)), (CODES_A_DAY, timedelta(days=1)))
        if len(latest) >= most
    ]
    return max(freed, default=None)


def may_have_code(asked: Sequence[datetime], now: datetime) -> bool:
    """Whether one more code goes out after those that went out at these moments."""
    again = next_code_at(asked)
    return again is None or now >= again


def network_of(address: str) -> str:
    """The network of an address: from where, without saying from which machine.

    >>> network_of("192.0.2.77")
    '192.0.2.0/24'
    >>> network_of("2001:db8:1:2::5")
    '2001:db8:1::/48'
    """
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    return str(ip_network(f"{found}/{_KEPT_BITS[found.version]}", strict=False))
