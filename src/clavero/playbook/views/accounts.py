"""*Its strategy*: what an account's strategy proposes, and what its manager made of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.matrix import selectors as matrix
from clavero.matrix.selectors import Official
from clavero.matrix.words import STRATEGY_NAMES
from clavero.playbook import selectors, services
from clavero.playbook.rules.deciding import State
from clavero.playbook.rules.plays import Kind
from clavero.playbook.selectors import Shown
from clavero.playbook.words import KIND_NAMES, STATE_NAMES
from clavero.portfolio.address import customer_address
from clavero.portfolio.doors import for_those_who_see_sales, moved_on
from clavero.portfolio.selectors import accounts
from clavero.ui import formats
from clavero.ui.parts import Crumb


@for_those_who_see_sales
@require_safe
def account(request: HttpRequest, customer_id: int) -> HttpResponse:
    """One account's strategy and its proposals."""
    actor, today = actor_of(request), timezone.localdate()
    try:
        shown = selectors.proposals_of(actor, customer_id)
    except ObjectDoesNotExist:
        return moved_on(request, actor, customer_id)
    customer = accounts(actor).get(pk=customer_id)
    official = matrix.official_strategies(actor, as_of=today).get(customer.code)
    still_open = sum(each.state is State.OPEN for each in shown)
    context = {
        "crumbs": [Crumb(_("Proposals"), reverse("playbook:proposals"))],
        "customer": customer,
        "lead": _lead(official, still_open),
        "kinds": _kinds(shown),
        "open": still_open,
        "decides": actor.may(Verb.DECIDE_PROPOSALS),
        "customer_url": customer_address(request.GET)(customer_id),
        "why_url": reverse("matrix:why", args=[customer_id]),
    }
    return render(request, "playbook/account.html", context)


def _lead(official: Official | None, still_open: int) -> list[str]:
    if official is None:
        return [_("No review of the matrix has given it a strategy yet, so nothing is proposed.")]
    told = [
        _("%(strategy)s, since the review of %(day)s.") % {
            "strategy": STRATEGY_NAMES[official.strategy], "day": formats.day(official.since),
        }
    ]  # fmt: skip
    if still_open:
        waiting = ngettext(
            "%(count)s proposal waits for a decision.",
            "%(count)s proposals wait for a decision.",
            still_open,
        )
        told.append(waiting % {"count": formats.number(still_open)})
    return told


def _kinds(shown: list[Shown]) -> list[dict[str, Any]]:
    return [
        {"name": KIND_NAMES[kind], "lines": [_line(each) for each in own]}
        for kind in Kind
        if (own := [each for each in shown if each.kind is kind])
    ]


def _line(shown: Shown) -> dict[str, Any]:
    proposal = shown.proposal
    months = proposal.months
    return {
        "id": proposal.pk,
        "text": shown.text or _("Review of the account"),
        "due": formats.day(proposal.due),
        "again": ngettext("every month", "every %(count)s months", months) % {"count": months}
        if months
        else "",
        "state": STATE_NAMES[shown.state],
        "is_open": shown.state is State.OPEN,
        "is_decidable": shown.state is not State.SUPERSEDED,
        "strategy": STRATEGY_NAMES[shown.strategy],
        "reason": proposal.reason,
        "by": proposal.decided_by_name,
    }


@allowed(Verb.DECIDE_PROPOSALS)
@require_POST
def accept(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Accept all that is open."""
    try:
        count = services.accept_all(actor_of(request), customer_id=customer_id)
    except ObjectDoesNotExist as stranger:
        raise Http404("no such account for this reader") from stranger
    told = ngettext("%(count)s proposal is accepted.", "%(count)s proposals are accepted.", count)
    messages.success(request, told % {"count": formats.number(count)})
    return redirect("playbook:account", customer_id)
