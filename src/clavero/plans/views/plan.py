"""*Customer plans*: all of them, and the one page of one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clavero.core.revisions import revision_of
from clavero.identity.doors import actor_of
from clavero.identity.rules import Actor, Verb
from clavero.matrix.words import STRATEGY_NAMES
from clavero.opportunities.forms.needs import QuickNeedForm
from clavero.plans import selectors, services
from clavero.plans.agreeing import found_apart
from clavero.plans.forms.rows import QuickRowForm
from clavero.plans.forms.work import QuickActionForm, YearsForm
from clavero.plans.hooks import NextStep, waiting
from clavero.plans.knowing import known_facts, known_of
from clavero.plans.rules.catalogue import OF_SECTION, Section
from clavero.plans.rules.kinds import PlanState
from clavero.plans.selectors import PlanPicture
from clavero.plans.showing import (
    links_in_words,
    shown_objective,
    shown_sections,
    standing_of,
    state_of,
    steps_beside,
    steps_of,
)
from clavero.plans.valuing import shown_win_win, shown_worth
from clavero.plans.views._common import crumbs_to, demand, of_accounts_seen, plan_or_404
from clavero.plans.words import (
    ADD_NAMES,
    ANSOFF_NAMES,
    INITIATIVE_STATE_NAMES,
    INITIATIVE_STATE_TONES,
    PLAN_STATE_NAMES,
    PLAN_STATE_TONES,
    REQUEST_KIND_NAMES,
    REQUEST_STATE_NAMES,
    REQUEST_STATE_TONES,
)
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui.navigation import Place, entries_for
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of


@for_those_who_see_sales
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The plans of the accounts that the reader sees, and those that should have one."""
    actor = actor_of(request)
    rows = selectors.plan_rows(actor)
    context = {
        "plans": [
            (row, *_state(row.state), _strategy(row.strategy)) for row in rows if row.has_plan
        ],
        "without": [(row, _strategy(row.strategy)) for row in rows if not row.has_plan],
        "writes": actor.may(Verb.WRITE_PLANS),
        "decides": actor.may(Verb.DECIDE_RESOURCES),
    }
    return render(request, "plans/home.html", context)


def _state(state: Any) -> tuple[Any, str]:
    return PLAN_STATE_NAMES[state], PLAN_STATE_TONES[state]


def _strategy(strategy: Any) -> Any:
    return "" if strategy is None else STRATEGY_NAMES[strategy]


