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
from clavero.core.estimates import Missing
from clavero.core.tables import TableReport
from clavero.identity.doors import actor_of, allowed, may_or_reads
from clavero.identity.rules import Verb
from clavero.kpis import selectors, services
from clavero.kpis.forms.entering import ValueForm
from clavero.kpis.rules.custom import COLUMNS, OPTIONAL
from clavero.kpis.tables import ValuesTable
from clavero.kpis.words import FAULT_NAMES, name_of, written
from clavero.ledger import selectors as ledger
from clavero.portfolio.doors import account_seen, for_those_who_see_sales
from clavero.portfolio.selectors import survivor_of
from clavero.ui import brought, formats
from clavero.ui.answers import ask
from clavero.ui.bringing import bring
from clavero.ui.parts import Crumb, Entering
from clavero.ui.steps import done, sent, status_of

MOST_ROWS = 40


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def values(request: HttpRequest, customer_id: int) -> HttpResponse:
    """What was entered of an account, and a form for more; executives only read."""
    actor = actor_of(request)
    customer = account_seen(actor, customer_id)
    may_enter = may_or_reads(request, Verb.ENTER_KPIS)
    known = selectors.catalogue()
    form = ValueForm(sent(request), initial={"day": timezone.localdate()}, known=known)

    def keep(*, value: Decimal, **given: Any) -> None:
        entry = services.enter_value(actor, customer_id=customer_id, value=value, **given)
        if entry.value is not None and entry.value not in known.by_key[entry.key].bounds:
            messages.warning(request, str(formats.REASONS[Missing.WHOLE_TOO_SMALL]))

    if may_enter and done(form, keep):
        messages.success(request, _("It is entered."))
        return redirect("kpis:values", customer_id)
    currency = ledger.shown_currency()
    rows = [
        {
            "id": each.pk,
            "day": each.day,
            "kpi": str(name_of(kpi, known.names)),
            "value": formats.NOTHING
            if each.value is None
            else written(each.value, kpi.unit, currency),
            "n": each.n,
            "note": each.note,
            "by_name": each.by_name or _("counted by Clavero"),
        }
        for each in selectors.entries_of(actor, customer.code)[:MOST_ROWS]
        if (kpi := known.by_key.get(each.key)) is not None
    ]
    board = reverse("kpis:account", args=[customer_id])
    context = {
        "crumbs": [Crumb(_("KPIs"), reverse("kpis:home")), Crumb(str(customer), board)],
        "page": Entering(
            heading=_("Values entered for %(name)s") % {"name": customer},
            subheading=_(
                "What no file of sales tells: answers, complaints, meetings and whatever else the"
                " company watches."
            ),
            load=(_("Load values"), reverse("kpis:load_values")),
            title=_("Enter a value"),
            verb=_("Enter"),
            label=_("Values"),
            empty=_("Nothing is entered for this customer yet"),
            empty_text=_("What is entered stands on its board, with the day that it tells of."),
            icon="pencil",
        ),
        "form": form,
        "may_enter": may_enter,
        "table": ValuesTable(rows, may_withdraw=may_enter) if rows else None,
    }
    return render(request, "ui/entering.html", context, status=status_of(form))


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
    found = bring(request, lambda content, _name: services.import_values(actor, content=content))
    if found.whole is not None:
        messages.success(request, _told(found.whole))
        return redirect("kpis:home")
    known = selectors.catalogue()
    keys = ", ".join(
        f"{kpi.key} ({name_of(kpi, known.names)})" for kpi in known.kpis if kpi.key in known.entered
    )
    context = {
        "crumbs": [Crumb(_("KPIs"), reverse("kpis:home"))],
        "verb": _("Load values"),
        "subheading": _(
            "The values of KPIs that are entered, one of an account and a day in each row."
        ),
        "hints": [
            _(
                "CSV with the columns account (its code), kpi, date and value, and n for how many"
                " it counts. Percentages are fractions there: 0.95. The same file again changes "
                "nothing; another value of the same day takes the place of the first."
            ),
            keys,
        ],
        "writing": brought.writing_hints([*COLUMNS, *OPTIONAL]),
        **found.context(_told, FAULT_NAMES),
    }
    return render(request, "ui/bring.html", context, status=status_of(found.form))


def _told(report: TableReport) -> str:
    kept = ngettext("%(count)s value is kept.", "%(count)s values are kept.", report.kept)
    return brought.told(report, kept)
