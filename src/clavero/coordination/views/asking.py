"""*Requests*: the department's queue, what is late and who holds it, those of an account, and a
new one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clavero.care.selectors import ComplaintRow, complaint_seen
from clavero.coordination import selectors, services
from clavero.coordination.forms import AskForm
from clavero.coordination.lists import REQUESTS
from clavero.coordination.rules.requests import WITH_DEPARTMENT, State
from clavero.coordination.tables import AccountRequestsTable, KeptTable
from clavero.coordination.views.common import card_of, crumb, crumbs_of, tabs
from clavero.coordination.visibility import asks, require
from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.doors import choose_account, for_those_who_see_sales
from clavero.portfolio.selectors import Account, account_of
from clavero.ui.answers import or_404
from clavero.ui.lists import Listing
from clavero.ui.steps import done, sent, status_of
from clavero.work.rules import Origin

_LATELY = 30  # days for which a queue shows what has ended
_LONGEST_NUMBER = 18


@allowed(Verb.ANSWER_REQUESTS)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What the reader's departments are asked: what to do next, late first."""
    actor = actor_of(request)
    rows = selectors.queue_rows(actor, since=timezone.now() - timedelta(days=_LATELY))
    groups = [
        ("late", _("Late"), [row for row in rows if row.is_late]),
        ("asked", _("To accept"), [
            row for row in rows if row.state == State.ASKED and not row.is_late
        ]),
        ("accepted", _("To deliver"), [
            row for row in rows if row.state == State.ACCEPTED and not row.is_late
        ]),
        ("waiting", _("Waiting for who asked"), [
            row
            for row in rows
            if row.is_open and row.state not in WITH_DEPARTMENT and not row.is_late
        ]),
        ("ended", _("Ended in the last 30 days"), [row for row in rows if not row.is_open]),
    ]  # fmt: skip
    context = {
        "tabs": tabs(actor, "queue"),
        "groups": [
            (key, title, [card_of(row) for row in found]) for key, title, found in groups if found
        ],
        "is_empty": not any(found for _key, _title, found in groups[:3]),
    }
    return render(request, "coordination/queue.html", context)


@for_those_who_see_sales
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """All requests that the reader sees, what is late and who holds it, and how much was kept."""
    actor = actor_of(request)
    now = timezone.now()
    listing = Listing(REQUESTS, request, selectors.requests_listed(actor, now))
    kept = selectors.kept_at(actor, now)
    context = {
        "listing": listing,
        "tabs": tabs(actor, "board"),
        "asks": asks(actor),
        "late": selectors.late_holders(actor, now),
        "by_department": KeptTable(kept.by_department, called=_("Department"))
        if kept.by_department
        else None,
        "by_account": KeptTable(kept.by_account[:10], called=_("Account"))
        if kept.by_account
        else None,
    }
    return listing.answer() or render(request, "coordination/board.html", context)


@for_those_who_see_sales
@require_safe
def account(request: HttpRequest, customer_id: int) -> HttpResponse:
    """What departments are asked for an account."""
    actor = actor_of(request)
    found, rows = or_404(lambda: selectors.account_requests(actor, customer_id))
    is_open = [row for row in rows if row.is_open]
    ended = [row for row in rows if not row.is_open]
    context = {
        "crumbs": crumbs_of(request, found),
        "card": found.card,
        "asks": asks(actor),
        "open": AccountRequestsTable(is_open) if is_open else None,
        "ended": AccountRequestsTable(ended) if ended else None,
    }
    return render(request, "coordination/account.html", context)


@for_those_who_see_sales
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """For which account a department is asked."""
    actor = actor_of(request)
    require(actor, Verb.ASK_DEPARTMENTS)
    return choose_account(
        request,
        title=_("Ask a department"),
        question=_("For which account is it?"),
        onward="coordination:new",
        crumbs=[crumb(actor)],
    )


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Ask a department for something, perhaps over a complaint."""
    actor = actor_of(request)
    found = or_404(lambda: account_of(actor, customer_id))
    require(actor, Verb.ASK_DEPARTMENTS)
    processes = selectors.choosable_processes(timezone.localdate())
    initial: dict[str, Any] = {}
    origin: dict[str, Any] = {}
    number = request.GET.get("complaint", "")
    if number.isascii() and number.isdigit() and len(number) <= _LONGEST_NUMBER:
        complaint = or_404(lambda: _complaint_of(actor, int(number), found))
        initial = {"text": complaint.text}
        origin = {"origin": Origin.COMPLAINT, "origin_key": str(complaint.id)}
    departments = selectors.choosable_departments()
    form = AskForm(
        sent(request), initial=initial, departments=departments,
        processes=[(each.pk, each.process.name) for each in processes],
    )  # fmt: skip
    made: list[Any] = []

    def ask(**given: Any) -> None:
        made.append(services.ask_department(actor, customer_id=customer_id, **given, **origin))

    if done(form, ask):
        messages.success(request, _("The department is asked; its clock runs."))
        return redirect("coordination:request", made[0].pk)
    context = {
        "crumbs": crumbs_of(request, found),
        "card": found.card,
        "form": form,
        "has_departments": bool(departments),
        "processes": [each for each in processes if each.checklist],
    }
    return render(request, "coordination/new.html", context, status=status_of(form))


def _complaint_of(actor: Actor, complaint_id: int, account: Account) -> ComplaintRow:
    """The complaint over which something is asked: one of the account or of what is below it.
    Raises ``ObjectDoesNotExist`` for another."""
    row = complaint_seen(actor, complaint_id).row
    if row.code not in account.codes:
        raise ObjectDoesNotExist
    return row
