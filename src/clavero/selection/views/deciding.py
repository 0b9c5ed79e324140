"""*Decide*: what the committee made of a candidate, and what was entered by mistake."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clavero.core.errors import Sentence
from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.portfolio.hooks import warnings_if_key
from clavero.selection import selectors, services
from clavero.selection.forms.candidates import DecisionForm, WithdrawForm
from clavero.selection.models import Candidate
from clavero.selection.rules.cycle import Stage
from clavero.selection.rules.steps import IN_PROGRAMME, STEPS, Status
from clavero.selection.selectors import CandidateRow, CycleList
from clavero.selection.sentences import decision_in_words, places_in_words, proposal_in_words
from clavero.selection.words import STATUS_NAMES, question_names, step_fault_in_words
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of

_LONGEST_NUMBER = 19


@allowed(Verb.DECIDE_KEY_ACCOUNTS)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """Enter what the committee decided."""
    actor = actor_of(request)
    try:
        listed, row = selectors.list_with(actor, candidate_id)
    except Candidate.DoesNotExist as stranger:
        raise Http404("no such candidate for this reader") from stranger
    form = DecisionForm(
        sent(request),
        now=row.standing.status,
        proposed=row.proposal.status,
        members=selectors.last_members(listed.cycle),
        seen=services.last_decision(row),
        again=selectors.withdrawn_decision(row.candidate, _number(request.GET.get("again", ""))),
    )

    too_much: list[Sentence] = []

    def keep(**given: Any) -> None:
        too_much.extend(_load(row, Status(given["status"])))
        services.decide(actor, candidate_id=candidate_id, **given)

    if done(form, keep):
        told = _("%(name)s: “%(status)s”, by decision of the committee.")
        status = STATUS_NAMES[form.cleaned_data["status"]]
        messages.success(request, told % {"name": row.card.title, "status": status})
        for warning in too_much:
            messages.warning(request, str(warning))
        return redirect("selection:candidate", candidate_id)
    context = {
        "crumbs": _crumbs(listed, row),
        "row": row,
        "form": form,
        "proposal": proposal_in_words(row.standing, row.proposal),
        "against_key": _against_key(listed, row),
        "places": places_in_words(listed),
    }
    return render(request, "selection/decide.html", context, status=status_of(form))


@allowed(Verb.DECIDE_KEY_ACCOUNTS)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Withdraw a decision, and go on to what the committee did decide."""
    actor = actor_of(request)
    try:
        listed, row, decision = selectors.decision_in_list(actor, decision_id)
    except ObjectDoesNotExist as stranger:
        raise Http404("no such decision for this reader") from stranger
    form = WithdrawForm(sent(request))

    def keep(**given: Any) -> None:
        services.withdraw(actor, decision_id=decision_id, **given)

    if done(form, keep):
        told = _("The decision is withdrawn: %(name)s is “%(status)s” again.")
        status = STATUS_NAMES[decision.before]
        messages.success(request, told % {"name": row.card.title, "status": status})
        if listed.cycle.stage == Stage.DECIDING:
            address = reverse("selection:decide", args=[row.candidate.pk])
            return redirect(f"{address}?again={decision_id}")
        return redirect("selection:candidate", row.candidate.pk)
    context = {
        "crumbs": _crumbs(listed, row),
        "row": row,
        "form": form,
        "decision": decision_in_words(decision),
    }
    return render(request, "selection/withdraw.html", context, status=status_of(form))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < _LONGEST_NUMBER else None


def _crumbs(listed: CycleList, row: CandidateRow) -> list[Crumb]:
    year = listed.cycle.year
    return [
        Crumb(_("Selection of key accounts"), reverse("selection:selection")),
        Crumb(str(year), reverse("selection:cycle", args=[year])),
        Crumb(row.card.title, reverse("selection:candidate", args=[row.candidate.pk])),
    ]


def _load(row: CandidateRow, status: Status) -> list[Sentence]:
    """That whoever leads it looks after too much with it, where it becomes key; that is said, and
    hinders nobody."""
    if status is not Status.KEY or row.standing.status in IN_PROGRAMME:
        return []
    return warnings_if_key(row.card.id, timezone.localdate())


def _against_key(listed: CycleList, row: CandidateRow) -> list[str]:
    """What would speak against making it key, if there is a step to it."""
    if Status.KEY not in STEPS[row.standing.status]:
        return []
    names = question_names(listed.holding.settings)
    return [
        step_fault_in_words(each, names) for each in services.faults_of(listed, row, Status.KEY)
    ]
