"""Actions are moved along the calendar, with what follows them, and put back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from clavero.core.errors import Refusal
from clavero.identity.doors import actor_of
from clavero.identity.rules import Verb
from clavero.plans import selectors, services
from clavero.plans.models import Action
from clavero.plans.moving import as_read, forget_moves, keep_moves
from clavero.plans.rules.clashes import Move
from clavero.plans.views._common import demand, of_accounts_seen
from clavero.ui import formats
from clavero.ui.answers import back_here
from clavero.ui.forms import as_day
from clavero.ui.steps import carried_number


def calendar_of(customer_id: int, anchor: str = "") -> str:
    """The 18 months of an account."""
    return reverse("plans:actions", args=[customer_id]) + "?as=calendar" + anchor


@of_accounts_seen
@require_POST
def shift_action(request: HttpRequest, action_id: int) -> HttpResponse:
    """Moved along the calendar, by its buttons or by dragging."""
    actor = actor_of(request)
    found = selectors.row_seen(actor, Action, action_id).row
    demand(actor, Verb.WRITE_PLANS)
    start, end = as_day(request.POST.get("start")), as_day(request.POST.get("end"))
    if start is None or end is None:
        raise Refusal(_("Say from when to when."), code="no_days")
    row = services.shift_action(
        actor, action_id=found.pk, start=start, end=end, seen=carried_number(request, "seen") or 0
    )
    customer_id = row.plan.customer_id
    move = Move(row.pk, row.start, row.end, found.start, found.end)
    if (found.start, found.end) != (row.start, row.end):
        keep_moves(request, customer_id, [move])
    messages.success(request, _("The action is moved."))
    return redirect(calendar_of(customer_id, f"#action-{row.pk}"))


@of_accounts_seen
@require_POST
def move_along(request: HttpRequest, action_id: int) -> HttpResponse:
    """All that follows an action is moved along, as the page has offered it."""
    actor = actor_of(request)
    found = selectors.row_seen(actor, Action, action_id).row
    demand(actor, Verb.WRITE_PLANS)
    moves = services.move_along(
        actor, action_id=found.pk, offered=as_read(request.POST.getlist("moves")) or []
    )
    customer_id = found.plan.customer_id
    keep_moves(request, customer_id, moves)
    told = ngettext(
        "%(count)s action is moved along.", "%(count)s actions are moved along.", len(moves)
    )
    messages.success(request, told % {"count": formats.number(len(moves))})
    return back_here(request, redirect(calendar_of(customer_id)))


@of_accounts_seen
@require_POST
def put_back(request: HttpRequest, customer_id: int) -> HttpResponse:
    """What the reader moved last is where it was again."""
    actor = actor_of(request)
    plan = selectors.plan_seen(actor, customer_id)
    demand(actor, Verb.WRITE_PLANS)
    moves = as_read(request.POST.getlist("moves"))
    if plan is not None and moves:
        services.put_back(actor, customer_id=customer_id, moves=moves)
        forget_moves(request)
        messages.success(request, _("They are where they were before."))
    return back_here(request, redirect(calendar_of(customer_id)))
