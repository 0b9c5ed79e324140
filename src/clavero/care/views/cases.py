"""*Complaints*: the inbox, the board, all of them, those of an account, and a new one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clavero.care import selectors, services
from clavero.care.forms import CalendarForm, DoorForm, QuickForm
from clavero.care.links import address_of
from clavero.care.lists import COMPLAINTS
from clavero.care.rules.cases import Severity, State
from clavero.care.selectors import ComplaintRow
from clavero.care.sentences import at_stake_in_words, times_in_words
from clavero.care.tables import AccountComplaintsTable, clock_told
from clavero.care.views.common import crumb, crumb_of_account, crumbs_of, tabs
from clavero.care.visibility import handles, require
from clavero.care.words import SEVERITY_NAMES, STATE_NAMES
from clavero.identity.doors import actor_of
from clavero.ledger.selectors import shown_currency
from clavero.portfolio.doors import choose_account, for_those_who_see_sales
from clavero.portfolio.selectors import account_of
from clavero.ui.answers import or_404
from clavero.ui.lists import Listing
from clavero.ui.steps import carried_number, done, sent, status_of

_LATELY = 14  # days for which a board shows what is resolved
_SHOWN = 30  # of a column


@for_those_who_see_sales
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What asks the reader to do something now; below it, what has time or waits."""
    actor = actor_of(request)
    rows = selectors.open_rows(selectors.rows_at_hand(actor))
    gone = selectors.without_owner(actor, rows)
    mine = [row for row in rows if row.owner_id == actor.user_id]
    others = [row for row in rows if row.owner_id != actor.user_id]
    nobodys = [row for row in others if row.owner_id is None or row.id in gone]
    owned = [row for row in others if row.owner_id is not None and row.id not in gone]
    groups = [
        ("now", _("Waiting for you"), [row for row in mine if row.asks]),
        ("unowned", _("Nobody has it"), nobodys),
        ("team", _("Late with others"), [row for row in owned if row.is_late]),
        ("later", _("Yours, with time left or waiting for the customer"), [
            row for row in mine if not row.asks
        ]),
    ]  # fmt: skip
    context = {
        "tabs": tabs(actor, "inbox"),
        "groups": [
            (key, title, len(found), _cards(found[:_SHOWN], gone))
            for key, title, found in groups
            if found
        ],
        "most": _SHOWN,
        "is_empty": not groups[0][2],
        "at_stake": at_stake_in_words(selectors.at_stake(rows)),
        "handles": handles(actor),
    }
    return render(request, "care/inbox.html", context)


@for_those_who_see_sales
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """The complaints by their state: the reader's own, or all that they see."""
    actor = actor_of(request)
    is_mine = request.GET.get("whose") == "mine"
    rows = selectors.rows_at_hand(
        actor,
        owner_id=actor.user_id if is_mine else None,
        since=timezone.now() - timedelta(days=_LATELY),
    )
    shown = selectors.open_rows(rows) + [row for row in rows if not row.is_open]
    columns = []
    for state in State:
        of_state = [row for row in shown if row.state == state]
        columns.append((state.value, STATE_NAMES[state], len(of_state), _cards(of_state[:_SHOWN])))
    context = {
        "tabs": tabs(actor, "board"),
        "columns": columns,
        "is_mine": is_mine,
        "has_any": bool(shown),
        "at_stake": at_stake_in_words(selectors.at_stake(shown)),
        "days": _LATELY,
        "most": _SHOWN,
        "handles": handles(actor),
    }
    return render(request, "care/board.html", context)


@for_those_who_see_sales
@require_safe
def complaints(request: HttpRequest) -> HttpResponse:
    """All that the reader sees, with filters and as a file."""
    actor = actor_of(request)
    rows = selectors.complaints_listed(actor)
    listing = Listing(COMPLAINTS, request, rows, currency=shown_currency())
    context = {"listing": listing, "tabs": tabs(actor, "complaints"), "handles": handles(actor)}
    return listing.answer() or render(request, "care/complaints.html", context)


