"""What a need is, and whether enough of an account's needs is known first-hand.

Source: methods §5.2, row 4 and the quality gate below it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from clavero.core.estimates import Estimate, ratio
from clavero.core.freshness import is_stale
from clavero.relationships.rules.people import Function as Function

URGENCIES = range(1, 6)
MOST_FIT = 10
ENOUGH_CONFIRMED = Decimal("0.5")


class Horizon(StrEnum):
    """When the customer needs it."""

    NOW = "now"
    FUTURE = "future"


class Certainty(StrEnum):
    """How the need is known."""

    STATED = "stated"  # somebody of the customer said so
    INFERRED = "inferred"  # we conclude it from something else
    CONFIRMED = "confirmed"  # the customer has agreed that it is so


class Closed(StrEnum):
    """Why a need is no longer open."""

    MET = "met"  # by us
    MET_BY_OTHERS = "met_by_others"
    GONE = "gone"  # the customer has it no more
    NOT_OURS = "not_ours"  # nothing that we want to offer
    MISTAKE = "mistake"


class Told(Protocol):
    """What of a need tells how well it is known."""

    @property
    def certainty(self) -> str: ...
    @property
    def said_on(self) -> date: ...


@dataclass(frozen=True, slots=True)
class Gate:
    """How well the open needs of an account are known: the part that the customer has confirmed,
    and how many were heard of more than twelve months ago."""

    confirmed: Estimate
    old: int

    @property
    def is_confirmed(self) -> bool:
        """Whether half of them are confirmed."""
        return self.confirmed.value is not None and self.confirmed.value >= ENOUGH_CONFIRMED

    @property
    def is_passed(self) -> bool:
        """Whether half of them are confirmed, and none is old."""
        return self.is_confirmed and not self.old


def gate(needs: Iterable[Told], on: date) -> Gate:
    """The gate of an account's open needs on a day."""
    found = list(needs)
    confirmed = sum(each.certainty == Certainty.CONFIRMED for each in found)
    part = ratio(Decimal(confirmed), Decimal(len(found)), len(found))
    return Gate(part, sum(is_stale(each.said_on, on) for each in found))
