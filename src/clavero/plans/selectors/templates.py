"""What plans ask for, by the versions of their templates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Subquery
from django.utils import timezone

from clavero.core.versions import InForce as _InForce
from clavero.core.versions import Versions
from clavero.identity.rules import Actor, Verb
from clavero.matrix.selectors import official_strategies
from clavero.plans.models import Plan, TemplateVersion
from clavero.plans.rules.templates import Template, Templates, parse_templates
from clavero.plans.selectors.rows import plan_seen

InForce = _InForce[Templates, TemplateVersion]
VERSIONS = Versions(TemplateVersion, parse_templates, Templates)
templates_on, latest_templates, templates_of = VERSIONS.on, VERSIONS.latest, VERSIONS.of
all_templates = VERSIONS.all


def templates_of_plan(plan: Plan) -> Templates:
    """Those by which a plan is written."""
    return Templates() if plan.template is None else parse_templates(plan.template.content)


def newest_template(on: date) -> Subquery:
    """The number of the version that holds on a day, for a query about something else."""
    held = TemplateVersion.objects.filter(valid_from__lte=on).order_by("-valid_from", "-pk")
    return Subquery(held.values("pk")[:1])


@dataclass(frozen=True, slots=True)
class PlanTemplate:
    """By which template a plan is written, and which one holds today."""

    plan: Plan
    template: Template
    newest: InForce
    newer: Template
    writes: bool

    @property
    def is_newest(self) -> bool:
        """Whether there is no other to take."""
        return self.plan.template_id == self.newest.number


def plan_template(actor: Actor, customer_id: int) -> PlanTemplate:
    """Of the plan of an account. Raises ``Plan.DoesNotExist`` before it has begun, and
    ``Customer.DoesNotExist`` for strangers to the account."""
    plan = plan_seen(actor, customer_id)
    if plan is None:
        raise Plan.DoesNotExist
    today = timezone.localdate()
    official = official_strategies(actor, as_of=today).get(plan.customer.code)
    asked: Any = (None if official is None else official.strategy, plan.customer.sector)
    newest = templates_on(today)
    return PlanTemplate(
        plan,
        templates_of_plan(plan).of(*asked),
        newest,
        newest.settings.of(*asked),
        actor.may(Verb.WRITE_PLANS),
    )
