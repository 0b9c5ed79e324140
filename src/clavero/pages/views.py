"""Where a person lands after signing in, and what waits for them there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from clavero.alerts.words import (
    SEVERITY_ICONS,
    SEVERITY_NAMES,
    SEVERITY_TONES,
    gone_in_words,
    sentence,
)
from clavero.identity.doors import actor_of
from clavero.identity.rules import Verb
from clavero.kpis.showing import month_in_words, shown_health
from clavero.ledger import selectors as ledger
from clavero.ledger.notices import notice_of_holes
from clavero.pages.today import MOST
from clavero.pages.today import today as today_of
from clavero.pages.words import alerts_title, when
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui.navigation import Place, entries_for

TODAY = "pages:today"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page of the person's own navigation; who has none is told what Clavero is for.

    Before the first sales are there, no day has anything in it: the next page says how to begin.
    """
    entries = entries_for(actor_of(request), Place.MAIN)
    if entries and entries[0].url_name == TODAY and ledger.is_empty():
        entries = entries[1:]
    if entries:
        return redirect(entries[0].url_name)
    return render(request, "pages/home.html")


@for_those_who_see_sales
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """What is due, and what has changed about the reader's accounts."""
    actor = actor_of(request)
    found = today_of(actor)
    context = {
        **notice_of_holes(actor),
        "today": found,
        "writes_down": actor.may(Verb.TEND_CONTACTS),
        "lines": [
            (
                line,
                line.day and when(line.day, found.day),
                line.is_late or (line.day and line.day < found.day),
            )
            for line in found.lines[:MOST]
        ],
        "more": max(0, len(found.lines) - MOST),
        "alerts": [
            {
                "id": each.id,
                "name": each.name,
                "since": each.since,
                "sentence": sentence(each.kind, each.parameters),
                "gone": gone_in_words(each.gone_since),
                "severity": SEVERITY_NAMES[each.severity],
                "tone": SEVERITY_TONES[each.severity],
                "icon": SEVERITY_ICONS[each.severity],
            }
            for each in found.urgent.alerts
        ],
        "alerts_title": alerts_title(found),
        "more_alerts": (found.urgent.mine or found.urgent.others) - len(found.urgent.alerts),
        "others": found.urgent.others if found.urgent.mine else 0,
        "whose": "all" if found.sees_all else "team",
        "month": month_in_words(found.month, found.currency),
        "accounts": [shown_health(each) for each in found.accounts[:MOST]],
        "more_accounts": max(0, len(found.accounts) - MOST),
    }
    return render(request, "pages/today.html", context)
