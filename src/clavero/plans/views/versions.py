"""Approval, versions, and two of them side by side."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clavero.core.errors import Refusal
from clavero.identity.doors import actor_of
from clavero.identity.rules import Verb
from clavero.matrix.words import STRATEGY_NAMES
from clavero.plans import selectors, services
from clavero.plans.agreeing import found_apart
from clavero.plans.forms.reviewing import ApprovalForm, CompareForm
from clavero.plans.rules.comparing import Content, Fate, Moved, compare
from clavero.plans.rules.kinds import PlanState
from clavero.plans.showing import standing_of
from clavero.plans.valuing import shown_worth
from clavero.plans.views._common import crumbs_to, demand, of_accounts_seen, plan_or_404
from clavero.plans.words import SECTION_NAMES
from clavero.plans.words.changes import OF_RETENTION, ROW_FIELDS, row_value, shown_month
from clavero.plans.words.reviewing import FATE_NAMES, FATE_TONES
from clavero.ui import formats
from clavero.ui.steps import done, sent, status_of

NOW, NOTHING = "now", "nothing"
_TEXTS = {"owner_id", "objective_id", "initiative_id"}
"""What a version keeps by its name instead of its number."""


@of_accounts_seen
@require_POST
def submit(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Hand the plan in; what keeps it from that is told on its page."""
    try:
        services.submit_plan(actor_of(request), customer_id=customer_id)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The plan is handed in."))
    return redirect("plans:plan", customer_id)


@of_accounts_seen
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Approve the plan as it stands, or give it back; below, what is new since the last version."""
    actor = actor_of(request)
    picture, holding = selectors.plan_to_approve(actor, customer_id)
    plan = plan_or_404(picture.plan)
    demand(actor, Verb.APPROVE_PLANS)
    form = ApprovalForm(sent(request), initial={"seen": holding.revision})

    def keep(note: str, seen: int) -> None:
        if "back" in request.POST:
            services.return_plan(actor, customer_id=customer_id, note=note, seen=seen)
        else:
            services.approve_plan(actor, customer_id=customer_id, note=note, seen=seen)

    if request.method == "POST" and done(form, keep):
        told = _("It is given back.") if "back" in request.POST else _("The plan is approved.")
        messages.success(request, told)
        return redirect("plans:plan", customer_id)
    currency = picture.live.currency
    context = {
        "crumbs": crumbs_to(plan.customer),
        "customer": plan.customer,
        "plan": plan,
        "waits": plan.state == PlanState.SUBMITTED,
        "form": form,
        "moves": _shown(compare(holding.content, selectors.content_of(plan, read=picture))),
        "since": plan.approved_number,
        "strategy": "" if picture.strategy is None else STRATEGY_NAMES[picture.strategy],
        "checked": found_apart(picture, currency),
        **standing_of(picture),
        "worth": None if picture.worth is None else shown_worth(picture, picture.worth, currency),
    }
    return render(request, "plans/decide.html", context, status=status_of(form))


@of_accounts_seen
@require_safe
def versions(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The versions of a plan; two of them, or one and what stands now, side by side."""
    actor = actor_of(request)
    found, shape = selectors.plan_with_structure(actor, customer_id)
    plan = plan_or_404(found)
    kept = selectors.versions_of(plan)
    contents: dict[str, Content] = {
        NOW: selectors.content_of(plan, shape=shape), NOTHING: {},
        **{str(each.number): each.content for each in kept},
    }  # fmt: skip
    names: list[tuple[str, Any]] = [
        (NOW, _("As it stands now")),
        *((str(each.number), _("Version %(number)s") % {"number": each.number}) for each in kept),
        (NOTHING, _("An empty plan")),
    ]
    first = str(kept[0].number) if kept else NOTHING
    initial = {"before": first, "after": NOW}
    form = CompareForm(request.GET if "before" in request.GET else initial, choices=names)
    if not form.is_valid():
        raise Refusal(
            _("There are no such versions."),
            code="no_such_version",
            hint=_("Choose two of those that there are."),
        )
    chosen = form.cleaned_data
    context = {
        "crumbs": crumbs_to(plan.customer),
        "customer": plan.customer,
        "kept": kept,
        "form": form,
        "before": dict(names)[chosen["before"]],
        "after": dict(names)[chosen["after"]],
        "moves": _shown(compare(contents[chosen["before"]], contents[chosen["after"]])),
        "here": reverse("plans:versions", args=[customer_id]),
    }
    return render(request, "plans/versions.html", context)


def _shown(moves: Any) -> list[dict[str, Any]]:
    return [_move(each) for each in moves]


def _move(each: Moved) -> dict[str, Any]:
    told = [
        (name, ROW_FIELDS[name], _said(name, before), _said(name, after))
        for name, before, after in each.fields
        if name in ROW_FIELDS
    ]
    fields: list[tuple[Any, ...]] = [each_told[1:] for each_told in told]
    # A scorecard is no row with a text: point by point, whether it came, went or changed.
    is_card = any(name.startswith(OF_RETENTION) for name, *_said in told)
    if (
        each.fate is not Fate.CHANGED and not is_card
    ):  # all of a row in one line, on the side where it stands
        which = 3 if each.fate is Fate.CAME else 2
        whole = " · ".join(f"{one[1]}: {one[which]}" for one in told if one[0] != "text")
        sides = (formats.NOTHING, whole or shown_month(each.text))
        fields = [("", *(sides if which == 3 else sides[::-1]))]
    return {
        "section": SECTION_NAMES[each.section],
        "text": _("The retention scorecard")
        if is_card
        else shown_month(each.text) or SECTION_NAMES[each.section],
        "fate": FATE_NAMES[each.fate],
        "tone": FATE_TONES[each.fate],
        "fields": fields,
    }


def _said(name: str, value: Any) -> Any:
    if value in (None, "", []):
        return formats.NOTHING
    if name == "text":
        return shown_month(str(value))
    return value if name in _TEXTS else row_value(name, value)
