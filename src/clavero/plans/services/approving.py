"""A plan is handed in, approved as a version, or given back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.rules import Actor, Verb
from clavero.plans.models import Plan, PlanVersion
from clavero.plans.rules.kinds import PlanState
from clavero.plans.selectors.content import content_of
from clavero.plans.selectors.rights import hands_in, lead_of
from clavero.plans.selectors.standing import is_too_empty
from clavero.plans.services._telling import tell
from clavero.plans.services._writing import plan_of_account
from clavero.ui import formats
from clavero.ui.meanwhile import refuse_unseen


@transaction.atomic
def submit_plan(actor: Actor, *, customer_id: int) -> Plan:
    """Hand it in. Who leads the account does, or whoever is above them; others propose rows."""
    plan = plan_of_account(actor, customer_id)
    if not hands_in(actor, lead_of(actor, customer_id)):
        raise Forbidden(Verb.WRITE_PLANS)
    if plan.state != PlanState.DRAFT:
        raise Refusal(
            _("There is nothing new to hand in."),
            code="nothing_to_submit",
            hint=_("It waits for approval already, or holds as it is."),
        )
    if is_too_empty(plan):
        raise Refusal(
            _("A plan needs rows, an objective and an action before it is handed in."),
            code="too_empty",
            hint=_("What is missing stands at the top of its page."),
        )
    plan.state = PlanState.SUBMITTED.value
    plan.submitted_by_id, plan.submitted_by_name = actor.user_id, actor.name
    plan.submitted_at, plan.returned_because = timezone.now(), ""
    plan.save()
    tell(actor, "plan.submitted", plan)
    return plan


@transaction.atomic
def approve_plan(actor: Actor, *, customer_id: int, note: str = "", seen: int) -> PlanVersion:
    """It holds as it stands: frozen as a version. ``seen`` is the plan's revision; what was
    written since is told first."""
    plan = _submitted(actor, customer_id)
    refuse_unseen(plan, seen)
    number = (plan.approved_number or 0) + 1
    version = PlanVersion.objects.create(
        plan=plan,
        number=number,
        content=content_of(plan),
        note=note.strip(),
        submitted_by_name=plan.submitted_by_name,
        by_id=actor.user_id,
        by_name=actor.name,
    )
    record(actor, "plan.frozen", version, after={"number": number})
    plan.state, plan.approved_number = PlanState.APPROVED.value, number
    plan.approved_by_name, plan.approved_at = actor.name, timezone.now()
    plan.save()
    tell(actor, "plan.approved", plan, number=number, note=note.strip())
    return version


@transaction.atomic
def return_plan(actor: Actor, *, customer_id: int, note: str, seen: int | None = None) -> Plan:
    """It is given back with what has to be better. Of a page, ``seen`` is the plan's revision that
    it showed: what was written since is told first."""
    plan = _submitted(actor, customer_id)
    said = note.strip()
    if not said:
        raise Refusal(
            _("Say what has to be better: whoever wrote it will want to know."),
            code="note_missing",
            field="note",
        )
    if seen is not None:
        refuse_unseen(plan, seen)
    plan.state, plan.returned_because = PlanState.DRAFT.value, said
    plan.save()
    tell(actor, "plan.returned", plan, note=said)
    return plan


def _submitted(actor: Actor, customer_id: int) -> Plan:
    plan = plan_of_account(actor, customer_id, Verb.APPROVE_PLANS)
    if plan.state == PlanState.APPROVED and plan.approved_at is not None:
        raise Refusal(
            _("%(name)s approved it on %(day)s, as version %(number)s."),
            code="approved_already",
            name=plan.approved_by_name,
            day=formats.day(timezone.localdate(plan.approved_at)),
            number=str(plan.approved_number),
        )
    if plan.state == PlanState.DRAFT and plan.returned_because:
        raise Refusal(
            _("It was given back already: %(why)s"),
            code="returned_already",
            why=plan.returned_because,
        )
    if plan.state != PlanState.SUBMITTED:
        raise Refusal(
            _("Nobody has handed this plan in."),
            code="not_submitted",
            hint=_("Who leads the account hands it in when it is ready."),
        )
    return plan
