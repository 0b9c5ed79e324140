"""What the rooms above say of a plan: each adds a check, and what is read along with the plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clavero.plans.models import Plan


@dataclass(frozen=True, slots=True)
class Said:
    """What does not add up in a plan, in a sentence, and where it is mended."""

    sentence: str
    address: str


PlanCheck = Callable[["Plan", str], Iterable[Said]]
CHECKS: list[PlanCheck] = []
ALONG: list[str] = []
"""What belongs to a plan one to one and is read in the same query, so that a check costs none."""


def read_along() -> list[str]:
    """The same, as it is asked of a customer."""
    return [f"plan__{each}" for each in ALONG]


def checked(plan: Plan, currency: str) -> list[Said]:
    """What the rooms above find in a plan; amounts are in ``currency``."""
    return [said for check in CHECKS for said in check(plan, currency)]
