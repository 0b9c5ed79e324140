"""*What the stages ask for*: between which functions, how strong, and which resilience."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.forms import formset_factory
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clavero.core.faults import Fault, Faulty
from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.matrix.rules.position import Stage
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.relationships import services
from clavero.relationships.forms import DemandRow, DemandsForm
from clavero.relationships.models import DemandsVersion
from clavero.relationships.rules.demands import MOST_CELLS, DemandFault, cells_of, checked
from clavero.relationships.rules.matrix import Cell, Demands, Ours
from clavero.relationships.rules.people import Function
from clavero.relationships.selectors.demands import (
    InForce,
    all_versions,
    demands_of,
    demands_on,
    latest_demands,
)
from clavero.relationships.words import FUNCTION_NAMES, OURS_NAMES, demand_fault, stage_name
from clavero.ui import formats
from clavero.ui.parts import Crumb
from clavero.ui.steps import sent
from clavero.ui.versions import adopted_from, settings_page

_BLANK = 3
_HUNDRED = Decimal(100)
DemandRows: Any = formset_factory(DemandRow, extra=0, max_num=MOST_CELLS)


@for_those_who_see_sales
@require_safe
def demands(request: HttpRequest) -> HttpResponse:
    """What holds today, and every version."""
    return _page(request, demands_on(timezone.localdate()), is_today=True)


@for_those_who_see_sales
@require_safe
def version(request: HttpRequest, version_id: int) -> HttpResponse:
    """One version, as it was adopted."""
    found = demands_of(version_id)
    if found is None:
        raise Http404("no such version")
    return _page(request, found, is_today=False)


@allowed(Verb.GOVERN_RELATIONSHIPS)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """A new version."""
    data, before, today = sent(request), latest_demands(), timezone.localdate()
    earliest = today if before.version is None else max(today, before.version.valid_from)
    asked = before.settings
    initial: dict[str, Any] = {
        "valid_from": earliest,
        "seen": before.number or "",
        "coverage": int(asked.coverage * _HUNDRED),
        **{f"resilience_{stage.value}": asked.resilience[stage] for stage in Stage},
        **{f"bow_tie_{stage.value}": int(most * _HUNDRED) for stage, most in asked.bow_tie.items()},
    }
    form = DemandsForm(data, initial=initial)
    rows = DemandRows(data, initial=_initial(asked), prefix="cells")

    def adopt(**given: Any) -> DemandsVersion:
        wanted = _wanted(rows.cleaned_data, form.cleaned_data)
        return services.adopt_demands(actor_of(request), demands=wanted, **given)

    if data is not None and adopted_from(request, form, adopt, demand_fault, rows=[rows]):
        return redirect("relationships:demands")
    context = {
        "crumbs": _crumbs(),
        "form": form,
        "rows": rows,
        "stages": [stage_name(stage) for stage in Stage],
    }
    wrong = form.errors or (rows.is_bound and not rows.is_valid())
    status = 422 if wrong else 200
    return render(request, "relationships/change_demands.html", context, status=status)


def _initial(asked: Demands) -> list[dict[str, Any]]:
    written = [
        {
            "ours": cell[0].value,
            "theirs": cell[1].value,
            **{stage.value: str(asked.levels[stage].get(cell, 0)) for stage in Stage},
        }
        for cell in cells_of(asked)
    ]
    return written + [{} for _row in range(min(_BLANK, MOST_CELLS - len(written)))]


def _wanted(rows: list[dict[str, Any]], given: dict[str, Any]) -> Demands:
    """What was written. Raises :class:`Faulty`."""
    levels: dict[Stage, dict[Cell, int]] = {stage: {} for stage in Stage}
    seen: set[Cell] = set()
    for row in rows:
        if not any(row.get(stage.value) for stage in Stage):
            continue
        cell = (Ours(row["ours"]), Function(row["theirs"]))
        if cell in seen:
            raise Faulty([Fault(DemandFault.TWICE, f"{cell[0].value} {cell[1].value}")])
        seen.add(cell)
        for stage in Stage:
            if row.get(stage.value):
                levels[stage][cell] = row[stage.value]
    resilience = {stage: given[f"resilience_{stage.value}"] for stage in Stage}
    most = {stage: given[f"bow_tie_{stage.value}"] for stage in Stage}
    bow_tie = {stage: Decimal(each) / _HUNDRED for stage, each in most.items() if each is not None}
    return checked(Demands(levels, resilience, Decimal(given["coverage"]) / _HUNDRED, bow_tie))


def _page(request: HttpRequest, found: InForce, *, is_today: bool) -> HttpResponse:
    asked = found.settings
    context = {
        "crumbs": _crumbs()[: 1 if is_today else 2],
        "stages": [stage_name(stage) for stage in Stage],
        "coverage": formats.percent(asked.coverage, places=0),
        "resilience": [
            (stage_name(stage), formats.number(asked.resilience[stage])) for stage in Stage
        ],
        "bow_tie": [(stage_name(stage), _most_bow_tie(asked, stage)) for stage in Stage],
        "rows": [
            (
                OURS_NAMES[cell[0]],
                FUNCTION_NAMES[cell[1]],
                [
                    (stage_name(stage), asked.levels[stage].get(cell))
                    for stage in Stage
                ],
            )
            for cell in cells_of(asked)
        ],
        **settings_page(
            found,
            all_versions(),
            name=_("What the stages ask for"),
            is_today=is_today,
            governs=actor_of(request).may(Verb.GOVERN_RELATIONSHIPS),
            change_url=reverse("relationships:change_demands"),
            version_url="relationships:demands_version",
        ),
    }  # fmt: skip
    return render(request, "relationships/demands.html", context)


def _most_bow_tie(asked: Demands, stage: Stage) -> str:
    told = formats.percent(asked.most_bow_tie(stage), places=0)
    if stage in asked.bow_tie:
        return told
    return _("%(most)s, as the stage asks") % {"most": told}


def _crumbs() -> list[Crumb]:
    return [
        Crumb(_("Contacts"), reverse("relationships:contacts")),
        Crumb(_("What the stages ask for"), reverse("relationships:demands")),
    ]
