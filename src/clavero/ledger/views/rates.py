"""Exchange rates and the reporting currency."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from clavero.core.errors import Refusal
from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Actor, Verb
from clavero.ledger import selectors, services, uploads
from clavero.ledger.forms import CurrencyForm, RatesForm
from clavero.ui import formats
from clavero.ui.forms import add_refusal
from clavero.ui.parts import Crumb

UNPROCESSABLE = 422


@allowed(Verb.IMPORT_SALES)
@require_http_methods(["GET", "HEAD", "POST"])
def rates(request: HttpRequest) -> HttpResponse:
    """What is known of each currency; a POST brings a table of rates."""
    if request.method != "POST":
        return _page(request, RatesForm())
    form = RatesForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            _load(request, actor_of(request), form)
            return redirect("ledger:rates")
        except Refusal as refusal:
            add_refusal(form, refusal)
    return _page(request, form)


@allowed(Verb.IMPORT_SALES)
@require_POST
def reporting_currency(request: HttpRequest) -> HttpResponse:
    """Choose the currency of every total."""
    form = CurrencyForm(request.POST)
    if form.is_valid():
        try:
            chosen = services.set_reporting_currency(actor_of(request), **form.cleaned_data)
            said = _("Every total is in %(currency)s now.")
            messages.success(request, said % {"currency": chosen.reporting_currency})
            return redirect("ledger:rates")
        except Refusal as refusal:
            add_refusal(form, refusal)
    return _page(request, RatesForm(), form)


def _load(request: HttpRequest, actor: Actor, form: RatesForm) -> None:
    file = form.cleaned_data["file"]
    kept = uploads.keep(actor, file.name, file.chunks())
    try:
        loaded = services.load_rates(actor, path=kept.path)
    finally:
        uploads.throw_away(kept.key)
    read = ngettext(
        "The table has %(count)s rate.", "The table has %(count)s rates.", loaded.read
    ) % {"count": formats.number(loaded.read)}
    changed = ngettext(
        "%(count)s of them is new or changed.", "%(count)s of them are new or changed.",
        loaded.changed,
    ) % {"count": formats.number(loaded.changed)}  # fmt: skip
    messages.success(request, f"{read} {changed}")


def _page(
    request: HttpRequest, form: RatesForm, currency_form: CurrencyForm | None = None
) -> HttpResponse:
    actor = actor_of(request)
    seen = selectors.currency_revision()  # before the value: no change falls between
    currency = selectors.reporting_currency()
    shown = selectors.shown_currency() if currency is None else currency
    currency_form = currency_form or CurrencyForm(initial={"currency": shown, "seen": seen})
    context = {
        "crumbs": [Crumb(_("Imports"), reverse("ledger:imports"))],
        "form": form,
        "currency_form": currency_form,
        "currency": currency,
        "known": selectors.known_rates(actor),
        "can_change": selectors.is_empty(),
    }
    status = UNPROCESSABLE if form.errors or currency_form.errors else 200
    return render(request, "ledger/rates.html", context, status=status)
