"""*Own KPIs*: what the company watches beside what comes with Clavero."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clavero.core.revisions import revision_of
from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.kpis import selectors, services
from clavero.kpis.forms.defining import NameForm, OwnForm
from clavero.kpis.models import CustomKpi
from clavero.kpis.tables import OwnTable
from clavero.ui.answers import ask
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of


@allowed(Verb.DEFINE_KPIS)
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """The company's own KPIs, and a form for another."""
    actor, form = actor_of(request), OwnForm(sent(request))
    if done(form, lambda **given: services.define_kpi(actor, **given)):
        messages.success(request, _("It is defined."))
        return redirect("kpis:own")
    rows = selectors.own_kpis()
    context = {
        "crumbs": [Crumb(_("KPIs"), reverse("kpis:home"))],
        "form": form,
        "table": OwnTable(rows) if rows else None,
    }
    return render(request, "kpis/own.html", context, status=status_of(form))


@allowed(Verb.DEFINE_KPIS)
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, key: str) -> HttpResponse:
    """Call one otherwise, in one language or in all."""
    found = _own(key)
    initial: dict[str, object] = {"seen": revision_of(found)}
    found.refresh_from_db()  # after the revision: no change falls between
    initial |= {field: getattr(found, field) for field in ("name", "name_es", "name_en")}
    form = NameForm(sent(request), initial=initial)
    actor = actor_of(request)
    if done(form, lambda **given: services.name_kpi(actor, key=key, **given)):
        messages.success(request, _("It has its names."))
        return redirect("kpis:own")
    context = {
        "crumbs": [
            Crumb(_("KPIs"), reverse("kpis:home")),
            Crumb(_("Own KPIs"), reverse("kpis:own")),
        ],
        "form": form,
        "heading": _("Names of “%(name)s”") % {"name": found.name_in(get_language() or "")},
    }
    return render(request, "kpis/rename.html", context, status=status_of(form))


@allowed(Verb.DEFINE_KPIS)
@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: HttpRequest, key: str) -> HttpResponse:
    """Watch one no longer."""
    found = _own(key)
    if request.method == "POST":
        services.retire_kpi(actor_of(request), key=key)
        messages.success(request, _("It is watched no longer."))
        return redirect("kpis:own")
    return ask(
        request,
        title=_("Watch a KPI no longer"),
        question=_("Watch “%(name)s” no longer?") % {"name": found.name_in(get_language() or "")},
        consequences=[_("It leaves the boards. What was entered stays, and its key stays taken.")],
        verb=_("Watch it no longer"),
        back=reverse("kpis:own"),
        is_destructive=True,
    )


def _own(key: str) -> CustomKpi:
    found = next((each for each in selectors.own_kpis() if each.key == key), None)
    if found is None:
        raise Http404("no such KPI")
    return found
