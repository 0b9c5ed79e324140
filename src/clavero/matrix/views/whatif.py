"""*What if*: weights moved and accounts put elsewhere, beside today; kept only under a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clavero.core.faults import Faulty
from clavero.core.revisions import revision_of
from clavero.identity.doors import actor_of
from clavero.identity.rules import Actor, Verb
from clavero.matrix import charts, selectors, services
from clavero.matrix.forms.whatif import (
    SCENARIO,
    SaveForm,
    WhatIfForm,
    places_of,
    query_of,
    shown_weights,
    was_fields,
)
from clavero.matrix.models import MatrixScenario
from clavero.matrix.picture_in_words import (
    change_in_words,
    counts_in_words,
    position_written,
    read_in_words,
    supposed_in_words,
    weights_in_words,
)
from clavero.matrix.rules.factors import HEAVIEST, Axis
from clavero.matrix.rules.settings import Settings
from clavero.matrix.rules.whatif import WhatIf
from clavero.matrix.selectors import InForce, MatrixRow, Supposed
from clavero.matrix.sentences import figure
from clavero.matrix.views.look import look_of
from clavero.matrix.words import factor_names, fault_in_words
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.portfolio.selectors import Structure, structure
from clavero.ui import formats
from clavero.ui.charts import Chart, picture_answer
from clavero.ui.parts import Crumb
from clavero.ui.steps import carried_number, done, sent, status_of

PART = "whatif"  # the part of the page that a change replaces


@dataclass(slots=True)
class Supposition:
    """A what-if answered: today's accounts as ``holding`` reads them, and as they would be.
    ``faults`` say why its weights cannot be; then all is as it is."""

    holding: InForce
    rows: list[MatrixRow]
    what_if: WhatIf
    accounts: list[Supposed] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def ids(self) -> dict[str, int]:
        """The accounts' numbers by their codes."""
        return {row.card.code: row.card.id for row in self.rows}


def suppose(
    holding: InForce, rows: list[MatrixRow], what_if: WhatIf, known: Structure
) -> Supposition:
    """The answer to a what-if."""
    found = Supposition(holding, rows, what_if)
    try:
        found.accounts = selectors.supposed(rows, holding.settings, what_if, known)
    except Faulty as fault:
        names = factor_names(holding.settings)
        found.faults = list(dict.fromkeys(fault_in_words(each, names) for each in fault.faults))
        found.what_if = WhatIf(places=what_if.places)
        found.accounts = selectors.supposed(rows, holding.settings, found.what_if, known)
    return found


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def whatif(request: HttpRequest) -> HttpResponse:
    """Try something out, and keep it under a name."""
    actor, today, known = actor_of(request), timezone.localdate(), structure()
    # What is sent to be kept carries the address of what was tried.
    asked = QueryDict(request.POST.get("state", "")) if request.method == "POST" else request.GET
    scenario = _scenario(actor, asked)
    holding = (
        selectors.settings_on(today) if scenario is None else selectors.in_force(scenario.version)
    )
    rows = selectors.matrix_rows(actor, as_of=today, holding=holding, known=known)
    form = WhatIfForm(
        asked, settings=holding.settings, names=factor_names(holding.settings), rows=rows
    )
    what_if = form.asked({row.card.id: row.card.code for row in rows})
    found = suppose(holding, rows, what_if, known)
    save = SaveForm(sent(request))
    if request.method == "POST" and (answer := _kept(request, actor, found, scenario, save)):
        return answer
    picture = picture_of(request, found)
    if answer := picture_answer(request, [picture]):
        return answer
    context = {
        "crumbs": [Crumb(_("Account analysis matrix"), reverse("matrix:matrix"))],
        "form": form,
        "save": save,
        "scenario": scenario,
        "is_own": scenario is not None and scenario.person_id == actor.user_id,
        "seen": 0 if scenario is None else revision_of(scenario),
        "keeps": actor.may(Verb.SCORE_ACCOUNTS),
        "state": query_of(found.what_if, found.ids, None if scenario is None else scenario.pk),
        **_controls(form, found),
        **told(found, picture),
    }
    is_part = bool(request.htmx) and request.htmx.target == PART  # type: ignore[attr-defined]
    template = "matrix/_whatif.html" if is_part else "matrix/whatif.html"
    return render(request, template, context, status=status_of(save))


