"""*Targets*: what an account is held to, from a day on."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clavero.core.errors import Forbidden
from clavero.core.faults import Fault
from clavero.identity.doors import actor_of
from clavero.identity.rules import Verb
from clavero.kpis import selectors, services
from clavero.kpis.forms.targets import TargetsForm, targets_initial
from clavero.kpis.models import FrameworkVersion
from clavero.kpis.rules.framework import parse_framework
from clavero.kpis.selectors import Catalogue
from clavero.kpis.showing.lines import targets_in_words
from clavero.kpis.words import fault_in_words
from clavero.ledger import selectors as ledger
from clavero.portfolio.doors import account_seen, for_those_who_see_sales
from clavero.portfolio.selectors import structure
from clavero.ui import formats
from clavero.ui.parts import Crumb
from clavero.ui.steps import sent, status_of
from clavero.ui.versions import adopted_from


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def targets(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Decide them anew; below, what was decided before."""
    actor = actor_of(request)
    customer = account_seen(actor, customer_id)
    if not actor.may(Verb.SET_TARGETS):
        raise Forbidden(Verb.SET_TARGETS)
    known, today, shape = selectors.catalogue(selectors.latest()), timezone.localdate(), structure()
    versions = selectors.framework_versions(customer.code, shape)
    held = selectors.frameworks(actor, [customer.code], today, known, shape, versions=versions)
    holding = held.get(customer.code, selectors.Holding())
    own = [each for each in versions if each.customer_id == customer_id]
    latest = max(own, key=lambda each: each.pk, default=None)
    initial = {
        **targets_initial(holding.framework, known),
        "valid_from": today if latest is None else max(today, latest.valid_from),
        "seen": "" if latest is None else latest.pk,
    }
    people = selectors.who_may_answer(customer.code, holding.framework, shape)
    form = TargetsForm(sent(request), initial=initial, known=known, people=people)

    def adopt(**given: Any) -> FrameworkVersion:
        return services.set_targets(
            actor, customer_id=customer_id, framework=form.framework(), **given
        )

    def told(fault: Fault) -> str:
        return fault_in_words(fault, known.by_key, known.names)

    if request.method == "POST" and adopted_from(request, form, adopt, told):
        return redirect("kpis:account", customer_id)
    board = reverse("kpis:account", args=[customer_id])
    context = {
        "crumbs": [Crumb(_("KPIs"), reverse("kpis:home")), Crumb(str(customer), board)],
        "customer": customer,
        "form": form,
        "rows": list(form.rows()),
        "versions": [_version(each, known, ledger.shown_currency()) for each in versions],
    }
    return render(request, "kpis/targets.html", context, status=status_of(form))


def _version(version: FrameworkVersion, known: Catalogue, currency: str) -> dict[str, Any]:
    """What was decided once: when, by whom, why, and each target as it was."""
    return {
        "number": version.pk,
        "day": formats.day(version.valid_from),
        "by": version.by_name,
        "reason": version.reason,
        "targets": list(targets_in_words(parse_framework(version.content), known, currency)),
    }
