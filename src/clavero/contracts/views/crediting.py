"""The credit notes of the ledger that a rebate was, or can be, credited with."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clavero.contracts import selectors, sentences, services
from clavero.contracts.rules.terms import TermKind
from clavero.contracts.views.common import crumbs, writes
from clavero.contracts.visibility import require
from clavero.core.errors import Refusal
from clavero.identity.doors import actor_of
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui.answers import or_404

_MOST = 100


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def credit_notes(request: HttpRequest, term_id: int) -> HttpResponse:
    """Name a credit note, or take its name back."""
    actor = actor_of(request)
    held = or_404(lambda: selectors.held_of_term(actor, term_id))
    row, found = held.row, next(each for each in held.terms if each.row.pk == term_id)
    if found.row.kind != TermKind.REBATE:
        raise Http404("only rebates are credited so")
    refusal = ""
    if request.method == "POST":
        require(actor)
        told = {name: request.POST.get(name, "") for name in ("document", "customer")}
        try:
            if request.POST.get("decision") == "release":
                services.release_credit_note(actor, term_id=term_id, **told)
                messages.success(request, _("It is no longer named."))
            else:
                services.name_credit_note(actor, term_id=term_id, **told)
                messages.success(request, _("It counts as credited."))
            return redirect("contracts:credit_notes", term_id)
        except Refusal as refused:
            refusal = str(refused)
    seen = selectors.credits_seen(held, found.row)
    stands = selectors.rebate_stands(held, found.row)
    context = {
        "crumbs": crumbs(row, itself=True),
        "row": row,
        "told": sentences.term_in_words(found, 0),
        "stands": sentences.rebate_in_words(stands, found.row.currency) if stands else "",
        "named": [sentences.note_in_words(note) for _entry, note in seen.named],
        "gone": [each.document for each in seen.gone],
        "free": [sentences.note_in_words(note) for note in seen.free[:_MOST]],
        "has_more": len(seen.free) > _MOST,
        "writes": writes(actor),
        "refusal": refusal,
    }
    status = 422 if refusal else 200
    return render(request, "contracts/credit_notes.html", context, status=status)
