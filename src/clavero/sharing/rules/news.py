"""What a guest can do with a row."""

from __future__ import annotations

from enum import StrEnum


class News(StrEnum):
    """What was said about a row."""

    COMMENTED = "commented"
    SIGNED = "signed"
    DONE = "done"
    NOT_DONE = "not_done"
