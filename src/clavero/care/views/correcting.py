"""When a complaint came, and of which account it is, are put right."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clavero.care import selectors, services
from clavero.care.forms import MoveForm, ReceivedForm
from clavero.care.selectors import ComplaintSeen
from clavero.care.views.common import crumb_of_account, crumbs_of
from clavero.care.visibility import require
from clavero.identity.doors import actor_of
from clavero.portfolio.doors import choose_account, for_those_who_see_sales
from clavero.portfolio.selectors import account_of
from clavero.ui.answers import or_404
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def received(request: HttpRequest, complaint_id: int) -> HttpResponse:
    """When it was told to us."""
    actor = actor_of(request)
    found = or_404(lambda: selectors.complaint_seen(actor, complaint_id))
    require(actor)
    start = {"seen": found.seen, "received_at": found.row.received_at}
    form = ReceivedForm(sent(request), initial=start)
    if done(form, partial(services.correct_received, actor, complaint_id=complaint_id)):
        messages.success(request, _("It is put right; its clocks run from then."))
        return redirect("care:complaint", complaint_id)
    context = {
        "crumbs": _crumbs(request, found),
        "title": _("When we were told"),
        "intro": found.row.text,
        "form": form,
        "verb": _("Put it right"),
    }
    return render(request, "ui/entry.html", context, status=status_of(form))


@for_those_who_see_sales
@require_safe
def choose(request: HttpRequest, complaint_id: int) -> HttpResponse:
    """Of which other account it is: those that are called so."""
    actor = actor_of(request)
    found = or_404(lambda: selectors.complaint_seen(actor, complaint_id))
    require(actor)
    return choose_account(
        request,
        title=_("It is of another account"),
        question=_("Of which account is it?"),
        onward="care:move",
        before=(complaint_id,),
        crumbs=_crumbs(request, found),
    )


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, complaint_id: int, customer_id: int) -> HttpResponse:
    """It is of this account."""
    actor = actor_of(request)
    found = or_404(lambda: selectors.complaint_seen(actor, complaint_id))
    account = or_404(lambda: account_of(actor, customer_id))
    require(actor)
    form = MoveForm(sent(request), initial={"seen": found.seen})
    verb: Any = partial(
        services.move_complaint, actor, complaint_id=complaint_id, customer_id=customer_id
    )
    if done(form, verb):
        messages.success(request, _("It is a complaint of %(name)s now.") % _named(account))
        return redirect("care:complaint", complaint_id)
    context = {
        "crumbs": _crumbs(request, found),
        "title": _("A complaint of %(name)s") % _named(account),
        "intro": found.row.text,
        "form": form,
        "verb": _("Put it right"),
    }
    return render(request, "ui/entry.html", context, status=status_of(form))


def _named(account: Any) -> dict[str, str]:
    return {"name": account.card.title}


def _crumbs(request: HttpRequest, found: ComplaintSeen) -> list[Crumb]:
    return [
        *crumbs_of(request, found.account), crumb_of_account(found.account.card.id),
        Crumb(found.row.text, found.complaint_url),
    ]  # fmt: skip
