"""Objectives and actions: written, moved on, taken out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import history, record
from clavero.core.errors import Refusal
from clavero.core.revisions import ChangedMeanwhile, revision_of, say
from clavero.identity.rules import Actor
from clavero.kpis.selectors import catalogue, latest, values_of
from clavero.plans.models import Action, Initiative, Objective, Plan
from clavero.plans.rules.kinds import OPEN_ACTIONS, ActionState, ObjectiveKind
from clavero.plans.rules.timeline import closes_a_circle
from clavero.plans.selectors.history import WORDS
from clavero.plans.services._telling import tell
from clavero.plans.services._writing import (
    add,
    change,
    plan_of_account,
    retire,
    row_to_write,
    value_of,
)


@transaction.atomic
def add_objective(
    actor: Actor, *, customer_id: int, kind: ObjectiveKind, text: str, **given: Any
) -> Objective:
    """Something is to be reached; without an owner it is the writer's own."""
    plan = plan_of_account(actor, customer_id)
    given.setdefault("since", timezone.localdate())
    if given.get("owner_id") is None:
        given["owner_id"] = actor.user_id
    if given.get("kpi") and given.get("baseline") is None:
        given["baseline"] = _measured(actor, plan, given["kpi"])
    _check_objective(given)
    return add(actor, plan, Objective(kind=kind.value, text=text, **given))


@transaction.atomic
def change_objective(
    actor: Actor, *, objective_id: int, kind: ObjectiveKind, seen: int = 0, **given: Any
) -> Objective:
    """Another target, date, owner … Without a baseline it begins today, as its KPI is measured.
    Raises ``Objective.DoesNotExist`` for strangers."""
    objective = row_to_write(actor, Objective, objective_id)
    _check_objective({"since": objective.since, **given}, kept=objective.kpi)

    def begun(row: Objective) -> dict[str, Any]:
        """Only where nobody else has given it a baseline meanwhile."""
        if not given.get("kpi") or not row.kpi or row.baseline is not None:
            return {}
        measured, today = _measured(actor, row.plan, row.kpi), timezone.localdate()
        if measured is None:
            return {}
        # It has from now on what time is left; one that is over keeps its day.
        is_over = row.until is not None and row.until <= today
        return {"baseline": measured, **({} if is_over else {"since": today})}

    change(actor, objective, {"kind": kind.value, **given}, seen, fill=begun)
    return objective


@transaction.atomic
def retire_objective(actor: Actor, *, objective_id: int) -> Objective:
    """It is no longer wanted. Its actions have to go elsewhere first."""
    objective = row_to_write(actor, Objective, objective_id)
    if objective.actions.filter(retired_at=None, state__in=OPEN_ACTIONS).exists():
        raise Refusal(
            _("Open actions belong to this objective."),
            code="objective_in_use",
            hint=_("Give them to another objective, or drop them."),
        )
    retire(actor, objective)
    return objective


@transaction.atomic
def add_action(
    actor: Actor,
    *,
    customer_id: int,
    text: str,
    end: date,
    start: date | None = None,
    after: Collection[int] = (),
    **given: Any,
) -> Action:
    """Somebody's next step; without an owner it is the writer's own, without a start it begins
    today."""
    plan = plan_of_account(actor, customer_id)
    begins = start or min(timezone.localdate(), end)
    if given.get("owner_id") is None:
        given["owner_id"] = actor.user_id
    _check_action(plan, None, begins, end, after, given)
    action = add(actor, plan, Action(text=text, start=begins, end=end, **given))
    if after:
        action.after.set(after)
    return action


@transaction.atomic
def change_action(
    actor: Actor,
    *,
    action_id: int,
    start: date,
    end: date,
    after: Collection[int] = (),
    seen: int = 0,
    **given: Any,
) -> Action:
    """Another day, owner, objective … Raises ``Action.DoesNotExist`` for strangers."""
    action = row_to_write(actor, Action, action_id)
    _check_action(action.plan, action.pk, start, end, after, given)
    change(actor, action, {"start": start, "end": end, "after": sorted(after), **given}, seen)
    return action


@transaction.atomic
def shift_action(actor: Actor, *, action_id: int, start: date, end: date, seen: int = 0) -> Action:
    """Move an action along the calendar, as on the chart. As with what is done, the plan that was
    approved still holds."""
    action = row_to_write(actor, Action, action_id)
    _check_days(start, end)
    change(actor, action, {"start": start, "end": end}, seen, is_carried_out=True)
    return action


