"""*Rates of serving*: what capacities cost, what activities take, what capital costs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clavero.core.revisions import revision_of
from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.ledger import selectors as ledger
from clavero.profitability import services
from clavero.profitability.forms.rates import (
    HUNDRED,
    ActivityForm,
    CapacityForm,
    CreditForm,
    EntryForm,
)
from clavero.profitability.models import ActivityEntry, CapacityEntry, CreditEntry
from clavero.profitability.rules.events import Standard, key_of
from clavero.profitability.rules.rates import KAM, Source
from clavero.profitability.selectors import rates as rate_book
from clavero.profitability.selectors.history import changes_of_rates
from clavero.profitability.tables import ActivitiesTable, CapacitiesTable, CreditTable
from clavero.profitability.words import activity_name, capacity_name
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of


@allowed(Verb.SEE_WHOLE_PORTFOLIO)
@require_safe
def rates(request: HttpRequest) -> HttpResponse:
    """The whole rate book with its history; executives only read."""
    actor = actor_of(request)
    shown = rate_book.rates(actor)
    sets = actor.may(Verb.SET_SERVING_RATES)
    currency = ledger.shown_currency()
    names = rate_book.capacity_names()
    context = {
        "sets_rates": sets,
        "currency": currency,
        "capacities": CapacitiesTable(shown.capacities, currency=currency, sets_rates=sets)
        if shown.capacities
        else None,
        "activities": ActivitiesTable(
            shown.activities, currency=currency, sets_rates=sets, capacities=names
        )
        if shown.activities
        else None,
        "credit": CreditTable(shown.credit, sets_rates=sets) if shown.credit else None,
        "without_time": [(key, activity_name(key)) for key in shown.without_time],
        "has_kam": KAM in names,
        "changes": changes_of_rates(currency, names),
    }
    return render(request, "profitability/rates.html", context)


@allowed(Verb.SET_SERVING_RATES)
@require_http_methods(["GET", "HEAD", "POST"])
def capacity(request: HttpRequest, key: str = "") -> HttpResponse:
    """Enter a capacity, or one more entry of it; ``?correct=`` names an entry by its day."""
    entries = list(CapacityEntry.objects.filter(key=key)) if key else []
    if key and not entries and key != KAM:
        raise Http404("no such capacity")
    initial = _initial(request, entries, ("name", "months", "cost", "minutes", "theoretical"))
    form = CapacityForm(sent(request), initial=initial, is_standard=key == KAM)

    def enter(*, name: str = "", **given: Any) -> None:
        services.set_capacity(actor_of(request), key=key or key_of(name), name=name, **given)

    if done(form, enter):
        return _entered(request, form, capacity_name(key, form.cleaned_data.get("name", "")))
    name = entries[0].name if entries else ""
    title = capacity_name(key, name) if key else _("A new capacity")
    return _asked(request, form, title, _("People and means that serve, in %(currency)s."))


@allowed(Verb.SET_SERVING_RATES)
@require_http_methods(["GET", "HEAD", "POST"])
def activity(request: HttpRequest, key: str = "") -> HttpResponse:
    """Enter what an activity takes; ``?correct=`` names an entry by its day."""
    entries = list(ActivityEntry.objects.filter(key=key)) if key else []
    is_standard = key in {*Standard}
    if key and not entries and not is_standard:
        raise Http404("no such activity")
    fields = ("name", "capacity", "source", "base", "extras", "travel")
    form = ActivityForm(
        sent(request),
        initial=_initial(request, entries, fields),
        capacities={each: name for each, name in rate_book.capacity_names().items() if each != KAM},
        key=key,
        is_standard=is_standard,
    )

    def enter(*, name: str = "", travel: Decimal | None = None, **given: Any) -> None:
        given.setdefault("source", Source.FILE)
        services.set_activity(
            actor_of(request),
            key=key or key_of(name),
            name=name,
            travel=travel or Decimal(0),
            **given,
        )

    if done(form, enter):
        return _entered(request, form, activity_name(key, form.cleaned_data.get("name", "")))
    name = entries[0].name if entries else ""
    title = activity_name(key, name) if key else _("A new activity")
    return _asked(request, form, title, _("What each event takes; money is in %(currency)s."))


@allowed(Verb.SET_SERVING_RATES)
@require_http_methods(["GET", "HEAD", "POST"])
def credit(request: HttpRequest) -> HttpResponse:
    """Enter what capital costs."""
    entries = list(CreditEntry.objects.all())
    initial = _initial(request, entries, ("cost_of_capital",))
    if "cost_of_capital" in initial:
        initial["percent"] = initial.pop("cost_of_capital") * HUNDRED
    form = CreditForm(sent(request), initial=initial)

    def enter(*, percent: Decimal, **given: Any) -> None:
        services.set_cost_of_capital(actor_of(request), cost_of_capital=percent / HUNDRED, **given)

    if done(form, enter):
        return _entered(request, form, _("Cost of capital"))
    return _asked(
        request,
        form,
        _("Cost of capital"),
        _("Waiting for the money costs net sales × days ÷ 365 × this."),
    )


def _asked(request: HttpRequest, form: EntryForm, title: Any, intro: str) -> HttpResponse:
    context = {
        "crumbs": [Crumb(_("Rates of serving"), reverse("profitability:rates"))],
        "title": title,
        "intro": intro % {"currency": ledger.shown_currency()} if "%(" in intro else intro,
        "form": form,
        "verb": _("Enter"),
    }
    return render(request, "ui/entry.html", context, status=status_of(form))


def _entered(request: HttpRequest, form: EntryForm, name: Any) -> HttpResponse:
    messages.success(request, _("“%(name)s” is entered.") % {"name": name})
    return redirect("profitability:rates")


def _initial(request: HttpRequest, entries: list[Any], fields: tuple[str, ...]) -> dict[str, Any]:
    """What the form begins with: the entry to correct, or the last one from this month on."""
    correct = request.GET.get("correct", "")
    for one in entries:
        if one.valid_from.isoformat() == correct:
            seen = revision_of(one)
            one.refresh_from_db()  # after the revision: no change falls between
            return {"seen": seen, "valid_from": one.valid_from, **_values(one, fields)}
    this_month: date = timezone.localdate().replace(day=1)
    return {"valid_from": this_month, **(_values(entries[0], fields) if entries else {})}


def _values(entry: Model, fields: tuple[str, ...]) -> dict[str, Any]:
    return {field: getattr(entry, field) for field in fields}
