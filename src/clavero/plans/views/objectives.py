"""Objectives: added, changed, taken out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clavero.identity.rules import Actor
from clavero.kpis.rules.kpi import Level
from clavero.kpis.selectors import Catalogue, catalogue
from clavero.kpis.words import name_of
from clavero.plans import services
from clavero.plans.examples import shown_examples
from clavero.plans.forms.work import ObjectiveForm, objective_initial
from clavero.plans.models import Objective, Plan
from clavero.plans.rules.catalogue import Section
from clavero.plans.selectors import RowSeen
from clavero.plans.views._common import people_of_account
from clavero.plans.views.plan import redirect_to_section
from clavero.plans.views.tending import (
    Adding,
    Changing,
    Retiring,
    adding,
    changing,
    retiring,
)
from clavero.ui.steps import sent


def _new(request: HttpRequest, actor: Actor, plan: Plan) -> ObjectiveForm:
    start = {name: request.GET[name] for name in ("text", "kind") if name in request.GET}
    return _form(request, actor, plan, {"owner_id": actor.user_id, **start}, catalogue())


def _changed(request: HttpRequest, actor: Actor, found: RowSeen[Objective]) -> ObjectiveForm:
    known = catalogue()
    initial = {**objective_initial(found.row, known.by_key), "seen": found.seen}
    return _form(request, actor, found.row.plan, initial, known, kept=found.row.kpi)


def _form(
    request: HttpRequest,
    actor: Actor,
    plan: Plan,
    initial: Mapping[str, Any],
    known: Catalogue,
    kept: str = "",
) -> ObjectiveForm:
    """``kept`` is its KPI: one that is watched no more stays until another is chosen."""
    kpis = {kpi.key: name_of(kpi, known.names) for kpi in known.kpis if Level.ACCOUNT in kpi.levels}
    if kept and kept not in kpis:
        name = known.names.get(kept, kept)
        kpis[kept] = gettext("%(kpi)s, no longer watched") % {"kpi": name}
    return ObjectiveForm(
        sent(request),
        initial=dict(initial),
        people=people_of_account(plan.customer_id),
        kpis=list(kpis.items()),
        known=known.by_key,
    )


def _lands(plan: Plan) -> HttpResponse:
    return redirect_to_section(plan.customer_id, Section.OBJECTIVES)


add_objective = adding(
    Adding(
        form=_new,
        add=services.add_objective,
        title=_("A new objective"),
        added=_("The objective is in the plan."),
        lands=_lands,
        examples=lambda customer_id: shown_examples(customer_id, Section.OBJECTIVES),
    )
)
objective = changing(
    Changing(
        model=Objective,
        argument="objective_id",
        out="plans:retire_objective",
        form=_changed,
        change=services.change_objective,
        title=lambda _row: _("Objective"),
        is_answer=True,
        lands=lambda row: _lands(row.plan),
    )
)
retire_objective = retiring(
    Retiring(
        model=Objective,
        argument="objective_id",
        page="plans:objective",
        retire=services.retire_objective,
        title=_("Take an objective out"),
        lands=lambda row: _lands(row.plan),
    )
)
