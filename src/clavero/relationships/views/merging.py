"""Contacts that may be one person: suggested, merged by somebody who knows, taken apart again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from clavero.core.errors import Refusal
from clavero.identity.doors import actor_of
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.relationships import selectors, services
from clavero.relationships.views.common import (
    crumb_of_account,
    crumbs_of,
    refuse_readers,
)
from clavero.relationships.words import GROUND_NAMES
from clavero.ui.answers import or_404
from clavero.ui.steps import carried_number


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def duplicates(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Which contacts of an account may be the same person; each pair is decided."""
    actor = actor_of(request)
    account, pairs = or_404(lambda: selectors.suggested_pairs(actor, customer_id))
    refuse_readers(actor, "POST")
    status = 200
    if request.method == "POST":
        kept, other = carried_number(request, "kept"), carried_number(request, "other")
        if kept is None or other is None:
            status = 422
            messages.error(request, _("Choose which of the two stays."))
        elif request.POST.get("decision") == "apart":
            or_404(lambda: services.tell_apart(actor, first_id=kept, second_id=other))
            messages.success(request, _("They are two people, and are not proposed again."))
            return redirect("relationships:duplicates", customer_id)
        else:
            or_404(lambda: services.merge_contacts(actor, source_id=other, target_id=kept))
            messages.success(request, _("The two are one contact. They can be taken apart again."))
            return redirect("relationships:contact", kept)
    context = {
        "crumbs": [*crumbs_of(request, account), crumb_of_account(customer_id)],
        "card": account.card,
        "pairs": [(GROUND_NAMES[pair.ground], one, other) for pair, one, other in pairs],
    }
    return render(request, "relationships/duplicates.html", context, status=status)


@for_those_who_see_sales
@require_POST
def unmerge(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Two that were merged are two again."""
    actor = actor_of(request)
    refused = None
    try:
        or_404(lambda: services.unmerge_contact(actor, contact_id=contact_id))
    except Refusal as refusal:
        refused = refusal
    if refused is None:
        messages.success(request, _("They are two contacts again."))
    else:
        messages.error(request, str(refused))
    return redirect("relationships:contact", contact_id)
