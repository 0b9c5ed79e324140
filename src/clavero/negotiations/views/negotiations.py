"""*Negotiations*: all of them, those of an account, and one with all that is known of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clavero.core.sentences import with_one_stop
from clavero.identity.doors import actor_of
from clavero.ledger import selectors as ledger
from clavero.negotiations import selectors, services
from clavero.negotiations.forms.preparing import NegotiationForm
from clavero.negotiations.forms.rounds import ReasonForm
from clavero.negotiations.lists import NEGOTIATIONS, AccountNegotiationsTable
from clavero.negotiations.rules.negotiating import Move
from clavero.negotiations.selectors import NegotiationSeen
from clavero.negotiations.showing import shown
from clavero.negotiations.views.common import crumb, crumbs, entry
from clavero.negotiations.visibility import knows, require
from clavero.negotiations.words import MOVE_NAMES
from clavero.portfolio.address import customer_address
from clavero.portfolio.doors import choose_account, for_those_who_see_sales
from clavero.portfolio.selectors import account_of
from clavero.ui.answers import or_404
from clavero.ui.lists import Listing, Rows
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent

_MOVES: dict[str, Callable[..., Any]] = {
    Move.BEGIN: services.begin,
    Move.BREAK_OFF: services.break_off,
    Move.RESUME: services.resume,
}


@for_those_who_see_sales
@require_safe
def negotiations(request: HttpRequest) -> HttpResponse:
    """All that the reader sees."""
    actor = actor_of(request)
    listing = Listing(NEGOTIATIONS, request, Rows(selectors.negotiation_rows(actor)))
    context = {"listing": listing, "writes": knows(actor)}
    return listing.answer() or render(request, "negotiations/negotiations.html", context)


@for_those_who_see_sales
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """With which account."""
    require(actor_of(request))
    return choose_account(
        request,
        title=_("Prepare a negotiation"),
        question=_("With which account?"),
        onward="negotiations:new",
        crumbs=[crumb()],
    )


@for_those_who_see_sales
@require_safe
def account(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Those with one account."""
    actor = actor_of(request)
    found, rows = or_404(lambda: selectors.account_negotiations(actor, customer_id))
    going_on = [row for row in rows if row.is_open]
    ended = [row for row in rows if not row.is_open]
    context = {
        "crumbs": [
            crumb(), Crumb(found.card.title, customer_address(request.GET)(found.card.id)),
        ],
        "card": found.card,
        "going_on": AccountNegotiationsTable(going_on) if going_on else None,
        "ended": AccountNegotiationsTable(ended, exclude=("next_on", "ends_on")) if ended else None,
        "writes": knows(actor),
    }  # fmt: skip
    return render(request, "negotiations/account.html", context)


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Prepare a negotiation."""
    actor = actor_of(request)
    found = or_404(lambda: account_of(actor, customer_id))
    require(actor)
    start = {"owner_id": actor.user_id, "currency": ledger.reporting_currency()}
    form = NegotiationForm(
        sent(request),
        people=selectors.who_may_lead(found.card.code, found.shape),
        initial={"seen": 0, **start},
    )
    made: list[int] = []

    def add(seen: int, **given: Any) -> None:
        made.append(services.add_negotiation(actor, customer_id=customer_id, **given).pk)

    if done(form, add):
        messages.success(request, _("It is written down. Now add the points at issue."))
        return redirect("negotiations:negotiation", made[0])
    return entry(
        request, form, title=_("Prepare a negotiation"), verb=_("Write it down"), wide=True,
        intro=with_one_stop(
            _("With %(name)s. What is not known yet can be written later.")
            % {"name": found.card.title}
        ),
        crumbs=[
            crumb(), Crumb(found.card.title, reverse("negotiations:account", args=[customer_id])),
        ],
    )  # fmt: skip


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def negotiation(request: HttpRequest, negotiation_id: int) -> HttpResponse:
    """One negotiation: where it stands, what was prepared, its rounds, and what can be done now."""
    actor = actor_of(request)
    found = or_404(lambda: selectors.negotiation_seen(actor, negotiation_id))
    if request.method == "POST":
        require(actor)
    decision = request.POST.get("decision", "")
    forms = _forms(request, found, decision)
    form = forms.get(decision)
    if request.method == "POST" and form is not None:
        verb = partial(_MOVES[decision], actor, negotiation_id=negotiation_id)
        if done(form, verb if decision != Move.BEGIN else lambda **_given: verb()):
            messages.success(request, _("It is written down."))
            return redirect("negotiations:negotiation", negotiation_id)
    elif request.method == "POST":
        messages.error(request, _("Somebody has gone on with this negotiation: look at it again."))
    context = {
        "crumbs": crumbs(found.row),
        "row": found.row,
        "found": found,
        "moves": [
            (key, *MOVE_NAMES[key], form, key == Move.BREAK_OFF) for key, form in forms.items()
        ],
        **shown(found),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "negotiations/negotiation.html", context, status=status)


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, negotiation_id: int) -> HttpResponse:
    """Change what is prepared."""
    actor = actor_of(request)
    head = or_404(lambda: selectors.negotiation_head(actor, negotiation_id))
    require(actor)
    names = [name for name in NegotiationForm.base_fields if name != "seen"]
    form = NegotiationForm(
        sent(request),
        people=selectors.who_may_lead(head.row.code),
        initial={"seen": head.seen, **{name: getattr(head.negotiation, name) for name in names}},
    )
    if done(form, partial(services.change_negotiation, actor, negotiation_id=negotiation_id)):
        messages.success(request, _("It is kept."))
        return redirect("negotiations:negotiation", negotiation_id)
    return entry(
        request, form, title=_("Change the preparation"), intro=head.row.title, verb=_("Keep"),
        crumbs=crumbs(head.row, itself=True), wide=True,
    )  # fmt: skip


def _forms(request: HttpRequest, found: NegotiationSeen, decision: str) -> dict[str, ReasonForm]:
    """What can be done here now, by the decision that each form sends."""
    forms = {}
    for move in (Move.BEGIN, Move.BREAK_OFF, Move.RESUME):
        if move in found.moves:
            data = sent(request) if decision == move else None
            forms[move.value] = ReasonForm(data, auto_id=f"{move}_%s")
    if Move.BEGIN in forms:
        del forms[Move.BEGIN.value].fields["reason"]
    return forms
