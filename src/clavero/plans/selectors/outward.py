"""A plan on its way out: the version that holds, and which of its rows are still for the customer.

Whoever calls has let the reader in: a manager through visibility, a guest by their link.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import CharField, Value

from clavero.opportunities.selectors import needs_shared
from clavero.plans.models import Action, Initiative, Objective, Plan, PlanItem, PlanVersion
from clavero.plans.rules.catalogue import Section
from clavero.plans.rules.comparing import Content


@dataclass(frozen=True, slots=True)
class Marked:
    """A row that stands and is marked for the customer, with what moves without a new version."""

    state: str = ""
    customer_value: Decimal | None = None
    validated_value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Outward:
    """The version of a plan that holds, and the rows marked today by their keys in it."""

    number: int
    approved_at: datetime
    content: Content
    marked: Mapping[str, Marked]


def outward_of(plan_id: int) -> Outward | None:
    """``None`` before a version was approved. Four queries."""
    version = PlanVersion.objects.filter(plan=plan_id).order_by("-number").first()
    if version is None:
        return None
    marked = _marked(plan_id, _needs_in(version.content))
    return Outward(version.number, version.created_at, version.content, marked)


def plan_to_share(customer_id: int) -> Plan | None:
    """The plan of an account that the caller has found through visibility."""
    return Plan.objects.select_related("customer").filter(customer=customer_id).first()


def _needs_in(content: Content) -> list[int]:
    """The numbers of the needs that a version holds."""
    rows = content.get(str(int(Section.NEEDS)), {})
    return [int(key.partition(":")[2]) for key in rows if key.startswith("need:")]


def _marked(plan_id: int, needs: Collection[int]) -> dict[str, Marked]:
    rows, *others = (
        found.annotate(table=Value(table, CharField())).values_list("table", "pk")
        for found, table in (
            (_of(PlanItem, plan_id), "row"),
            (_of(Objective, plan_id), "objective"),
            (needs_shared(needs), "need"),
        )
    )
    found = {f"{table}:{pk}": Marked() for table, pk in rows.union(*others, all=True)}
    found |= {f"action:{each.pk}": Marked(each.state) for each in _of(Action, plan_id)}
    return found | {
        f"initiative:{each.pk}": Marked(
            each.state,
            customer_value=each.customer_value,
            validated_value=each.validated_value,
        )
        for each in _of(Initiative, plan_id)
    }


def _of(model: Any, plan_id: int) -> Any:
    return model._default_manager.filter(plan=plan_id, retired_at=None, is_shared=True).order_by()
