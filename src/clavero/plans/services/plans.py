"""A plan begins, and how many years it looks ahead."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Forbidden, Refusal
from clavero.core.revisions import reconcile
from clavero.identity.rules import Actor, Verb
from clavero.plans.models import Plan
from clavero.plans.rules.kinds import PlanState
from clavero.plans.rules.timeline import YEARS, detail_of
from clavero.plans.selectors.history import WORDS
from clavero.plans.selectors.templates import templates_on
from clavero.plans.services._telling import tell
from clavero.plans.services._writing import plan_of_account, written_on
from clavero.portfolio.visibility import accounts


@transaction.atomic
def start_plan(actor: Actor, *, customer_id: int, years: int = 3) -> Plan:
    """Begin the plan of an account or a group. Raises ``Customer.DoesNotExist`` for strangers."""
    customer = accounts(actor).select_for_update(of=("self",)).get(pk=customer_id)
    if not actor.may(Verb.WRITE_PLANS):
        raise Forbidden(Verb.WRITE_PLANS)
    _check_years(years)
    if Plan.objects.filter(customer=customer).exists():
        raise Refusal(
            _("This account has a plan already."),
            code="started_already",
            hint=_("Somebody has begun it meanwhile: open it."),
        )
    plan = Plan.objects.create(
        customer=customer,
        years=years,
        start=detail_of(timezone.localdate()).start,
        state=PlanState.DRAFT.value,
        by_name=actor.name,
        template=templates_on(timezone.localdate()).version,
    )
    tell(actor, "plan.started", plan)
    return plan


@transaction.atomic
def set_years(actor: Actor, *, customer_id: int, years: int, seen: int = 0) -> Plan:
    """Look three, four or five years ahead."""
    plan = plan_of_account(actor, customer_id)
    _check_years(years)
    if years == plan.years:
        return plan
    reconcile(plan, seen=seen, now={"years": plan.years}, asked={"years": years}, words=WORDS)
    record(actor, "plan.changed", plan, before={"years": plan.years}, after={"years": years})
    plan.years = years
    plan.save(update_fields=["years"])
    written_on(plan)
    return plan


def _check_years(years: int) -> None:
    if years not in YEARS:
        raise Refusal(
            _("A plan looks three to five years ahead."), code="years_outside", field="years"
        )


def hold_plan(plan_id: int) -> None:
    """Keep a plan as it is until the caller's transaction is over: for whoever decides by what it
    says. Everybody who writes into it takes it first."""
    Plan.objects.select_for_update(of=("self",)).get(pk=plan_id)