@for_those_who_see_sales
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Of which account a complaint is: those that are called so."""
    require(actor_of(request))
    return choose_account(
        request,
        title=_("New complaint"),
        question=_("Of which account is it?"),
        onward="care:new",
        crumbs=[crumb()],
    )


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The complaints of an account, what they come to, and the link by which it complains."""
    actor = actor_of(request)
    found = or_404(lambda: selectors.account_complaints(actor, customer_id))
    if request.method == "POST":
        require(actor)
    decision = request.POST.get("decision", "")

    def of(name: str) -> dict[str, Any]:
        return {"data": sent(request) if decision == name else None, "auto_id": f"{name}_%s"}

    door = DoorForm(**of("door"), initial={"language": get_language()})
    calendar = CalendarForm(
        **of("calendar"), calendars=found.calendars, initial={"name": found.hours}
    )
    made: list[Any] = []
    back = redirect("care:account", customer_id)
    if request.method == "POST" and decision == "shut":
        number = carried_number(request, "door") or 0
        or_404(lambda: services.shut_door(actor, customer_id=customer_id, door_id=number))
        messages.success(request, _("The link is taken back."))
        return back
    open_door = partial(services.open_door, actor, customer_id=customer_id)
    if decision == "door" and done(door, lambda **given: made.append(open_door(**given))):
        messages.success(request, _("The link is there: copy it into your message."))
        return back
    choose = partial(services.hours_for_account, actor, customer_id=customer_id)
    if decision == "calendar" and done(calendar, choose):
        messages.success(request, _("It is kept."))
        return back

    def table(is_open: bool) -> AccountComplaintsTable | None:
        rows = [row for row in found.rows if row.is_open is is_open]
        rows = selectors.open_rows(rows) if is_open else rows
        return AccountComplaintsTable(rows, is_open=is_open) if rows else None

    context = {
        "crumbs": crumbs_of(request, found.account),
        "card": found.account.card,
        "handles": handles(actor),
        "open": table(True),
        "resolved": table(False),
        "sentences": [
            each
            for each in (
                *times_in_words(selectors.times_of_codes(found.account.codes)),
                at_stake_in_words(selectors.at_stake(found.rows)),
            )
            if each
        ],
        "mail_address": selectors.address_to_complain(customer_id),
        "doors": [(each, address_of(each.key, each.language)) for each in found.doors],
        "door": door,
        "calendar": calendar if found.calendars else None,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "care/account.html", context, status=status)


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Write a complaint down."""
    actor = actor_of(request)
    found = or_404(lambda: account_of(actor, customer_id))
    require(actor)
    form = QuickForm(sent(request), initial={"severity": Severity.NORMAL.value})
    made: list[Any] = []

    def add(**given: Any) -> None:
        made.append(services.add_complaint(actor, customer_id=customer_id, **given))

    if done(form, add):
        messages.success(request, _("The complaint is written down; its clock runs."))
        return redirect("care:complaint", made[0].pk)
    context = {
        "crumbs": [*crumbs_of(request, found), crumb_of_account(customer_id)],
        "title": _("A complaint of %(name)s") % {"name": found.card.title},
        "intro": _("One sentence is enough to begin with: the clock runs at once."),
        "form": form,
        "verb": _("Write it down"),
        "wide": True,
    }
    return render(request, "ui/entry.html", context, status=status_of(form))


def _cards(rows: list[ComplaintRow], gone: Collection[int] = ()) -> list[dict[str, Any]]:
    return [
        {
            "row": row,
            "is_gone": row.id in gone,
            "url": reverse("care:complaint", args=[row.id]),
            "clock": clock_told(row),
            "severity": SEVERITY_NAMES[row.severity],
            "is_bad": row.severity in {Severity.HIGH, Severity.CRITICAL},
            "state": STATE_NAMES[row.state],
        }
        for row in rows
    ]
