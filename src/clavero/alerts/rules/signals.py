"""What a source sees on a day that somebody should look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import TypeAlias

Parameter: TypeAlias = str | int | float | None
"""What the sentence is made of, as JSON keeps it: days as ``2026-03-31``, money as text."""


DETRACTOR = "loyalty.detractor"
OF_ANSWERS = frozenset({DETRACTOR})
"""The kinds that say what one of few answered: they are the account team's alone (methods §3.8)."""


class Severity(IntEnum):
    """How soon somebody should look."""

    NOTICE = 1  # when there is time
    WARNING = 2  # this week
    URGENT = 3  # today


@dataclass(frozen=True, slots=True)
class Signal:
    """Something about an account.

    ``key`` is the same for the same thing on every day it is seen: there is one alert for it.
    ``since`` is the day from which it holds, ``parameters`` what the sentence of this ``kind`` and
    its evidence are made of, in any language, and ``address`` the page that explains it.
    ``owner_id`` is who answers for it, where that is not whoever leads the account.
    """

    key: str
    kind: str
    account: str
    severity: Severity
    since: date
    address: str
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    owner_id: int | None = None
