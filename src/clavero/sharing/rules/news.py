"""What a guest can do with a row."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

TAKEN_BACK_WITHIN = timedelta(minutes=15)
"""How long a comment can be taken back by who has written it: before a letter tells of it."""
MINUTES = TAKEN_BACK_WITHIN // timedelta(minutes=1)
A_LETTER_EVERY = timedelta(days=1)
"""How often a guest gets a letter with what is new, at most."""


class News(StrEnum):
    """What was said about a row."""

    COMMENTED = "commented"
    SIGNED = "signed"
    DONE = "done"
    NOT_DONE = "not_done"


def can_be_taken_back(what: News, said_at: datetime, now: datetime) -> bool:
    """Whether what was said can be taken back by who has said it: comments only, a value that was
    signed and a tick have ways of their own.

    >>> now = datetime(2027, 3, 1, 10, 16)
    >>> [can_be_taken_back(News.COMMENTED, now - timedelta(minutes=ago), now) for ago in (14, 16)]
    [True, False]
    """
    return what is News.COMMENTED and now - said_at <= TAKEN_BACK_WITHIN
