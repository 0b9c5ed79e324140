"""The rows of a plan that nobody has taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from clavero.opportunities.selectors import NeedRow, open_needs
from clavero.plans.models import Action, Initiative, Objective, Plan, PlanItem, ResourceRequest
from clavero.plans.selectors.clashing import with_clashes
from clavero.portfolio.selectors import Structure


@dataclass(frozen=True, slots=True)
class StandingRows:
    """All of them, table by table, with their owners; ``needs`` are those of the customer."""

    items: Sequence[PlanItem]
    objectives: Sequence[Objective]
    actions: Sequence[Action]
    initiatives: Sequence[Initiative]
    requests: Sequence[ResourceRequest]
    needs: Sequence[NeedRow]


def rows_of(plan: Plan, *, shape: Structure | None = None) -> StandingRows:
    """Of a plan that the reader sees. Seven queries, one fewer with the structure of a moment
    ago."""

    def rows(model: Any) -> Any:
        found = model._default_manager.filter(plan=plan, retired_at=None)
        return found.select_related("owner")

    def standing(model: Any) -> Any:
        return list(rows(model))

    return StandingRows(
        items=standing(PlanItem),
        objectives=standing(Objective),
        actions=list(with_clashes(rows(Action))),
        initiatives=standing(Initiative),
        requests=standing(ResourceRequest),
        needs=open_needs(plan.customer.code, shape=shape),
    )


def is_too_empty(plan: Plan) -> bool:
    """Whether it has no row or need, no objective or no action: nothing that could be approved."""

    def has(model: Any) -> bool:
        return bool(model._default_manager.filter(plan=plan, retired_at=None).exists())

    says_something = has(PlanItem) or bool(open_needs(plan.customer.code))
    return not (says_something and has(Objective) and has(Action))
