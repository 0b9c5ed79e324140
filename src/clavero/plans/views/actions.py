"""Actions: as a list, a board and along 18 months; one of them; a person's own of all plans."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from clavero.core.errors import Refusal
from clavero.identity.doors import actor_of
from clavero.identity.rules import Actor, Verb
from clavero.plans import selectors, services
from clavero.plans.examples import shown_examples
from clavero.plans.forms.work import ActionForm, QuickActionForm, action_initial
from clavero.plans.models import Action, Plan
from clavero.plans.moving import offers, undo_of
from clavero.plans.rules.catalogue import Section
from clavero.plans.rules.kinds import ActionState
from clavero.plans.selectors import RowSeen
from clavero.plans.timeline import board, timeline
from clavero.plans.views._common import crumbs_to, demand, of_accounts_seen, people_of_account
from clavero.plans.views.plan import redirect_to_section
from clavero.plans.views.tending import (
    Adding,
    Changing,
    Retiring,
    adding,
    changing,
    retiring,
)
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui.answers import back_here
from clavero.ui.parts import Crumb
from clavero.ui.steps import sent

LOOKS = ("list", "board", "calendar")


@of_accounts_seen
@require_safe
def actions(request: HttpRequest, customer_id: int) -> HttpResponse:
    """What is to be done for an account, in three looks at the same actions."""
    actor = actor_of(request)
    plan, rows = selectors.actions_of(actor, customer_id)
    customer = plan.customer
    look = request.GET.get("as", LOOKS[0])
    look = look if look in LOOKS else LOOKS[0]
    here = reverse("plans:actions", args=[customer_id])
    names = {"list": _("List"), "board": _("Board"), "calendar": _("18 months")}
    today = timezone.localdate()
    context = {
        "crumbs": crumbs_to(customer),
        "customer": customer,
        "looks": [(names[each], f"{here}?as={each}", each == look) for each in LOOKS],
        "look": look,
        "here": f"{here}?as={look}",
        "today": today,
        "writes": actor.may(Verb.WRITE_PLANS),
        "actions": rows,
        "columns": board(rows) if look == "board" else [],
        "timeline": timeline(rows, today) if look == "calendar" else None,
        "offers": offers(rows),
        "undo": undo_of(request, customer_id, rows),
        "form": QuickActionForm(auto_id="action_%s"),
    }
    return render(request, "plans/actions.html", context)


@for_those_who_see_sales
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What one has to do oneself, in all plans."""
    actor = actor_of(request)
    context = {
        "crumbs": [Crumb(_("Customer plans"), reverse("plans:home"))],
        "actions": selectors.my_actions(actor),
        "today": timezone.localdate(),
        "writes": actor.may(Verb.WRITE_PLANS),
        "here": reverse("plans:mine"),
        "tells_account": True,
    }
    return render(request, "plans/mine.html", context)


@of_accounts_seen
@require_POST
def move_action(request: HttpRequest, action_id: int) -> HttpResponse:
    """Done, under way, to do or dropped: in one tap."""
    actor = actor_of(request)
    found = selectors.row_seen(actor, Action, action_id).row
    demand(actor, Verb.WRITE_PLANS)
    state, was = request.POST.get("state", ""), request.POST.get("was", "")
    if state not in set(ActionState):
        raise Refusal(
            _("Choose how far the action is."),
            code="no_state",
            hint=_("To do, under way, done or dropped."),
        )
    row = services.move_action(
        actor,
        action_id=found.pk,
        state=ActionState(state),
        was=ActionState(was) if was in set(ActionState) else None,
    )
    done_now = row.state == ActionState.DONE
    messages.success(request, _("Done.") if done_now else _("It is noted."))
    return back_here(request, redirect("plans:actions", row.plan.customer_id))


def _new(request: HttpRequest, _actor: Actor, _plan: Plan) -> QuickActionForm:
    start: dict[str, Any] = {"end": timezone.localdate() + timedelta(days=30)}
    start |= {
        name: request.GET[name]
        for name in ("text", "objective_id", "initiative_id", "is_milestone")
        if name in request.GET
    }
    return QuickActionForm(sent(request), initial=start)


def _changed(request: HttpRequest, actor: Actor, found: RowSeen[Action]) -> ActionForm:
    row = found.row
    choices = selectors.action_choices(row.plan, row.pk)
    return ActionForm(
        sent(request),
        initial={**action_initial(row, selectors.after_of(row)), "seen": found.seen},
        people=people_of_account(row.plan.customer_id),
        objectives=choices.objectives,
        initiatives=choices.initiatives,
        others=choices.others,
    )


def _actions_of(plan: Plan) -> str:
    return reverse("plans:actions", args=[plan.customer_id])


add_action = adding(
    Adding(
        form=_new,
        add=services.add_action,
        title=gettext_lazy("A new action"),
        added=gettext_lazy("The action is in the plan, and it is yours."),
        lands=lambda plan: redirect_to_section(plan.customer_id, Section.ACTIONS),
        examples=lambda customer_id: shown_examples(customer_id, Section.ACTIONS),
    )
)
action = changing(
    Changing(
        model=Action,
        argument="action_id",
        out="plans:retire_action",
        form=_changed,
        change=services.change_action,
        title=lambda _row: gettext_lazy("Action"),
        is_answer=True,
        lands=lambda row: redirect(_actions_of(row.plan)),
        back=lambda row: _actions_of(row.plan),
        trail=lambda row: (Crumb(_("Actions"), _actions_of(row.plan)),),
    )
)
retire_action = retiring(
    Retiring(
        model=Action,
        argument="action_id",
        page="plans:action",
        retire=services.retire_action,
        title=gettext_lazy("Take an action out"),
        lands=lambda row: redirect(_actions_of(row.plan)),
        consequence=gettext_lazy("What is simply not done after all is dropped instead."),
    )
)
