"""What plans ask for is decided in versions, and a plan takes a newer one."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Forbidden, Refusal
from clavero.core.versions import keep_version
from clavero.identity.rules import Actor, Verb
from clavero.matrix.rules.quadrants import Strategy
from clavero.plans.models import Plan, TemplateVersion
from clavero.plans.rules.templates import Template, check_template
from clavero.plans.selectors.templates import latest_templates, templates_on
from clavero.plans.services._telling import tell
from clavero.plans.services._writing import plan_of_account
from clavero.portfolio.services import hold_structure
from clavero.ui.versions import nothing_changed, refuse_unfit_version


@transaction.atomic
def adopt_template(
    actor: Actor,
    *,
    strategy: Strategy | None,
    sector: str = "",
    template: Template,
    valid_from: date,
    reason: str,
    seen: int | None,
) -> TemplateVersion:
    """A new version in which the plans of a strategy, in a sector or in all, ask for something
    else. ``seen`` is the version it started from. Plans that have begun stay as they are until
    somebody takes it."""
    if not actor.may(Verb.GOVERN_PLANS):
        raise Forbidden(Verb.GOVERN_PLANS)
    hold_structure()  # one version at a time
    latest = latest_templates()
    refuse_unfit_version(
        latest.version,
        seen=seen,
        valid_from=valid_from,
        reason=reason,
        unreasoned=_("Say why plans ask for something else: those who write them will ask."),
    )
    check_template(template)
    if template == latest.settings.of(strategy, sector):
        raise nothing_changed()
    key = ("" if strategy is None else strategy.value, sector.strip())
    return keep_version(
        actor,
        TemplateVersion,
        "plans.templates_adopted",
        content=latest.settings.with_one(key, template).to_plain(),
        valid_from=valid_from,
        reason=reason,
    )


@transaction.atomic
def take_template(actor: Actor, *, customer_id: int, seen: int | None) -> Plan:
    """Write the plan by the version that holds today; ``seen`` is the version whose difference the
    person has read. What stands in the plan stays."""
    plan = plan_of_account(actor, customer_id)
    newest = templates_on(timezone.localdate())
    if newest.number != seen:
        raise Refusal(
            _("Another version of the templates holds meanwhile."),
            code="another_version",
            hint=_("Look at the page again: it says what is different now."),
        )
    if plan.template_id == newest.number:
        raise Refusal(_("The plan is written by this version already."), code="taken_already")
    plan.template = newest.version
    plan.save(update_fields=["template"])
    tell(actor, "plan.template_taken", plan, number=newest.number)
    return plan
