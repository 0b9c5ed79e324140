"""The statement of a rebate: its periods, closed and open."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clavero.contracts import selectors, sentences, services
from clavero.contracts.forms.terms import ClosingForm
from clavero.contracts.lists import StatementTable
from clavero.contracts.rules.terms import TermKind
from clavero.contracts.showing import statement_rows
from clavero.contracts.views.common import crumbs, writes
from clavero.contracts.visibility import require
from clavero.core.errors import Refusal
from clavero.identity.doors import actor_of
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui.answers import or_404
from clavero.ui.steps import done, status_of


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: HttpRequest, term_id: int) -> HttpResponse:
    """See what each period came to; close one, or open the last again."""
    actor = actor_of(request)
    held = or_404(lambda: selectors.held_of_term(actor, term_id))
    found = next(each for each in held.terms if each.row.pk == term_id)
    if found.row.kind != TermKind.REBATE:
        raise Http404("only rebates have a statement")
    seen = selectors.statement_seen(held, found.row)
    form, refusal = ClosingForm(initial={"last": seen.until}), ""
    if request.method == "POST":
        require(actor)
        if request.POST.get("decision") == "open":
            try:
                day = parse_date(request.POST.get("last", ""))
                services.open_period(actor, term_id=term_id, last=day)
                messages.success(request, _("The period is open again."))
                return redirect("contracts:statement", term_id)
            except Refusal as refused:
                refusal = str(refused)
        else:
            form = ClosingForm(request.POST)
            if done(form, partial(services.close_period, actor, term_id=term_id)):
                messages.success(request, _("The period is closed."))
                return redirect("contracts:statement", term_id)
    currency = found.row.currency
    context = {
        "crumbs": crumbs(held.row, itself=True),
        "row": held.row,
        "term": found.row,
        "told": sentences.term_in_words(found, 0),
        "standing": sentences.statement_in_words(seen, currency),
        "table": StatementTable(statement_rows(seen), currency=currency) if seen.rows else None,
        "last_closed": max((each.last for each in seen.closings), default=None),
        "closes": writes(actor) and seen.until is not None and seen.missing is None,
        "writes": writes(actor),
        "form": form,
        "refusal": refusal,
    }
    status = 422 if refusal else status_of(form)
    return render(request, "contracts/statement.html", context, status=status)
