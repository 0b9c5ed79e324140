"""Objectives: added, changed, taken out."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clavero.identity.rules import Actor
from clavero.kpis.rules.kpi import Kpi, Level
from clavero.kpis.selectors import Catalogue, catalogue, once_watched
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
    watched, key = catalogue(), found.row.kpi
    # Percentages of a KPI that is watched no more are still percentages.
    once = once_watched(key) if key and key not in watched.by_key else None
    known = watched.by_key if once is None else {**watched.by_key, key: once[0]}
    initial = {**objective_initial(found.row, known), "seen": found.seen}
    kept = {} if not key else {key: watched.names.get(key, key) if once is None else once[1]}
    return _form(request, actor, found.row.plan, initial, watched, known, kept)


def _form(
    request: HttpRequest,
    actor: Actor,
    plan: Plan,
    initial: Mapping[str, Any],
    watched: Catalogue,
    known: Mapping[str, Kpi] | None = None,
    kept: Mapping[str, str] = MappingProxyType({}),
) -> ObjectiveForm:
    """``kept`` is its KPI with its name: one that is watched no more stays until another is
    chosen, and is ``known`` as well."""
    of_accounts = [kpi for kpi in watched.kpis if Level.ACCOUNT in kpi.levels]
    kpis = {kpi.key: name_of(kpi, watched.names) for kpi in of_accounts}
    for key, name in kept.items():
        if key not in kpis:
            kpis[key] = gettext("%(kpi)s, no longer watched") % {"kpi": name}
    return ObjectiveForm(
        sent(request),
        initial=dict(initial),
        people=people_of_account(plan.customer_id),
        kpis=list(kpis.items()),
        known=watched.by_key if known is None else known,
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
