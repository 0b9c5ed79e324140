"""How the audit keeps what happens to a plan: on the plan, and the large steps on its customer."""

from __future__ import annotations

from typing import Any

from clavero.core.audit import Who, record
from clavero.plans.models import Plan

OF_CUSTOMER = (
    "plan.started",
    "plan.submitted",
    "plan.approved",
    "plan.returned",
    "plan.reviewed",
    "plan.request_decided",
    "plan.followed",
    "plan.came_back",
)
"""What the history of the customer tells, too."""


def tell(who: Who, verb: str, plan: Plan, **values: Any) -> None:
    """Keep a step of a plan. Its entries are its revision: whoever approves has seen the last."""
    told = {f"plan_{name}": value for name, value in values.items() if value not in (None, "")}
    record(who, verb, plan, after=told)
    if verb in OF_CUSTOMER:
        record(who, verb, plan.customer, after=told)
