"""One row of a plan, for its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import CharField, QuerySet, Value

from clavero.core.revisions import revision_beside
from clavero.identity.rules import Actor, Verb
from clavero.opportunities.selectors import NeedRow, need_row_of_account
from clavero.plans.hooks import read_along
from clavero.plans.models import Action, Initiative, Objective, Plan, PlanItem, PlanLink
from clavero.plans.models._parts import Row
from clavero.plans.models.plan import TARGETS
from clavero.plans.selectors.clashing import with_revisions
from clavero.portfolio.selectors import Structure, structure_at
from clavero.portfolio.visibility import account_with_version, accounts

RowT = TypeVar("RowT", bound=Row)


@dataclass(frozen=True, slots=True)
class RowSeen(Generic[RowT]):
    """A row with its revision, and whether the reader may write."""

    row: RowT
    seen: int
    writes: bool


def row_seen(actor: Actor, model: type[RowT], row_id: int) -> RowSeen[RowT]:
    """A row of a plan that ``actor`` sees. Raises the model's ``DoesNotExist`` for strangers and
    for what was taken out."""
    rows: QuerySet[RowT] = model._default_manager.filter(
        plan__customer__in=accounts(actor).values("pk"), retired_at=None
    )
    related = rows.select_related("plan__customer", "plan__forecast", "owner")
    row = with_revisions(related).get(pk=row_id)
    return RowSeen(row, vars(row)["seen"] or 0, actor.may(Verb.WRITE_PLANS))


def after_of(action: Action) -> list[int]:
    """The actions that one waits for."""
    return sorted(action.after.filter(retired_at=None).values_list("pk", flat=True))


def actions_of_initiative(initiative: Initiative) -> list[Action]:
    """What is to be done for one, with its milestones, the earliest first."""
    rows = Action.objects.filter(initiative=initiative, retired_at=None)
    return list(rows.select_related("owner"))


def links_of(plan: Plan, **source: Any) -> list[tuple[PlanLink, str]]:
    """What a row (``item``) or a need (``need_id``) goes with in a plan, and what that says; what
    was taken out is not told."""
    links = PlanLink.objects.filter(plan=plan, **source).select_related(*TARGETS)
    for target in TARGETS:
        links = links.exclude(**{f"{target}__retired_at__isnull": False})
    return [
        (each, str(each.other or each.action or each.initiative or each.objective))
        for each in links
    ]


def answered_by(row: Row) -> list[PlanLink]:
    """The rows and needs that go with an objective, an action or an initiative."""
    rows = PlanLink.objects.filter(**{row._meta.model_name or "": row}).exclude(
        item__retired_at__isnull=False
    )
    return list(rows.select_related("item", "need"))


def choices_of(plan: Plan, model: Any) -> list[tuple[int, str]]:
    """The standing rows of a plan, to choose from."""
    rows = model._default_manager.filter(plan=plan, retired_at=None)
    return list(rows.values_list("pk", "text"))


def targets_of(
    plan: Plan, item: PlanItem | None = None
) -> list[tuple[str, Sequence[tuple[str, str]]]]:
    """What a row or a need can go with in a plan, by what that is."""
    own = None if item is None else ("other", item.pk)
    groups = {
        "objective": Objective, "action": Action, "initiative": Initiative, "other": PlanItem,
    }  # fmt: skip
    return [
        (
            prefix,
            [
                (f"{prefix}:{pk}", text)
                for pk, text in choices_of(plan, model)
                if (prefix, pk) != own
            ],
        )
        for prefix, model in groups.items()
    ]


@dataclass(frozen=True, slots=True)
class ActionChoices:
    """What an action can belong to and wait for."""

    objectives: Sequence[tuple[int, str]]
    initiatives: Sequence[tuple[int, str]]
    others: Sequence[tuple[int, str]]


def action_choices(plan: Plan, own: int | None = None) -> ActionChoices:
    """Of a plan, without the action itself."""
    found: dict[str, list[tuple[int, str]]] = {}
    for kind, pk, text in _of_all(plan, Objective).union(
        _of_all(plan, Initiative), _of_all(plan, Action), all=True
    ):
        found.setdefault(kind, []).append((pk, text))
    return ActionChoices(
        found.get("objective", []),
        found.get("initiative", []),
        [each for each in found.get("action", []) if each[0] != own],
    )


def _of_all(plan: Plan, model: Any) -> Any:
    """The standing rows of a table, for one query over several."""
    rows = model._default_manager.filter(plan=plan, retired_at=None).order_by()
    kind = Value(model._meta.model_name, output_field=CharField())
    return rows.annotate(kind_of_row=kind).values_list("kind_of_row", "pk", "text")


def plan_seen(actor: Actor, customer_id: int) -> Plan | None:
    """The plan of an account that ``actor`` sees, if it has begun. Raises
    ``Customer.DoesNotExist`` for strangers to the account."""
    customer = (
        accounts(actor).select_related("plan__forecast", "plan__template").get(pk=customer_id)
    )
    plan: Plan | None = getattr(customer, "plan", None)
    if plan is not None:
        plan.customer = customer
    return plan


def need_in_plan(actor: Actor, customer_id: int, need_id: int) -> tuple[Plan, NeedRow]:
    """The plan of an account and one of its needs. Raises ``Plan.DoesNotExist`` before it has
    begun, ``Need.DoesNotExist`` where it has no such need, and ``Customer.DoesNotExist`` for
    strangers to the account."""
    plan = plan_seen(actor, customer_id)
    if plan is None:
        raise Plan.DoesNotExist
    return plan, need_row_of_account(plan.customer.code, need_id)


def plan_with_structure(actor: Actor, customer_id: int) -> tuple[Plan | None, Structure]:
    """The same with customers and trees as they are now, in the same query."""
    plan, shape, _revision = plan_to_decide(actor, customer_id)
    return plan, shape


def plan_to_decide(actor: Actor, customer_id: int) -> tuple[Plan | None, Structure, int]:
    """The same with the plan's revision."""
    found = account_with_version(
        actor, customer_id, "plan__forecast", "plan__template", *read_along(),
        plan_revision=revision_beside(Plan, "plan__pk"),
    )  # fmt: skip
    customer: Any = found[0]
    plan: Plan | None = getattr(customer, "plan", None)
    if plan is not None:
        plan.customer = customer
    return plan, structure_at(found[1] or 0), customer.plan_revision or 0


def actions_of(actor: Actor, customer_id: int) -> tuple[Plan, list[Action]]:
    """A plan with its actions and their revisions, the earliest first. Raises
    ``Plan.DoesNotExist`` before it has begun, and ``Customer.DoesNotExist`` for strangers to the
    account."""
    plan = plan_seen(actor, customer_id)
    if plan is None:
        raise Plan.DoesNotExist
    rows = with_revisions(Action.objects.filter(plan=plan, retired_at=None))
    return plan, list(rows.select_related("owner", "objective").prefetch_related("after"))
