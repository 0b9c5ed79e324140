"""*Scenarios*: what-ifs that were kept, each beside today."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clavero.core.errors import Forbidden
from clavero.core.revisions import revision_of
from clavero.identity.doors import actor_of
from clavero.identity.rules import Actor, Verb
from clavero.matrix import selectors, services
from clavero.matrix.forms.whatif import ScenarioForm, query_of
from clavero.matrix.models import MatrixScenario
from clavero.matrix.rules.whatif import parse_what_if
from clavero.matrix.views.whatif import picture_of, suppose, told
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.portfolio.selectors import structure
from clavero.ui.answers import ask
from clavero.ui.charts import picture_answer
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of


@for_those_who_see_sales
@require_safe
def scenarios(request: HttpRequest) -> HttpResponse:
    """One's own, and those that others share."""
    actor = actor_of(request)
    found = sorted(
        selectors.scenarios(actor),
        key=lambda each: (each.person_id != actor.user_id, each.name.casefold()),
    )
    context = {
        "crumbs": _crumbs()[:1],
        "scenarios": found,
        "person_id": actor.user_id,
        "keeps": actor.may(Verb.SCORE_ACCOUNTS),
    }
    return render(request, "matrix/scenarios.html", context)


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def scenario(request: HttpRequest, scenario_id: int) -> HttpResponse:
    """One beside today; whom it belongs to names it anew or shares it."""
    actor, today, known = actor_of(request), timezone.localdate(), structure()
    revision = revision_of(MatrixScenario(pk=scenario_id))
    kept = _scenario(actor, scenario_id)
    is_own = kept.person_id == actor.user_id
    if request.method == "POST" and not is_own:
        raise Forbidden("a scenario is changed by whom it belongs to")
    shown = {"name": kept.name, "is_shared": kept.is_shared, "seen": revision}
    form = ScenarioForm(sent(request), initial=shown)

    def rename(**given: Any) -> None:
        services.rename_scenario(actor, scenario_id=kept.pk, **given)

    if request.method == "POST" and done(form, rename):
        messages.success(request, _("The scenario is changed."))
        return redirect("matrix:scenario", kept.pk)
    holding = selectors.in_force(kept.version)
    rows = selectors.matrix_rows(actor, as_of=today, holding=holding, known=known)
    found = suppose(holding, rows, parse_what_if(kept.content), known)
    picture = picture_of(request, found)
    if answer := picture_answer(request, [picture]):
        return answer
    today_holds = selectors.settings_on(today)
    context = {
        "crumbs": _crumbs(),
        "scenario": kept,
        "is_own": is_own,
        "form": form,
        "holds_still": today_holds.number == holding.number,
        "today_holds": today_holds,
        "goes_on": f"{reverse('matrix:whatif')}?{query_of(found.what_if, found.ids, kept.pk)}",
        **told(found, picture),
    }
    return render(request, "matrix/scenario.html", context, status=status_of(form))


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def delete_scenario(request: HttpRequest, scenario_id: int) -> HttpResponse:
    """Ask before one's own scenario is deleted."""
    actor = actor_of(request)
    kept = _scenario(actor, scenario_id)
    if kept.person_id != actor.user_id:
        raise Forbidden("a scenario is deleted by whom it belongs to")
    if request.method != "POST":
        return ask(
            request,
            title=_("Delete “%(name)s”") % {"name": kept.name},
            question=_("Delete the scenario “%(name)s”?") % {"name": kept.name},
            consequences=[_("The matrix does not change. Whoever it is shared with loses it too.")],
            verb=_("Delete it"),
            back=reverse("matrix:scenario", args=[kept.pk]),
            is_destructive=True,
        )
    services.remove_scenario(actor, scenario_id=kept.pk)
    messages.success(request, _("“%(name)s” is deleted.") % {"name": kept.name})
    return redirect("matrix:scenarios")


def _scenario(actor: Actor, scenario_id: int) -> MatrixScenario:
    try:
        return selectors.scenarios(actor).get(pk=scenario_id)
    except MatrixScenario.DoesNotExist as stranger:
        raise Http404("no such scenario for this reader") from stranger


def _crumbs() -> list[Crumb]:
    return [
        Crumb(_("Account analysis matrix"), reverse("matrix:matrix")),
        Crumb(_("Scenarios"), reverse("matrix:scenarios")),
    ]
