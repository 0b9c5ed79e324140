"""*Values*: what is entered of an account, by hand and by file."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from clavero.core.errors import Forbidden
from clavero.core.tables import TableReport
from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.kpis import selectors, services
from clavero.kpis.forms.entering import ValueForm
from clavero.kpis.showing import name_of
from clavero.kpis.tables import ValuesTable
from clavero.kpis.words import FAULT_NAMES, written
from clavero.ledger import selectors as ledger
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.portfolio.selectors import accounts, survivor_of
from clavero.ui import brought, formats
from clavero.ui.answers import ask
from clavero.ui.forms import TableForm
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of

MOST_ROWS = 40


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def values(request: HttpRequest, customer_id: int) -> HttpResponse:
    """What was entered of an account, and a form for more; executives only read."""
    actor = actor_of(request)
    customer = accounts(actor).filter(pk=customer_id).first()
    if customer is None:
        raise Http404("no such customer for this reader")
    may_enter = actor.may(Verb.ENTER_KPIS)
    if request.method == "POST" and not may_enter:
        raise Forbidden(Verb.ENTER_KPIS)
    known = selectors.catalogue()
    form = ValueForm(sent(request), initial={"day": timezone.localdate()}, known=known)

    def keep(*, value: Decimal, **given: Any) -> None:
        services.enter_value(actor, customer_id=customer_id, value=value, **given)

    if may_enter and done(form, keep):
        messages.success(request, _("It is entered."))
        return redirect("kpis:values", customer_id)
    currency = ledger.shown_currency()
    rows = [
        {
            "id": each.pk,
            "day": each.day,
            "kpi": str(name_of(kpi, known.names)),
            "value": written(each.value, kpi.unit, currency),
            "n": each.n,
            "note": each.note,
            "by_name": each.by_name,
        }
        for each in selectors.entries_of(actor, customer.code)[:MOST_ROWS]
        if (kpi := known.by_key.get(each.key)) is not None
    ]
    board = reverse("kpis:account", args=[customer_id])
    context = {
        "crumbs": [Crumb(_("KPIs"), reverse("kpis:home")), Crumb(str(customer), board)],
        "customer": customer,
        "form": form,
        "may_enter": may_enter,
        "table": ValuesTable(rows, may_withdraw=may_enter) if rows else None,
    }
    return render(request, "kpis/values.html", context, status=status_of(form))


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Take back what was entered by mistake."""
    actor = actor_of(request)
    entry = selectors.entry(actor, entry_id)
    if entry is None:
        raise Http404("no such entry for this reader")
    if not actor.may(Verb.ENTER_KPIS):
        raise Forbidden(Verb.ENTER_KPIS)
    if request.method == "POST":
        services.withdraw_value(actor, entry_id=entry_id)
        messages.success(request, _("It is withdrawn."))
        return redirect("kpis:values", survivor_of(entry.customer.code))
    known = selectors.catalogue()
    kpi = known.by_key.get(entry.key)
    name = entry.key if kpi is None else name_of(kpi, known.names)
    return ask(
        request,
        title=_("Withdraw a value"),
        question=_("Withdraw the value of “%(kpi)s” of %(day)s?")
        % {"kpi": name, "day": formats.day(entry.day)},
        consequences=[_("The value before it stands again. The history keeps this one.")],
        verb=_("Withdraw"),
        back=reverse("kpis:values", args=[survivor_of(entry.customer.code)]),
        is_destructive=True,
    )


@allowed(Verb.ENTER_KPIS)
@require_http_methods(["GET", "HEAD", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    """Bring a file of values."""
    actor = actor_of(request)
    is_sent = request.method == "POST"
    form = TableForm(request.POST, request.FILES) if is_sent else TableForm()
    reports: list[TableReport] = []

    def bring(content: bytes) -> None:
        reports.append(services.import_values(actor, content=content))

    if is_sent and done(form, bring) and not reports[0].refused:
        messages.success(request, _told(reports[0]))
        return redirect("kpis:home")
    known = selectors.catalogue()
    context = {
        "crumbs": [Crumb(_("KPIs"), reverse("kpis:home"))],
        "form": TableForm() if reports else form,
        "keys": ", ".join(
            f"{kpi.key} ({name_of(kpi, known.names)})"
            for kpi in known.kpis
            if kpi.key in known.entered
        ),
    }
    if reports:
        context |= brought.reported(reports[0], _told(reports[0]), FAULT_NAMES)
    return render(request, "kpis/load_values.html", context, status=status_of(form))


def _told(report: TableReport) -> str:
    kept = ngettext("%(count)s value is kept.", "%(count)s values are kept.", report.kept)
    return brought.told(report, kept)
