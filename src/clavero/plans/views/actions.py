"""Actions: as a list, a board and along 18 months; one of them; a person's own of all plans."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clavero.core.errors import Refusal
from clavero.identity.doors import actor_of
from clavero.identity.rules import Actor, Verb
from clavero.plans import selectors, services
from clavero.plans.forms.work import ActionForm, QuickActionForm, action_initial
from clavero.plans.models import Action, Plan
from clavero.plans.rules.catalogue import Section
from clavero.plans.rules.kinds import ActionState
from clavero.plans.timeline import board, timeline
from clavero.plans.views._common import (
    crumbs_to,
    demand,
    of_accounts_seen,
    people_of_account,
    plan_or_404,
)
from clavero.plans.views.plan import redirect_to_section
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui.answers import ask
from clavero.ui.forms import as_day
from clavero.ui.parts import Crumb
from clavero.ui.steps import carried_number, done, sent, status_of

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
@require_http_methods(["GET", "HEAD", "POST"])
def add_action(request: HttpRequest, customer_id: int) -> HttpResponse:
    """A next step: two fields are enough."""
    actor = actor_of(request)
    plan = plan_or_404(selectors.plan_seen(actor, customer_id))
    demand(actor, Verb.WRITE_PLANS)
    form = QuickActionForm(
        sent(request), initial={"end": timezone.localdate() + timedelta(days=30)}
    )

    def keep(**given: Any) -> None:
        services.add_action(actor, customer_id=customer_id, **given)

    if request.method == "POST" and done(form, keep):
        messages.success(request, _("The action is in the plan, and it is yours."))
        return _back(request, redirect_to_section(customer_id, Section.ACTIONS))
    context = {
        "crumbs": crumbs_to(plan.customer),
        "title": _("A new action"),
        "form": form,
        "verb": _("Add"),
        "back": reverse("plans:plan", args=[customer_id]),
    }
    return render(request, "plans/form.html", context, status=status_of(form))


@of_accounts_seen
@require_http_methods(["GET", "HEAD", "POST"])
def action(request: HttpRequest, action_id: int) -> HttpResponse:
    """An action: changed, with its history."""
    actor = actor_of(request)
    found = selectors.row_seen(actor, Action, action_id)
    row, customer = found.row, found.row.plan.customer
    if request.method == "POST":
        demand(actor, Verb.WRITE_PLANS)
    initial = {**action_initial(row, selectors.after_of(row)), "seen": found.seen}
    form = _form(request, actor, row.plan, row.pk, initial)

    def keep(**given: Any) -> None:
        services.change_action(actor, action_id=action_id, **given)

    if request.method == "POST" and done(form, keep):
        messages.success(request, _("It is written down."))
        return redirect("plans:actions", customer.pk)
    back = reverse("plans:actions", args=[customer.pk])
    context = {
        "crumbs": crumbs_to(customer, Crumb(_("Actions"), back)),
        "title": _("Action"),
        "row": row,
        "form": form,
        "writes": found.writes,
        "take_out": reverse("plans:retire_action", args=[action_id]),
        "changes": selectors.changes_of_row(row),
        "back": back,
    }
    return render(request, "plans/row.html", context, status=status_of(form))


@of_accounts_seen
@require_POST
def move_action(request: HttpRequest, action_id: int) -> HttpResponse:
    """Done, under way, to do or dropped: in one tap."""
    actor = actor_of(request)
    found = selectors.row_seen(actor, Action, action_id).row
    demand(actor, Verb.WRITE_PLANS)
    state = request.POST.get("state", "")
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
        seen=carried_number(request, "seen") or 0,
    )
    done_now = row.state == ActionState.DONE
    messages.success(request, _("Done.") if done_now else _("It is noted."))
    return _back(request, redirect("plans:actions", row.plan.customer_id))


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
    messages.success(request, _("The action is moved."))
    calendar = reverse("plans:actions", args=[row.plan.customer_id]) + "?as=calendar"
    return redirect(f"{calendar}#action-{row.pk}")


@of_accounts_seen
@require_http_methods(["GET", "HEAD", "POST"])
def retire_action(request: HttpRequest, action_id: int) -> HttpResponse:
    """It was a mistake."""
    actor = actor_of(request)
    row = selectors.row_seen(actor, Action, action_id).row
    demand(actor, Verb.WRITE_PLANS)
    if request.method == "POST":
        services.retire_action(actor, action_id=action_id)
        messages.success(request, _("It is out of the plan."))
        return redirect("plans:actions", row.plan.customer_id)
    return ask(
        request,
        title=_("Take an action out"),
        question=_("Take “%(text)s” out of the plan?") % {"text": row.text},
        consequences=[_("What is simply not done after all is dropped instead.")],
        verb=_("Take it out"),
        back=reverse("plans:action", args=[action_id]),
        is_destructive=True,
    )


def _form(
    request: HttpRequest, actor: Actor, plan: Plan, own: int, initial: Mapping[str, Any]
) -> ActionForm:
    choices = selectors.action_choices(plan, own)
    return ActionForm(
        sent(request),
        initial=dict(initial),
        people=people_of_account(actor, plan.customer_id),
        objectives=choices.objectives,
        initiatives=choices.initiatives,
        others=choices.others,
    )


def _back(request: HttpRequest, otherwise: HttpResponse) -> HttpResponse:
    """To the page on which it was done, if it is one of ours."""
    here = request.POST.get("here", "")
    is_ours = url_has_allowed_host_and_scheme(here, allowed_hosts=None)
    return redirect(here) if here.startswith("/") and is_ours else otherwise
