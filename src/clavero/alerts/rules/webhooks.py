"""How a message to another program is signed, where it may go, and when it is tried again."""

from __future__ import annotations

import hmac
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256
from ipaddress import ip_address
from urllib.parse import urlsplit

WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
"""How long to wait after each attempt that failed; after the last one it is given up."""


class Outcome(StrEnum):
    """Why a message was not answered."""

    NOT_ALLOWED = "address_not_allowed"
    PRIVATE = "address_private"
    NO_HOST = "no_such_host"
    REFUSED = "refused"
    CERTIFICATE = "certificate"
    TIMED_OUT = "timed_out"
    NO_ANSWER = "no_answer"


_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """The HMAC-SHA256 of ``timestamp.body``, in hexadecimal: with the time inside, an old message
    cannot be sent again as a new one.

    >>> signature("s3cret", 1, b"{}")[:16]
    '3aef069923b32916'
    """
    signed = str(timestamp).encode() + b"." + body
    return hmac.new(secret.encode(), signed, sha256).hexdigest()


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after so many attempts; ``None`` when it is given up."""
    return WAITS[attempts - 1] if attempts <= len(WAITS) else None


def is_fit(url: str, *, may_be_private: bool) -> bool:
    """Whether messages may go to an address at all: https, or http on this machine where private
    addresses are allowed; without a name and password in it."""
    try:
        parts = urlsplit(url)
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        return False
    if not parts.hostname or parts.username or parts.password or not has_port:
        return False
    is_here = may_be_private and parts.hostname in _LOOPBACK
    return parts.scheme == "https" or (parts.scheme == "http" and is_here)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet: not of a network of one's own.

    >>> [is_public(each) for each in ("8.8.8.8", "10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1")]
    [True, False, False, False]
    """
    found = ip_address(address)
    mapped = getattr(found, "ipv4_mapped", None)
    if mapped is not None:
        found = mapped
    return found.is_global and not found.is_multicast
