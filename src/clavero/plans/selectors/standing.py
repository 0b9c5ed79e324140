"""The rows of a plan that nobody has taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from clavero.plans.models import Action, Initiative, Objective, Plan, PlanItem, ResourceRequest


@dataclass(frozen=True, slots=True)
class StandingRows:
    """All of them, table by table, with their owners."""

    items: Sequence[PlanItem]
    objectives: Sequence[Objective]
    actions: Sequence[Action]
    initiatives: Sequence[Initiative]
    requests: Sequence[ResourceRequest]


def rows_of(plan: Plan) -> StandingRows:
    """Of a plan that the reader sees. Five queries."""

    def standing(model: Any) -> Any:
        rows = model._default_manager.filter(plan=plan, retired_at=None)
        return list(rows.select_related("owner"))

    return StandingRows(
        items=standing(PlanItem),
        objectives=standing(Objective),
        actions=standing(Action),
        initiatives=standing(Initiative),
        requests=standing(ResourceRequest),
    )
