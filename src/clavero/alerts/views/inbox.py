"""*Alerts*: what waits for the reader, their team or anybody, and one customer's."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from clavero.alerts import selectors, services
from clavero.alerts.rules.closing import Snooze, until
from clavero.alerts.selectors import Shown, Whose
from clavero.alerts.showing import by_account
from clavero.alerts.words import SNOOZE_NAMES
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.doors import actor_of
from clavero.identity.rules import Actor, Verb
from clavero.ledger.notices import notice_of_holes
from clavero.portfolio.address import customer_address
from clavero.portfolio.doors import for_those_who_see_sales, moved_on
from clavero.ui import formats
from clavero.ui.parts import Crumb
from clavero.ui.steps import carried_number

SIZE = 25
WHOSE_NAMES = {
    Whose.MINE: gettext_lazy("Mine"),
    Whose.TEAM: gettext_lazy("My team's"),
    Whose.ALL: gettext_lazy("All that I see"),
}
SHOWN_NAMES = {
    Shown.OPEN: pgettext_lazy("alerts", "Open"),
    Shown.SNOOZED: pgettext_lazy("alerts", "Put off"),
    Shown.OVER: pgettext_lazy("alerts", "Over"),
}
SNOOZES = [(each.value, SNOOZE_NAMES[each]) for each in Snooze]


@for_those_who_see_sales
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The alerts asked for, account by account, the most severe first."""
    actor = actor_of(request)
    chosen = _one_of(Whose, request.GET.get("whose"))
    whose = chosen or _usual(actor)
    state = _one_of(Shown, request.GET.get("state")) or Shown.OPEN
    asked = request.GET.get("page", "")
    page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    start = SIZE * (max(page, 1) - 1)
    found = selectors.inbox(actor, whose=whose, shown=state, start=start, size=SIZE)
    if chosen is None and not found.counts[whose]:
        # Nobody should be told that nothing waits while it waits beside.
        others = [each for each in _tabs(actor) if found.counts[each]]
        if others:
            whose = others[0]
            found = selectors.inbox(actor, whose=whose, shown=state, start=start, size=SIZE)
    context = {
        **notice_of_holes(actor),
        "accounts": by_account(found.rows),
        "whose": whose,
        "state": state,
        "tabs": [
            (name, f"?whose={each}&state={state}", found.counts[each], each is whose)
            for each, name in _tabs(actor).items()
        ],
        "states": [
            (name, f"?whose={whose}&state={each}", each is state)
            for each, name in SHOWN_NAMES.items()
        ],
        "snoozes": SNOOZES,
        "total": found.total,
        "pages": _pages(found, whose, state),
    }
    return render(request, "alerts/inbox.html", context)


@for_those_who_see_sales
@require_safe
def customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The alerts of one account, those that are over too."""
    actor = actor_of(request)
    try:
        name, rows = selectors.of_customer(actor, customer_id)
    except ObjectDoesNotExist:
        return moved_on(request, actor, customer_id)
    context = {
        "crumbs": [
            Crumb(_("Alerts"), reverse("alerts:inbox")),
            Crumb(name, customer_address(request.GET)(customer_id)),
        ],
        "name": name,
        "standing": by_account(row for row in rows if row.is_standing),
        "over": by_account(row for row in rows if not row.is_standing),
        "snoozes": SNOOZES,
    }
    return render(request, "alerts/customer.html", context)


@for_those_who_see_sales
@require_POST
def snooze(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Put an alert off with one tap, and go on with the list."""
    actor = actor_of(request)
    if not selectors.alerts(actor).filter(pk=alert_id).exists():
        raise Http404("no such alert for this reader")
    if not actor.may(Verb.TEND_ALERTS):
        raise Forbidden(Verb.TEND_ALERTS)
    lasts = _one_of(Snooze, request.POST.get("lasts"))
    if lasts is None:
        raise Refusal(
            _("Choose for how long it is put off."),
            code="no_snooze",
            hint=_("A week or a month; on the alert's page, until any day."),
        )
    day = until(lasts, timezone.localdate())
    seen = carried_number(request, "seen") or 0
    try:
        with transaction.atomic():  # all that stand in one line, or none
            alert = services.snooze(actor, alert_id=alert_id, until=day, seen=seen)
            for other, its_seen in _also(request):
                services.snooze(actor, alert_id=other, until=day, seen=its_seen)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("alerts:alert", alert_id)
    told = _("The alert of %(name)s is put off until %(day)s.")
    messages.success(request, told % {"name": str(alert.customer), "day": formats.day(day)})
    whose = _one_of(Whose, request.POST.get("whose"))
    address = reverse("alerts:inbox")
    return redirect(f"{address}?whose={whose}" if whose else address)


def _also(request: HttpRequest) -> list[tuple[int, int]]:
    """The other alerts of the same line, each with the revision that was shown."""
    pairs = (each.partition(":") for each in request.POST.getlist("also"))
    return [
        (int(number), int(seen))
        for number, _colon, seen in pairs
        if re.fullmatch(r"[0-9]{1,18}", number) and re.fullmatch(r"[0-9]{1,18}", seen)
    ]


def _tabs(actor: Actor) -> dict[Whose, Any]:
    """Whose alerts one may look at, the own first."""
    return {
        each: name for each, name in WHOSE_NAMES.items() if each is not Whose.TEAM or actor.team
    }


def _usual(actor: Actor) -> Whose:
    """Who tends no alerts has none of their own."""
    return Whose.MINE if actor.may(Verb.TEND_ALERTS) else Whose.ALL


def _one_of(kind: Any, text: str | None) -> Any:
    return kind(text) if text in {each.value for each in kind} else None


def _pages(found: selectors.Inbox, whose: Whose, state: Shown) -> dict[str, str]:
    """The addresses of the page before and the one after, where there are any."""
    base = f"?whose={whose}&state={state}&page="
    page = found.start // SIZE + 1
    pages = {}
    if page > 1:
        pages["before"] = f"{base}{page - 1}"
    if found.start + SIZE < found.total:
        pages["after"] = f"{base}{page + 1}"
    return pages