@transaction.atomic
def move_action(
    actor: Actor, *, action_id: int, state: ActionState, was: ActionState | None = None
) -> Action:
    """To do, under way, done, dropped. Doing what is done already changes nothing. Of a page,
    ``was`` is the state that it showed: who has moved it on since is told first."""
    action = row_to_write(actor, Action, action_id)
    if action.state == state:
        return action
    if was is not None and action.state != was:
        _refuse_moved_meanwhile(action)
    if state is ActionState.DONE:
        _refuse_waiting(action)
    before = action.state
    action.state = state.value
    action.done_on = timezone.localdate() if state is ActionState.DONE else None
    action.confirmed_at = timezone.now()
    action.save(update_fields=["state", "done_on", "confirmed_at"])
    moved = {"before": {"state": before}, "after": {"state": state.value}}
    record(actor, "row.moved", action, **moved)
    tell(actor, "plan.action_moved", action.plan, text=action.text, **moved)
    return action


@transaction.atomic
def retire_action(actor: Actor, *, action_id: int) -> Action:
    """It was a mistake; what is not done after all is dropped instead."""
    action = row_to_write(actor, Action, action_id)
    retire(actor, action)
    return action


def _measured(actor: Actor, plan: Plan, kpi: str) -> Decimal | None:
    """What a KPI of the account is today, as others may read it: it stands in the plan."""
    snapshot = latest()
    if snapshot is None:
        return None
    for _standing, values in values_of(actor.outward, snapshot, plan.customer.code):
        for value in values:
            if value.kpi.key == kpi:
                return value.estimate.value
    return None


def _refuse_moved_meanwhile(action: Action) -> None:
    moved = list(history(action).filter(verb="row.moved").order_by("-pk")[:1])
    told = {"state": say("state", moved, WORDS)} if moved else {}
    raise ChangedMeanwhile(told, revision=revision_of(action))


def _refuse_waiting(action: Action) -> None:
    waits = action.after.filter(retired_at=None, state__in=OPEN_ACTIONS).order_by("end").first()
    if waits is not None:
        raise Refusal(
            _("“%(other)s” comes first and is not done."),
            code="comes_after",
            hint=_("Do or drop that one, or let this one no longer wait for it."),
            other=waits.text,
        )


def _check_objective(given: dict[str, Any], kept: str = "") -> None:
    kpi, until = given.get("kpi", ""), given.get("until")
    if kpi and kpi != kept and kpi not in catalogue().by_key:
        raise Refusal(
            _("There is no such KPI."),
            code="kpi_unknown",
            field="kpi",
            hint=_("Choose one of those that are watched."),
        )
    if until is not None and until <= given["since"]:
        raise Refusal(
            _("An objective ends after the day on which it begins."),
            code="until_before_since",
            field="until",
        )


def _check_days(start: date, end: date) -> None:
    if end < start:
        raise Refusal(
            _("An action ends on the day on which it begins, or later."),
            code="end_before_start",
            field="end",
        )


def _check_action(
    plan: Plan,
    own: int | None,
    start: date,
    end: date,
    after: Collection[int],
    given: dict[str, Any],
) -> None:
    _check_days(start, end)
    budget: Decimal | None = given.get("budget")
    if budget is not None and budget < 0:
        raise Refusal(_("A budget is not negative."), code="budget_negative", field="budget")
    for name, model in (("objective_id", Objective), ("initiative_id", Initiative)):
        number = given.get(name)
        if number is None:
            continue
        if not model._default_manager.filter(pk=number, plan=plan, retired_at=None).exists():
            raise Refusal(
                _("That is not in this plan."),
                code="no_such_target",
                field=name,
                hint=_("Choose one of this plan."),
            )
    if not after:
        return
    others = {
        each.pk: value_of(each, "after")
        for each in Action.objects.filter(plan=plan, retired_at=None)
    }
    if not set(after) <= others.keys() - {own}:
        raise Refusal(
            _("That is not in this plan."),
            code="no_such_target",
            field="after",
            hint=_("Choose one of this plan."),
        )
    if own is not None and closes_a_circle(own, after, others):
        raise Refusal(
            _("Each of these actions would wait for the other."),
            code="closes_a_circle",
            field="after",
            hint=_("Let one of them go first."),
        )