@of_accounts_seen
@require_POST
def start(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Begin the plan of an account."""
    services.start_plan(actor_of(request), customer_id=customer_id)
    messages.success(request, _("The plan is begun. What is known already stands in it."))
    return redirect("plans:plan", customer_id)


@of_accounts_seen
@require_safe
def plan(request: HttpRequest, customer_id: int) -> HttpResponse:
    """One page: what comes next, what is known, and the sections, which open."""
    actor = actor_of(request)
    picture = selectors.plan_picture(actor, customer_id, linked=True)
    currency = picture.live.currency
    context: dict[str, Any] = {
        "crumbs": [Crumb(_("Customer plans"), reverse("plans:home"))],
        "customer": picture.customer,
        "picture": picture,
        "writes": picture.writes,
        "strategy": _strategy(picture.strategy),
        "years": known_facts(picture.live, currency),
        "known": known_of(picture),
    }
    if picture.plan is None:
        return render(request, "plans/begin.html", context)
    known, names = picture.live.kpis, picture.live.names
    links = links_in_words(picture)
    context |= {
        "state": state_of(picture),
        "state_name": PLAN_STATE_NAMES[picture.plan.state],
        "state_tone": PLAN_STATE_TONES[picture.plan.state],
        "can_submit": picture.plan.state == PlanState.DRAFT
        and selectors.hands_in(actor, picture.live.lead),
        "can_decide": picture.plan.state == PlanState.SUBMITTED and actor.may(Verb.APPROVE_PLANS),
        "checked": found_apart(picture, currency),
        **standing_of(picture),
        **steps_of([*_of_others(actor, picture), *steps_beside(picture)]),
        "entries": entries_for(actor, Place.PLAN),
        "objectives": [
            shown_objective(each, known, names, currency, links.get(f"objective:{each.row.pk}", ()))
            for each in picture.measured
        ],
        "sections": [
            (shown, each, _adding(actor, each.section, customer_id))
            for shown, each in zip(shown_sections(picture, links), picture.sections, strict=True)
        ],
        "initiatives": _initiatives(picture, currency),
        "requests": [
            (
                row,
                REQUEST_KIND_NAMES[row.kind],
                REQUEST_STATE_NAMES[row.state],
                REQUEST_STATE_TONES[row.state],
            )
            for row in picture.requests
        ],
        "worth": None if picture.worth is None else shown_worth(picture, picture.worth, currency),
        "currency": currency,
        "open_section": request.GET.get("section", ""),
        "action_form": QuickActionForm(auto_id="action_%s"),
        "changes": selectors.changes_of_plan(picture.plan) if "history" in request.GET else [],
    }
    return render(request, "plans/plan.html", context)


def _of_others(actor: Actor, picture: PlanPicture) -> Iterator[NextStep]:
    for key, count in picture.waiting.items():
        step = waiting[key].told(actor, picture.customer.pk, count) if count else None
        if step is not None:
            yield step


@of_accounts_seen
@require_http_methods(["GET", "HEAD", "POST"])
def years(request: HttpRequest, customer_id: int) -> HttpResponse:
    """How many years the plan looks ahead."""
    actor = actor_of(request)
    found = plan_or_404(selectors.plan_seen(actor, customer_id))
    demand(actor, Verb.WRITE_PLANS)
    form = YearsForm(sent(request), initial={"years": found.years, "seen": revision_of(found)})

    def keep(**given: Any) -> None:
        services.set_years(actor, customer_id=customer_id, **given)

    if done(form, keep):
        messages.success(request, _("The plan looks that far ahead."))
        return redirect("plans:plan", customer_id)
    context = {
        "crumbs": crumbs_to(found.customer),
        "title": _("How far ahead the plan looks"),
        "form": form,
        "verb": _("Keep"),
        "back": reverse("plans:plan", args=[customer_id]),
    }
    return render(request, "plans/form.html", context, status=status_of(form))


def _initiatives(picture: PlanPicture, currency: str) -> list[dict[str, Any]]:
    """The initiatives with what they are worth to both."""
    tests = {}
    if picture.worth is not None:
        tests = {each.row.pk: each.win_win for each in picture.worth.initiatives}
    return [
        {
            "row": row,
            "kind": ANSOFF_NAMES[row.kind],
            "state": INITIATIVE_STATE_NAMES[row.state],
            "tone": INITIATIVE_STATE_TONES.get(row.state, "plain"),
            "test": shown_win_win(tests.get(row.pk), currency),
        }
        for row in picture.initiatives
    ]


def _adding(actor: Actor, section: Section, customer_id: int) -> list[tuple[Any, str, Form]]:
    """The forms that add a row to a section, or a need to the customer."""
    if section is Section.NEEDS and actor.may(Verb.TEND_OPPORTUNITIES):
        here = urlencode({"here": section_address(customer_id, section)})
        address = f"{reverse('opportunities:account_needs', args=[customer_id])}?{here}"
        start = {"said_on": timezone.localdate(), "urgency": 3}
        return [(_("Add a need"), address, QuickNeedForm(auto_id="need_%s", initial=start))]
    if not actor.may(Verb.WRITE_PLANS):
        return []
    return [
        (
            ADD_NAMES[kind.key],
            reverse("plans:add_item", args=[customer_id, kind.key]),
            QuickRowForm(kind=kind, auto_id=f"{kind.key}_%s"),
        )
        for kind in OF_SECTION[section]
    ]


def section_address(customer_id: int, section: Section) -> str:
    """A section of a plan, open."""
    number = int(section)
    return f"{reverse('plans:plan', args=[customer_id])}?section={number}#section-{number}"


def redirect_to_section(customer_id: int, section: Section) -> HttpResponse:
    """Back to where a row stands, with its section open."""
    return redirect(section_address(customer_id, section))
