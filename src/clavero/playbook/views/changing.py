"""*Change the playbook*: a new version, part by part."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Actor, Verb
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.words import STRATEGY_NAMES
from clavero.playbook import selectors, services
from clavero.playbook.forms.changing import (
    EverywhereForm,
    GuideForm,
    KpiFormSet,
    ObjectiveFormSet,
    TaskFormSet,
    everywhere_initial,
    guide_initial,
    rows_of,
)
from clavero.playbook.forms.overtaken import everywhere_parts, guide_parts
from clavero.playbook.models import PlaybookVersion
from clavero.playbook.rules.guides import Guide, Playbook
from clavero.playbook.selectors import InForce
from clavero.playbook.showing import sign_of
from clavero.playbook.words import fault_in_words
from clavero.ui.forms import SeenField
from clavero.ui.overtaken import overtaken
from clavero.ui.parts import Crumb
from clavero.ui.steps import sent, status_of
from clavero.ui.versions import adopted_from


@allowed(Verb.EDIT_PLAYBOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def change_everywhere(request: HttpRequest) -> HttpResponse:
    """What holds for every account, and the shares of time."""
    actor, data = actor_of(request), _sent(request)
    base = _base(data)
    initial = {**everywhere_initial(base.settings), **_adopting(actor, base)}
    form = EverywhereForm(data, initial=initial)

    def adopt(**given: Any) -> PlaybookVersion:
        return services.adopt_playbook(actor, playbook=form.playbook(base.settings), **given)

    is_read = data is not None and form.is_valid()
    if data is not None and adopted_from(request, form, adopt, fault_in_words):
        return redirect("playbook:playbook")
    context = {
        "crumbs": _crumbs(),
        "overtaken": overtaken(
            form,
            data,
            selectors.latest_playbook(),
            selectors.VERSIONS,
            form.playbook,
            partial(everywhere_parts, form),
        )
        if data is not None and is_read
        else None,
        "form": form,
        "strategies": [(each.value, sign_of(each)) for each in Strategy],
    }
    return render(request, "playbook/change.html", context, status=status_of(form))


@allowed(Verb.EDIT_PLAYBOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def change_guide(request: HttpRequest, strategy: str) -> HttpResponse:
    """What one strategy asks for."""
    if strategy not in set(Strategy):
        raise Http404("no such strategy")
    which, actor, data = Strategy(strategy), actor_of(request), _sent(request)
    base = _base(data)
    guide = base.settings.guides[which]
    initial = {**guide_initial(which, guide), **_adopting(actor, base)}
    form = GuideForm(data, initial=initial)
    rows = _rows(data, guide)

    def mine_of(started: Playbook) -> Playbook:
        mine = form.guide(which, started.guides[which], *rows)
        return replace(started, guides={**started.guides, which: mine})

    def adopt(**given: Any) -> PlaybookVersion:
        return services.adopt_playbook(actor, playbook=mine_of(base.settings), **given)

    is_read = data is not None and all(each.is_valid() for each in (form, *rows))
    if data is not None and adopted_from(request, form, adopt, fault_in_words, rows=rows):
        return redirect("playbook:playbook")
    told = None
    if data is not None and is_read:
        told = overtaken(
            form,
            data,
            selectors.latest_playbook(),
            selectors.VERSIONS,
            mine_of,
            partial(guide_parts, which, form),
        )
        rows = _rows(data, guide)  # there may be more of them in what was taken over
    objectives, kpis, tasks = rows
    context = {
        "crumbs": _crumbs(),
        "overtaken": told,
        "form": form,
        "name": STRATEGY_NAMES[which],
        "sign": sign_of(which),
        "objectives": objectives,
        "kpis": kpis,
        "tasks": tasks,
    }
    status = 200 if data is None else 422
    return render(request, "playbook/change_guide.html", context, status=status)


def _sent(request: HttpRequest) -> QueryDict | None:
    """What was sent; what was overtaken is put into it."""
    posted = sent(request)
    return None if posted is None else posted.copy()


def _rows(data: QueryDict | None, guide: Guide) -> tuple[Any, Any, Any]:
    """The rows of objectives, figures and tasks."""
    return (
        ObjectiveFormSet(data, prefix="objectives", initial=rows_of(guide.objectives)),
        KpiFormSet(data, prefix="kpis", initial=rows_of(guide.kpis)),
        TaskFormSet(data, prefix="tasks", initial=rows_of(guide.tasks)),
    )


def _base(data: QueryDict | None) -> InForce:
    """The version that the person started from; on a first visit the latest."""
    if data is None:
        return selectors.latest_playbook()
    seen = SeenField().clean(data.get("seen"))
    return selectors.playbook_of(seen) or selectors.in_force(None)


def _adopting(actor: Actor, base: InForce) -> dict[str, object]:
    today = timezone.localdate()
    earliest = today if base.version is None else max(today, base.version.valid_from)
    return {
        "valid_from": earliest,
        "approved_by": actor.name,
        "approved_on": today,
        "seen": base.number or "",
    }


def _crumbs() -> list[Crumb]:
    return [Crumb(_("Playbook"), reverse("playbook:playbook"))]
