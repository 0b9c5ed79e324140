"""The team of an account, and the load of people."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clavero.core.errors import Forbidden
from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui import formats
from clavero.ui.answers import or_404
from clavero.ui.parts import Crumb
from clavero.ui.steps import carried_number, done, sent, status_of
from clavero.ui.versions import adopted_from, settings_page
from clavero.work import selectors, services
from clavero.work.forms.teams import DedicateForm, EndForm, LimitsForm
from clavero.work.selectors import LoadRow, Whose
from clavero.work.selectors.load import InForce
from clavero.work.sentences import finding_in_words
from clavero.work.views.common import crumb_of_work, crumbs_of, tabs
from clavero.work.words import (
    COVERAGE_NAMES,
    FINDING_ICONS,
    FINDING_TONES,
    FUNCTION_NAMES,
    LIMIT_NAMES,
)


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def team(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Who works for an account, in what part, with how much of their time."""
    actor = actor_of(request)
    found = or_404(lambda: selectors.account_team(actor, customer_id))
    if request.method == "POST" and not found.tends:
        raise Forbidden(Verb.TEND_TEAMS)
    form = DedicateForm(
        sent(request), people=found.people,
        initial={"start": timezone.localdate(), "seen": found.seen or ""},
    )  # fmt: skip
    if done(form, partial(services.dedicate, actor, customer_id=customer_id)):
        messages.success(request, _("It is kept."))
        return redirect("work:team", customer_id)
    context = {
        "crumbs": crumbs_of(request, found.account),
        "card": found.account.card,
        "tabs": tabs(customer_id, "team"),
        "members": [_shown(each) for each in found.members],
        "past": [_shown(each) for each in found.past],
        "whole": found.share,
        "changes": found.changes,
        "form": form if found.tends else None,
        "assigns": actor.may(Verb.ASSIGN_COVERAGE),
        "tends": found.tends,
        "today": timezone.localdate(),
    }
    return render(request, "work/team.html", context, status=status_of(form))


@require_POST
def end(request: HttpRequest, dedication_id: int) -> HttpResponse:
    """Somebody no longer gives their time to an account."""
    form = EndForm(request.POST or None)
    actor = actor_of(request)
    on = form.cleaned_data["on"] if form.is_valid() else timezone.localdate()
    seen = carried_number(request, "seen")
    customer_id = or_404(
        lambda: services.end_dedication(actor, dedication_id=dedication_id, on=on, seen=seen)
    )
    messages.success(request, _("It is kept."))
    return redirect("work:team", customer_id)


@for_those_who_see_sales
@require_safe
def load(request: HttpRequest) -> HttpResponse:
    """What the reader and those below them answer for, against what a person can look after."""
    actor = actor_of(request)
    if not selectors.sees_load(actor):
        raise Forbidden(Verb.SEE_TEAM_ACCOUNTS)
    holding = selectors.limits_on(timezone.localdate())
    rows = selectors.load_rows(actor, holding)
    context = {
        "crumbs": [crumb_of_work()],
        "limits": holding.settings,
        "rows": [
            {
                "row": row,
                "findings": [
                    (
                        finding_in_words(each, row, holding.settings),
                        FINDING_TONES[each],
                        FINDING_ICONS[each],
                    )
                    for each in row.findings
                ],
                "tasks": _tasks_of(actor, row),
            }
            for row in rows
        ],
    }
    return render(request, "work/load.html", context)


@for_those_who_see_sales
@require_safe
def limits(request: HttpRequest) -> HttpResponse:
    """What holds today, and every version."""
    return _limits(request, selectors.limits_on(timezone.localdate()), is_today=True)


@for_those_who_see_sales
@require_safe
def limits_version(request: HttpRequest, version_id: int) -> HttpResponse:
    """One version, as it was adopted."""
    found = selectors.limits_of(version_id)
    if found is None:
        raise Http404("no such version")
    return _limits(request, found, is_today=False)


@allowed(Verb.ASSIGN_COVERAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def change_limits(request: HttpRequest) -> HttpResponse:
    """A new version."""
    before = selectors.latest_limits()
    initial = {
        "seen": before.number or "", "valid_from": timezone.localdate(),
        **before.settings.to_plain(),
    }  # fmt: skip
    data = sent(request)
    form = LimitsForm(data, initial=initial)

    def adopt(**given: Any) -> Any:
        return services.adopt_limits(actor_of(request), limits=form.limits(), **given)

    if data is not None and adopted_from(request, form, adopt, lambda fault: str(fault.code)):
        return redirect("work:limits")
    context = {
        "crumbs": _limit_crumbs(),
        "title": _("How much one person can look after"),
        "intro": _("The seeds' limits rest on no study: set your own."),
        "form": form,
        "verb": _("Adopt"),
    }
    return render(request, "work/entry.html", context, status=status_of(form))


def _tasks_of(actor: Actor, row: LoadRow) -> str:
    """The list of somebody's tasks: one's own are not among the team's."""
    if row.person_id == actor.user_id:
        return f"{reverse('work:tasks')}?whose={Whose.MINE}"
    asked = urlencode({"whose": Whose.TEAM.value, "owner": row.name})
    return f"{reverse('work:tasks')}?{asked}"


def _limits(request: HttpRequest, found: InForce, *, is_today: bool) -> HttpResponse:
    context = {
        "crumbs": _limit_crumbs()[: 2 if is_today else 3],
        "rows": [
            (LIMIT_NAMES[name], formats.number(value))
            for name, value in found.settings.to_plain().items()
        ],
        **settings_page(
            found,
            selectors.all_limits(),
            name=_("How much one person can look after"),
            is_today=is_today,
            governs=actor_of(request).may(Verb.ASSIGN_COVERAGE),
            change_url=reverse("work:change_limits"),
            version_url="work:limits_version",
        ),
    }
    return render(request, "work/limits.html", context)


def _limit_crumbs() -> list[Crumb]:
    return [
        crumb_of_work(),
        Crumb(_("Load"), reverse("work:load")),
        Crumb(_("How much one person can look after"), reverse("work:limits")),
    ]


def _shown(member: selectors.Member) -> dict[str, Any]:
    part = None
    if member.role is not None:
        part = COVERAGE_NAMES[member.role]
    elif member.function is not None:
        part = FUNCTION_NAMES[member.function]
    return {"member": member, "part": part}
