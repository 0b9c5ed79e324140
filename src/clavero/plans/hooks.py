"""What the rooms above add to the page of a plan, in ``AppConfig.ready``: what waits for its
manager, ``waiting["key"] = Waiting(…)``, and what does not add up, ``CHECKS.append(…)``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils.functional import Promise, lazy

from clavero.identity.rules import Actor

if TYPE_CHECKING:
    from clavero.plans.models import Plan
    from clavero.plans.selectors import PlanPicture


class NextStep(NamedTuple):
    """Something that waits for the manager, and where it is done."""

    icon: str
    sentence: str
    address: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """What others have waiting on a plan. ``count`` is a part of the query that finds the plan,
    over ``OuterRef("plan__pk")``, so that the page asks no more often; ``told`` says it, where
    there is any, to who reads the plan of a customer."""

    count: Callable[[], Combinable]
    told: Callable[[Actor, int, int], NextStep | None]


waiting: dict[str, Waiting] = {}
"""What comes before the plan's own next steps."""


def _address(name: str, *numbers: int, anchor: str = "") -> str:
    return reverse(name, args=numbers) + anchor


# A document says the same and leads nowhere: what addresses there are is a second's work to know.
leads_to = lazy(_address, str)


@dataclass(frozen=True, slots=True)
class Said:
    """What does not add up in a plan, in a sentence, and where it is mended (:func:`leads_to`)."""

    sentence: str
    address: str | Promise


PlanCheck = Callable[["PlanPicture", str], Iterable[Said]]
CHECKS: list[PlanCheck] = []
"""What does not add up in a plan that was read; amounts are in the currency given."""
SectionRows = Mapping[int, Mapping[str, Mapping[str, Any]]]
CONTENT: list[Callable[[Plan], SectionRows]] = []
"""What belongs to a plan beside its own rows, by section and row, with the values by name: a
version freezes it too, and who approves one sees what has changed of it."""
SEASONS: list[Callable[[Plan], Sequence[Decimal] | None]] = []
"""How much each month of a year counts for the account of a plan, from January on, where a room
above knows it: the forecast lies on months as its targets do."""
ALONG: list[str] = []
"""What belongs to a plan one to one and is read in the same query, so that a check costs none."""


def read_along() -> list[str]:
    """The same, as it is asked of a customer."""
    return [f"plan__{each}" for each in ALONG]
