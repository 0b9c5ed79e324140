"""*Strategy of …*: what an account's strategy asks for, and what its manager says to it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.playbook import selectors, services
from clavero.playbook.rules.dates import coming
from clavero.playbook.rules.guides import Aspect, Reviews, Task
from clavero.playbook.rules.proposals import Kind, State, is_over
from clavero.playbook.selectors import AccountStrategy, ProposalRow
from clavero.playbook.showing import sign_of
from clavero.playbook.words import (
    KINDS_NAMES,
    STATE_NAMES,
    STATE_TONES,
    due_in_words,
    guide_text,
    item_in_words,
    proposed_in_words,
    share_in_words,
    stages_in_words,
)
from clavero.portfolio.address import customer_address
from clavero.portfolio.doors import for_those_who_see_sales, moved_on
from clavero.ui import formats
from clavero.ui.parts import Crumb

_DATES = {Kind.TASK: 2, Kind.REVIEW: 6}


@for_those_who_see_sales
@require_safe
def account(request: HttpRequest, customer_id: int) -> HttpResponse:
    """An account's strategy and its proposals."""
    actor, today = actor_of(request), timezone.localdate()
    try:
        found = selectors.account_strategy(actor, customer_id, as_of=today)
    except ObjectDoesNotExist:
        return moved_on(request, actor, customer_id)
    context = {
        "crumbs": [Crumb(_("Proposals to decide"), reverse("playbook:proposals"))],
        "account": found,
        "customer_url": customer_address(request.GET)(customer_id),
        "lead_lines": _lead(found),
        "sign": None if found.official is None else sign_of(found.official.strategy),
        "asks": _asks(found),
        "groups": _groups(found.now, today),
        "before": _groups(found.before, today),
        "open": found.open if found.decides else [],
    }
    return render(request, "playbook/account.html", context)


@allowed(Verb.DECIDE_PROPOSALS)
@require_POST
def accept_all(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Accept everything that the page showed as waiting."""
    shown = [int(each) for each in request.POST.getlist("shown") if _is_number(each)]
    try:
        count = services.accept_all(actor_of(request), customer_id=customer_id, shown=shown)
    except ObjectDoesNotExist as stranger:
        raise Http404("no such account for this reader") from stranger
    told = ngettext("%(count)s proposal is accepted.", "%(count)s proposals are accepted.", count)
    messages.success(request, told % {"count": formats.number(count)})
    return redirect("playbook:account", customer_id)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 18


def _lead(found: AccountStrategy) -> list[str]:
    """Strategy, since when, who manages it, and what waits."""
    if found.official is None:
        return [_("It has no official strategy yet: a review of the matrix gives it one.")]
    told = [
        _("%(strategy)s, since the review of %(day)s.")
        % {
            "strategy": sign_of(found.official.strategy).name,
            "day": formats.day(found.official.since),
        }
    ]
    if found.lead is None:
        told.append(_("Nobody looks after it, so nobody can decide on what is proposed."))
    elif not found.now:
        told.append(_("Nothing has been proposed for it yet."))
    elif found.open:
        count = len(found.open)
        waits = ngettext(
            "%(count)s proposal waits for %(name)s to decide.",
            "%(count)s proposals wait for %(name)s to decide.",
            count,
        )
        told.append(waits % {"count": formats.number(count), "name": found.lead.name})
    else:
        told.append(_("%(name)s has decided on all that was proposed.") % {"name": found.lead.name})
    return told


def _asks(found: AccountStrategy) -> list[tuple[Any, str]]:
    """What the playbook of today asks for in this strategy, in short."""
    if found.official is None:
        return []
    strategy, playbook = found.official.strategy, found.holding.settings
    guide = playbook.guides[strategy]
    return [
        (_("Relationship to seek"), stages_in_words(guide.stages)),
        (_("Investment"), guide_text(strategy, guide, Aspect.INVESTMENT)),
        (_("Share of time of all such accounts"), share_in_words(playbook.shares[strategy])),
        (_("Plan"), guide_text(strategy, guide, Aspect.PLAN)),
        (_("Review"), guide_text(strategy, guide, Aspect.REVIEW)),
    ]


def _groups(rows: tuple[ProposalRow, ...], today: date) -> list[dict[str, Any]]:
    of_kinds = ((kind, [row for row in rows if row.kind is kind]) for kind in Kind)
    return [
        {"kind": kind, "name": KINDS_NAMES[kind], "rows": [_line(row, today) for row in each]}
        for kind, each in of_kinds
        if each
    ]


def _line(row: ProposalRow, today: date) -> dict[str, Any]:
    return {
        "row": row,
        "text": item_in_words(row.holds.what),
        "days": _days(row, today),
        "proposed": proposed_in_words(row.proposed) if row.holds != row.proposed else "",
        "state": STATE_NAMES[row.state],
        "tone": STATE_TONES[row.state],
        "strategy": sign_of(row.strategy).name,
    }


def _days(row: ProposalRow, today: date) -> str:
    """By when it is due; of what comes again, and holds or may yet, the next days."""
    what, due = row.holds.what, row.holds.due
    is_past = row.state is State.DROPPED or row.superseded_on is not None
    if is_past or not isinstance(what, Task | Reviews):
        told = str(capfirst(due_in_words(row.holds)))
        if is_past or not is_over(row.holds, today):
            return told
        if row.state is State.OPEN:
            return _("%(by_when)s: that day has passed, so agree on another one") % {
                "by_when": told
            }
        return _("%(by_when)s: that day has passed") % {"by_when": told}
    days = coming(due, what.months, after=today, many=_DATES[row.kind])
    return _("Next: %(days)s") % {"days": ", ".join(formats.day(day) for day in days)}