def _scenario(actor: Actor, asked: QueryDict) -> MatrixScenario | None:
    number = asked.get(SCENARIO, "")
    if not (number.isascii() and number.isdigit() and len(number) <= 18):
        return None
    return selectors.scenarios(actor).filter(pk=int(number)).first()


def _kept(
    request: HttpRequest,
    actor: Actor,
    found: Supposition,
    scenario: MatrixScenario | None,
    save: SaveForm,
) -> HttpResponse | None:
    """Where to go when it was kept; ``None`` where the form has to be mended."""
    if "into" in request.POST and scenario is not None:
        services.change_scenario(
            actor,
            scenario_id=scenario.pk,
            what_if=found.what_if,
            seen=carried_number(request, "seen") or 0,
        )
        messages.success(request, _("“%(name)s” is changed.") % {"name": scenario.name})
        return redirect("matrix:scenario", scenario.pk)
    kept: list[MatrixScenario] = []

    def keep(**given: Any) -> None:
        kept.append(
            services.save_scenario(actor, what_if=found.what_if, holding=found.holding, **given)
        )

    if not done(save, keep):
        return None
    messages.success(request, _("“%(name)s” is kept. The matrix itself has not changed.") % {
        "name": kept[0].name
    })  # fmt: skip
    return redirect("matrix:scenario", kept[0].pk)


def picture_of(request: HttpRequest, found: Supposition) -> Chart:
    """The accounts where they would be, with where they are."""
    spots = charts.supposed_spots(found.accounts)
    readings = [each.then.reading for each in found.accounts]
    counts = counts_in_words(
        [spot.strategy for spot in spots],
        nowhere=[why for reading in readings if reading and (why := reading.nowhere)],
    )
    return charts.chart_of(
        spots,
        found.holding.settings.base,
        address=None,
        look=look_of(request, found.holding),
        told=counts
        if found.what_if.is_nothing
        else f"{supposed_in_words(found.accounts)} {counts}",
        note=" · ".join([_("What if"), read_in_words(timezone.localdate(), found.holding.number)]),
    )


def told(found: Supposition, picture: Chart) -> dict[str, Any]:
    """What the page says of a what-if: who would change quadrant, and what it rests on."""
    changes = [each for each in found.accounts if each.changes_quadrant]
    return {
        "picture": picture if picture.rows else None,
        "headline": supposed_in_words(found.accounts),
        "changes": [(each.row.card, change_in_words(each)) for each in changes],
        "is_nothing": found.what_if.is_nothing,
        "faults": found.faults,
        "moved": _moved(found),
        "heaviest": formats.number(int(HEAVIEST)),
        "weights": weights_in_words(found.holding.settings, found.what_if),
        "own_sets": _own_sets(found.holding.settings, found.what_if),
    }


def _own_sets(settings: Settings, what_if: WhatIf) -> list[str]:
    """The sectors that weights moved here do not reach."""
    sets = (
        (settings.potentials, what_if.potential), (settings.sectors, what_if.position),
    )  # fmt: skip
    return sorted({sector for own, moved in sets if moved for sector in own})


def _moved(found: Supposition) -> list[dict[str, Any]]:
    """The accounts that were put elsewhere, and where they are today."""
    mode = found.holding.settings.base.mode
    moved = []
    for each in found.accounts:
        place, today = found.what_if.places.get(each.row.card.code), each.row.reading.point
        if place is None:
            continue
        moved.append(
            {
                "card": each.row.card,
                "potential": figure(place[1]),
                "position": position_written(mode, place[0]),
                "potential_today": figure(None if today is None else today[1]),
                "position_today": "—" if today is None else position_written(mode, today[0]),
            }
        )
    return moved


def _controls(form: WhatIfForm, found: Supposition) -> dict[str, Any]:
    shown = shown_weights(found.holding.settings, found.what_if)
    titles = {
        Axis.POTENTIAL: _("Weights of the potential"),
        Axis.POSITION: _("Weights of our position"),
    }
    return {
        "axes": [
            (titles[axis], [_weight(each, shown) for each in form.weights(axis)])
            for axis in Axis
            if form.weights(axis)
        ],
        "carried": [
            *was_fields(found.holding.settings, found.what_if),
            *(("place", place) for place in places_of(found.what_if, found.ids)),
        ],
    }


def _weight(bound: Any, shown: Mapping[str, float]) -> dict[str, Any]:
    return {
        "name": bound.html_name,
        "id": bound.id_for_label,
        "label": bound.label,
        "value": f"{shown[bound.html_name]:g}",
        "errors": bound.errors,
    }
