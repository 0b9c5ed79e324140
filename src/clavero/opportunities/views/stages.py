"""*Stages*: through which an opportunity goes, and how likely it is in each."""

from __future__ import annotations

from typing import Any

from django.forms import formset_factory
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.opportunities import selectors, services
from clavero.opportunities.forms.grid import in_percent
from clavero.opportunities.forms.pipeline import StageRow
from clavero.opportunities.models import STAGE_LENGTH, StageVersion
from clavero.opportunities.rules.pipeline import SUCCESS
from clavero.opportunities.rules.stages import MOST, Stage, Stages
from clavero.opportunities.selectors import InForce
from clavero.opportunities.views.common import crumb_of_pipeline
from clavero.opportunities.words import ANSOFF_SHORT, STAGE_NAMES, fault_in_words, stage_called
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui import formats
from clavero.ui.parts import Crumb
from clavero.ui.steps import sent
from clavero.ui.versions import AdoptForm, adopted_from

StageRows: Any = formset_factory(StageRow, extra=0, max_num=MOST)


@for_those_who_see_sales
@require_safe
def stages(request: HttpRequest) -> HttpResponse:
    """What holds today, and every version."""
    return _page(request, selectors.stages_on(timezone.localdate()), is_today=True)


@for_those_who_see_sales
@require_safe
def version(request: HttpRequest, version_id: int) -> HttpResponse:
    """One version, as it was adopted."""
    found = selectors.stages_of(version_id)
    if found is None:
        raise Http404("no such version")
    return _page(request, found, is_today=False)


@allowed(Verb.GOVERN_OPPORTUNITIES)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """A new version."""
    data = sent(request)
    before = selectors.latest_stages()
    today = timezone.localdate()
    earliest = today if before.version is None else max(today, before.version.valid_from)
    form = AdoptForm(data, initial={"valid_from": earliest, "seen": before.number or ""})
    rows = StageRows(data, initial=_initial(before.settings), prefix="stages")

    def adopt(**given: Any) -> StageVersion:
        wanted = _stages(rows.cleaned_data, before.settings)
        return services.adopt_stages(actor_of(request), stages=wanted, **given)

    if data is not None and adopted_from(request, form, adopt, fault_in_words, rows=[rows]):
        return redirect("opportunities:stages")
    context = {"crumbs": _crumbs(), "form": form, "rows": rows}
    wrong = form.errors or (rows.is_bound and not rows.is_valid())
    return render(
        request, "opportunities/change_stages.html", context, status=422 if wrong else 200
    )


def _initial(stages: Stages) -> list[dict[str, Any]]:
    written = [
        {
            "key": each.key,
            "name": str(stage_called(each, each.key)),
            "probability": in_percent(each.probability),
        }
        for each in stages.stages
    ]
    return written + [{} for _number in range(MOST - len(written))]


def _stages(rows: list[dict[str, Any]], before: Stages) -> Stages:
    """The stages of the rows with a name. One that keeps its name keeps its key, and one of
    Clavero's own its words in every language."""
    found = []
    for row in rows:
        name = (row.get("name") or "").strip()
        if not name:
            continue
        old = before.get(row.get("key") or "")
        if old is not None and name == str(stage_called(old, old.key)):
            found.append(Stage(old.key, row["probability"], old.name))
            continue
        key = old.key if old is not None else slugify(name)[:STAGE_LENGTH]
        if old is None and key in STAGE_NAMES:
            found.append(Stage(key, row["probability"]))
        else:
            found.append(Stage(key, row["probability"], name))
    return Stages(tuple(found))


def _page(request: HttpRequest, found: InForce, *, is_today: bool) -> HttpResponse:
    context = {
        "crumbs": _crumbs()[: 1 if is_today else 2],
        "shown": found,
        "is_today": is_today,
        "rows": [
            (
                stage_called(each, each.key),
                _("by kind of sale")
                if each.probability is None
                else formats.percent(each.probability, places=0),
            )
            for each in found.settings.stages
        ],
        "kinds": [
            (ANSOFF_SHORT[each], formats.percent(chance, places=0))
            for each, chance in SUCCESS.items()
        ],
        "versions": selectors.all_versions(),
        "governs": actor_of(request).may(Verb.GOVERN_OPPORTUNITIES),
    }
    return render(request, "opportunities/stages.html", context)


def _crumbs() -> list[Crumb]:
    return [crumb_of_pipeline(), Crumb(_("Stages"), reverse("opportunities:stages"))]
