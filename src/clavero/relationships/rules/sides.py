"""In whose eyes something is seen."""

from __future__ import annotations

from enum import StrEnum


class Side(StrEnum):
    """Whose view it is."""

    OURS = "ours"
    THEIRS = "theirs"
