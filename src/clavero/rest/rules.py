"""Secrets of tokens, and how long they open."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

MARK = "clv_"  # by which a secret that went astray is recognised as one of ours
PREFIX_LENGTH = len(MARK) + 6


class State(StrEnum):
    """Whether a token opens, and if not why."""

    OPEN = "open"
    EXPIRED = "expired"
    REVOKED = "revoked"


def state_of(*, revoked_at: datetime | None, last_day: date | None, today: date) -> State:
    """A token opens up to and including its last day, unless it was revoked before.

    >>> day = date(2025, 3, 31)
    >>> state_of(revoked_at=None, last_day=day, today=day).value
    'open'
    """
    if revoked_at is not None:
        return State.REVOKED
    if last_day is not None and last_day < today:
        return State.EXPIRED
    return State.OPEN


def new_secret() -> str:
    """A secret of 256 random bits."""
    return MARK + secrets.token_urlsafe(32)


def prefix_of(secret: str) -> str:
    """The start of a secret, by which people tell their tokens apart; it opens nothing."""
    return secret[:PREFIX_LENGTH]


def digest_of(secret: str) -> str:
    """What is kept of a secret. So many random bits cannot be guessed: one fast hash is enough."""
    return sha256(secret.encode()).hexdigest()
