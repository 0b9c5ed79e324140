"""*Needs*: all that a person sees, those of an account, and one."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clavero.identity.doors import actor_of
from clavero.identity.rules import Verb
from clavero.opportunities import selectors, services
from clavero.opportunities.forms.needs import CloseForm, LinkForm, NeedForm, QuickNeedForm
from clavero.opportunities.lists import NEEDS, OF_CLOSED, ONLY_IN_FILES
from clavero.opportunities.selectors import NeedRow, NeedSeen
from clavero.opportunities.sentences import gate_in_words, need_in_words
from clavero.opportunities.tables import AccountNeedsTable
from clavero.opportunities.views.common import (
    crumb_of_needs,
    owners,
    refuse_readers,
    tabs,
)
from clavero.opportunities.words import CLOSED_NAMES
from clavero.portfolio.address import customer_address
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui.address import EXPORT
from clavero.ui.answers import back_here, or_404
from clavero.ui.lists import Listing, Rows
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of

DECISION = "decision"


@for_those_who_see_sales
@require_safe
def needs(request: HttpRequest) -> HttpResponse:
    """The needs of all accounts that the reader sees, open or closed."""
    is_closed = request.GET.get("closed") == "1"
    rows = Rows(selectors.need_rows(actor_of(request), is_open=not is_closed))
    hidden = [] if EXPORT in request.GET else list(ONLY_IN_FILES)
    if not is_closed:
        hidden += OF_CLOSED
    listing = Listing(NEEDS, request, rows, hide=hidden)
    return listing.answer() or render(
        request, "opportunities/needs.html", {"listing": listing, "is_closed": is_closed}
    )


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def account_needs(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The needs of an account, and a form for one more."""
    actor = actor_of(request)
    found = or_404(lambda: selectors.account_needs(actor, customer_id))
    refuse_readers(actor, request.method or "")
    card = found.account.card
    start = {name: each for name, each in request.GET.items() if name in QuickNeedForm.base_fields}
    today = {"said_on": timezone.localdate(), "urgency": 3}
    form = QuickNeedForm(sent(request), initial={**today, **start})
    add = partial(services.add_need, actor, customer_id=customer_id, owner_id=actor.user_id)
    if request.method == "POST" and done(form, add):
        messages.success(request, _("The need is written down."))
        return back_here(request, redirect("opportunities:account_needs", customer_id))
    is_group = found.account.is_group
    context = {
        "crumbs": [crumb_of_needs(), Crumb(card.title, customer_address(request.GET)(card.id))],
        "card": card,
        "tabs": tabs(customer_id, "account_needs"),
        "tends": actor.may(Verb.TEND_OPPORTUNITIES),
        "form": form,
        "open": AccountNeedsTable(found.open, is_group=is_group, is_open=True)
        if found.open
        else None,
        "closed": AccountNeedsTable(found.closed, is_group=is_group, is_open=False)
        if found.closed
        else None,
        "sentences": gate_in_words(found.gate),
    }
    return render(request, "opportunities/account_needs.html", context, status=status_of(form))


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def need(request: HttpRequest, need_id: int) -> HttpResponse:
    """One need: what is known of it, its solutions; close it or open it again."""
    actor = actor_of(request)
    found = or_404(lambda: selectors.need_seen(actor, need_id))
    refuse_readers(actor, request.method or "")
    row, tends = found.row, actor.may(Verb.TEND_OPPORTUNITIES)
    if request.method == "POST" and not row.is_open:
        services.reopen_need(actor, need_id=need_id)
        messages.success(request, _("The need is open again."))
        return redirect("opportunities:need", need_id)
    forms = _forms(request, found) if tends and row.is_open else {}
    if request.method == "POST":
        decision = _decision(request)
        if done(forms[decision], partial(_VERBS[decision], actor, need_id=need_id)):
            messages.success(request, _told(decision))
            return redirect("opportunities:need", need_id)
    context = {
        "crumbs": _crumbs(row),
        "need": row,
        "known": need_in_words(row),
        "links": found.links,
        "forms": forms,
        "tends": tends,
        "closed": CLOSED_NAMES.get(row.closed_reason, ""),
        "opportunities": found.opportunities,
        "changes": found.changes,
    }
    return render(request, "opportunities/need.html", context, status=status_of(*forms.values()))


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def change_need(request: HttpRequest, need_id: int) -> HttpResponse:
    """Put a need right."""
    actor = actor_of(request)
    found = or_404(lambda: selectors.need_to_change(actor, need_id))
    refuse_readers(actor, "POST")
    row = found.row
    initial = {name: getattr(row, name) for name in NeedForm.base_fields if name != "seen"}
    form = NeedForm(
        sent(request),
        initial={"seen": found.seen, **initial},
        people=owners(found.account, row.owner_id, row.owner),
    )
    if done(form, partial(services.change_need, actor, need_id=need_id)):
        messages.success(request, _("It is kept."))
        return back_here(request, redirect("opportunities:need", need_id))
    back = Crumb(_("The need"), reverse("opportunities:need", args=[need_id]))
    context = {
        "crumbs": [*_crumbs(row), back],
        "title": _("Change a need of %(name)s") % {"name": row.name},
        "intro": row.text,
        "form": form,
        "verb": _("Keep"),
    }
    return render(request, "ui/entry.html", context, status=status_of(form))


@for_those_who_see_sales
@require_POST
def unlink(request: HttpRequest, need_id: int, solution_id: int) -> HttpResponse:
    """It is not the solution after all."""
    actor = actor_of(request)
    or_404(lambda: selectors.needs(actor).get(pk=need_id))
    refuse_readers(actor, "POST")
    or_404(lambda: services.unlink_solution(actor, need_id=need_id, solution_id=solution_id))
    messages.success(request, _("The solution is no longer linked."))
    return redirect("opportunities:need", need_id)


_VERBS: dict[str, Any] = {"close": services.close_need, "link": services.link_solution}


def _decision(request: HttpRequest) -> str:
    return "link" if request.POST.get(DECISION) == "link" else "close"


def _told(decision: str) -> str:
    return _("The need is closed.") if decision == "close" else _("The solution is linked.")


def _forms(request: HttpRequest, found: NeedSeen) -> dict[str, Any]:
    """What can be done with the need now, by the decision that each form sends."""
    decision = _decision(request)

    def of(name: str) -> dict[str, Any]:
        data = request.POST if request.method == "POST" and decision == name else None
        return {"data": data, "initial": {"seen": found.seen}, "auto_id": f"{name}_%s"}

    offered = [(each.pk, each.name) for each in selectors.solutions(offered_only=True)]
    return {
        "close": CloseForm(**of("close")),
        "link": LinkForm(**of("link"), solutions=offered),
    }


def _crumbs(row: NeedRow) -> list[Crumb]:
    return [
        crumb_of_needs(),
        Crumb(row.name, reverse("opportunities:account_needs", args=[row.customer_id])),
    ]
