"""How often the customer's link or address may be used: enough for whoever complains, too little
to flood."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

AN_HOUR = 5  # by one link from one network
A_DAY = 20  # by one link from anywhere
OPEN_FOR = 24 * 60 * 60
"""Seconds for which a form that was opened is taken."""
_KEPT_BITS = {4: 24, 6: 48}


def may_write(knocks: Sequence[tuple[str, datetime]], network: str, now: datetime) -> bool:
    """Whether one more complaint is taken after those of the last day, each with its network; of
    mails, with their sender. Hours are those of the clock, so that no moment need be kept."""
    today = [each for each, at in knocks if now - at < timedelta(days=1)]
    lately = [each for each, at in knocks if hour_of(at) == hour_of(now) and each == network]
    return len(today) < A_DAY and len(lately) < AN_HOUR


def hour_of(moment: datetime) -> datetime:
    """The hour of the clock in which something came: enough to hold back who writes too much, and
    no trace of when somebody did.

    >>> hour_of(datetime(2026, 3, 2, 9, 59, 7)).isoformat()
    '2026-03-02T09:00:00'
    """
    return moment.replace(minute=0, second=0, microsecond=0)


def network_of(address: str) -> str:
    """The network of an address: from where, without saying from which machine.

    >>> network_of("192.0.2.77"), network_of("?")
    ('192.0.2.0/24', '')
    >>> network_of("::ffff:192.0.2.77")
    '192.0.2.0/24'
    """
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped  # as a server that listens to both says it
    return str(ip_network(f"{found}/{_KEPT_BITS[found.version]}", strict=False))
