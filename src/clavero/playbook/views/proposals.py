"""*Proposals to decide*: what still waits, and the decision on one of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clavero.core.errors import Forbidden, Refusal
from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.playbook import selectors, services
from clavero.playbook.forms.deciding import FORMS, AcceptForm, DropForm, EditForm
from clavero.playbook.lists import PROPOSALS, line_of
from clavero.playbook.rules.proposals import State
from clavero.playbook.selectors import ToDecide
from clavero.playbook.words import (
    KIND_NAMES,
    STATE_NAMES,
    STATE_TONES,
    due_in_words,
    item_in_words,
    proposed_in_words,
)
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui import formats
from clavero.ui.lists import Listing, Rows
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of

DECISION = "decision"


@for_those_who_see_sales
@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """The accounts with proposals, and how many of them wait."""
    actor = actor_of(request)
    rows = Rows([line_of(each) for each in selectors.waiting(actor)])
    listing = Listing(PROPOSALS, request, rows)
    if answer := listing.answer():
        return answer
    governs = actor.may(Verb.EDIT_PLAYBOOK)
    missing = selectors.without_proposals(actor, as_of=timezone.localdate()) if governs else {}
    context = {
        "crumbs": [Crumb(_("Playbook"), reverse("playbook:playbook"))],
        "listing": listing,
        "missing": len(missing),
    }
    return render(request, "playbook/proposals.html", context)


@allowed(Verb.EDIT_PLAYBOOK)
@require_POST
def propose_missing(request: HttpRequest) -> HttpResponse:
    """Propose for the accounts that had their strategy before there was a playbook."""
    count = services.propose_missing(actor_of(request))
    told = ngettext(
        "The playbook proposes for %(count)s account more.",
        "The playbook proposes for %(count)s accounts more.",
        count,
    )
    messages.success(request, told % {"count": formats.number(count)})
    return redirect("playbook:proposals")


@allowed(Verb.DECIDE_PROPOSALS)
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Accept, edit or drop one proposal."""
    actor = actor_of(request)
    try:
        found = selectors.proposal_to_decide(actor, proposal_id)
    except ObjectDoesNotExist as stranger:
        raise Http404("no such proposal for this reader") from stranger
    if not found.decides:
        raise Forbidden(Verb.DECIDE_PROPOSALS)
    decision = request.POST.get(DECISION, "") if request.method == "POST" else None
    accept, edit, drop = _forms(found, decision, sent(request))

    def changed(*, seen: int, reason: str, **_fields: Any) -> None:
        services.edit_proposal(
            actor, proposal_id=proposal_id, content=edit.content(), reason=reason, seen=seen
        )

    steps: dict[str, tuple[BaseForm, Callable[..., Any], str]] = {
        State.ACCEPTED: (
            accept,
            partial(services.accept_proposal, actor, proposal_id=proposal_id),
            _("The proposal is accepted."),
        ),
        State.EDITED: (edit, changed, _("The proposal is accepted with your changes.")),
        State.DROPPED: (
            drop,
            partial(services.drop_proposal, actor, proposal_id=proposal_id),
            _("The proposal is dropped."),
        ),
    }
    if decision is not None:
        if decision not in steps:
            raise Refusal(
                _("Choose what becomes of the proposal."),
                code="no_decision",
                hint=_("Accept it, change it or drop it."),
            )
        form, verb, told = steps[decision]
        if done(form, verb):
            messages.success(request, told)
            return redirect("playbook:account", found.row.customer_id)
    context = {**_shown(found), "accept": accept, "edit": edit, "drop": drop}
    status = status_of(accept, edit, drop)
    return render(request, "playbook/proposal.html", context, status=status)


def _forms(
    found: ToDecide, decision: str | None, data: QueryDict | None
) -> tuple[AcceptForm, EditForm, DropForm]:
    """The three forms of the page, of which one may have been sent."""
    row, initial = found.row, {"seen": found.seen}

    def of(state: State) -> dict[str, Any]:
        given = data if decision == state else None
        return {"data": given, "initial": initial, "auto_id": f"{state}_%s"}

    return (
        AcceptForm(**of(State.ACCEPTED)),
        FORMS[row.kind](proposed=row.holds, **of(State.EDITED)),
        DropForm(**of(State.DROPPED)),
    )


def _shown(found: ToDecide) -> dict[str, Any]:
    row = found.row
    return {
        "crumbs": [
            Crumb(_("Proposals to decide"), reverse("playbook:proposals")),
            Crumb(found.title, reverse("playbook:account", args=[row.customer_id])),
        ],
        "row": row,
        "title": found.title,
        "kind": KIND_NAMES[row.kind],
        "text": item_in_words(row.proposed.what),
        "due": due_in_words(row.proposed),
        "holds": proposed_in_words(row.holds) if row.holds != row.proposed else "",
        "state": STATE_NAMES[row.state],
        "tone": STATE_TONES[row.state],
    }
