"""The company's own figures, for the loss stress test."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clavero.core.errors import Forbidden
from clavero.core.revisions import revision_of
from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.ledger import selectors as ledger
from clavero.portfolio import selectors, services
from clavero.portfolio.forms.records import HUNDRED, FiguresForm
from clavero.portfolio.models import CompanyFigures
from clavero.portfolio.tables import FiguresTable
from clavero.ui import formats
from clavero.ui.steps import done, sent, status_of


@allowed(Verb.SEE_COMPANY_FIGURES)
@require_http_methods(["GET", "HEAD", "POST"])
def figures(request: HttpRequest) -> HttpResponse:
    """Every set of figures entered, and a form for the next; executives only read."""
    actor = actor_of(request)
    may_enter = actor.may(Verb.ENTER_COMPANY_FIGURES)
    if request.method == "POST" and not may_enter:
        raise Forbidden(Verb.ENTER_COMPANY_FIGURES)
    entered = selectors.all_company_figures(actor)
    currency = ledger.shown_currency()
    form = FiguresForm(sent(request), initial=_initial(entered, request.GET.get("correct", "")))

    def enter(*, avoidable_percent: Decimal | None, **given: Any) -> None:
        share = (avoidable_percent or Decimal(0)) / HUNDRED
        services.set_company_figures(actor, avoidable_share=share, currency=currency, **given)

    if may_enter and done(form, enter):
        messages.success(
            request,
            _("The figures valid from %(day)s are entered.")
            % {"day": formats.day(form.cleaned_data["valid_from"])},
        )
        return redirect("portfolio:figures")
    context = {
        "form": form,
        "currency": currency,
        "may_enter": may_enter,
        "entered": entered,
        "table": FiguresTable(entered, may_enter=may_enter),
        "changes": selectors.changes_of(entered[0]) if entered else [],
    }
    return render(request, "portfolio/figures.html", context, status=status_of(form))


def _initial(entered: list[CompanyFigures], correct: str) -> dict[str, object]:
    """What the form begins with: the figures to correct, or a new year."""
    for one in entered:
        if one.valid_from.isoformat() == correct:
            seen = revision_of(one)
            one.refresh_from_db()  # after the revision: no change falls between
            return {
                "seen": seen,
                "valid_from": one.valid_from,
                "ebit": one.ebit,
                "overhead": one.overhead,
                "cash": one.cash,
                "avoidable_percent": one.avoidable_share * HUNDRED,
            }
    return {"valid_from": timezone.localdate().replace(month=1, day=1)}
