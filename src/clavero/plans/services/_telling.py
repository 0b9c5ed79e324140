"""How the audit keeps what happens to a plan: on the plan, and the large steps on its customer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clavero.core.audit import Who, record
from clavero.plans.models import Plan
from clavero.plans.words.changes import OF_ROW

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


def tell(
    who: Who,
    verb: str,
    plan: Plan,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    **values: Any,
) -> None:
    """Keep a step of a plan. Its entries are its revision: whoever approves has seen the last.
    ``before`` and ``after`` are the fields of a row that it changed."""
    told = {f"plan_{name}": value for name, value in values.items() if value not in (None, "")}
    was = {f"{OF_ROW}{name}": value for name, value in (before or {}).items()}
    now = {f"{OF_ROW}{name}": value for name, value in (after or {}).items()}
    record(who, verb, plan, before=was or None, after={**told, **now})
    if verb in OF_CUSTOMER:
        record(who, verb, plan.customer, after=told)
