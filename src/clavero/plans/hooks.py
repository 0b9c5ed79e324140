"""What others add to the page of a plan: ``waiting["key"] = Waiting(…)`` in ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models.expressions import Combinable

from clavero.identity.rules import Actor


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
