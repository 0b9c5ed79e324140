"""A candidate: how it got on the list, its filter, evidence and ratings."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from clavero.core.errors import Forbidden
from clavero.core.revisions import revision_of
from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.address import customer_address
from clavero.selection import selectors, services
from clavero.selection.forms.candidates import (
    AgreementForm,
    ChosenForm,
    EvidenceForm,
    FilterForm,
    RatingForm,
    ReasonForm,
)
from clavero.selection.guiding import figures_in_words, scales_in_words
from clavero.selection.models import Candidate
from clavero.selection.rules.cycle import Stage
from clavero.selection.rules.steps import IN_PROGRAMME
from clavero.selection.selectors import CandidateRow, CycleList
from clavero.selection.sentences import (
    decision_in_words,
    decisions_in_words,
    proposal_in_words,
    raters_in_words,
    reason_in_words,
    reasons_in_words,
    standing_in_words,
    sum_of,
)
from clavero.selection.words import (
    STATUS_NAMES,
    STATUS_TONES,
    answer_named,
    criterion_names,
    question_names,
)
from clavero.ui import formats
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of


@allowed(Verb.SEE_SELECTION)
@require_safe
def candidate(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """All that is known of a candidate."""
    actor = actor_of(request)
    try:
        page = selectors.candidate_page(actor, candidate_id)
    except Candidate.DoesNotExist as stranger:
        raise Http404("no such candidate for this reader") from stranger
    row, listed = page.row, page.listed
    stage = Stage(listed.cycle.stage)
    proposes = actor.may(Verb.PROPOSE_KEY_ACCOUNTS)
    context = {
        "crumbs": _crumbs(listed),
        "cycle": listed.cycle,
        "row": row,
        "status": STATUS_NAMES[row.standing.status],
        "tone": STATUS_TONES.get(row.standing.status, "plain"),
        "reasons": reasons_in_words(row.candidate),
        "lead": standing_in_words(listed, row),
        "proposal": proposal_in_words(row.standing, row.proposal),
        "answers": _answers(listed, row),
        "sum": sum_of(listed, row, reader=actor.user_id),
        "talks": _talks(listed, row),
        "evidence": page.evidence,
        "decisions": decisions_in_words(row),
        "withdrawn": [decision_in_words(each) for each in row.withdrawn],
        "to_withdraw": _to_withdraw(actor, listed, row),
        "changes": page.changes,
        "customer_url": customer_address(request.GET)(row.card.id),
        "can_hand_over": actor.may(Verb.DECIDE_KEY_ACCOUNTS)
        and row.standing.status in IN_PROGRAMME,
        "can_answer": proposes and listed.cycle.is_open,
        "can_rate": proposes and stage is Stage.RATING,
        "can_agree": proposes and listed.cycle.is_open and not row.is_hidden,
        "has_to_agree": not row.is_hidden and bool(row.disputed),
        "can_decide": actor.may(Verb.DECIDE_KEY_ACCOUNTS) and stage is Stage.DECIDING,
    }
    return render(request, "selection/candidate.html", context)


def _to_withdraw(actor: Actor, listed: CycleList, row: CandidateRow) -> int | None:
    """The decision that the reader may withdraw: the last one, while its year is open."""
    may = actor.may(Verb.DECIDE_KEY_ACCOUNTS) and listed.cycle.is_open
    if not may or row.course is None:
        return None
    last = row.course.decisions[0]
    return last.pk if last.candidate_id == row.candidate.pk else None


def _answers(listed: CycleList, row: CandidateRow) -> list[dict[str, Any]]:
    given = row.candidate.answers
    return [
        {
            "question": asked,
            "answer": answer_named(given.get(key, {}).get("passes", "unknown")),
            "is_no": given.get(key, {}).get("passes") == "no",
            "why": given.get(key, {}).get("why", ""),
            "by": given.get(key, {}).get("by", ""),
            "day": given.get(key, {}).get("day", ""),
        }
        for key, asked in question_names(listed.holding.settings).items()
    ]


def _talks(listed: CycleList, row: CandidateRow) -> list[dict[str, Any]]:
    """What the raters have agreed on, where the reader may know."""
    if row.is_hidden:
        return []
    names = criterion_names(listed.holding.settings)
    return [
        {"criterion": names[key], **talk, "day": date.fromisoformat(talk["day"])}
        for key, talk in row.candidate.agreed.items()
        if key in row.talked
    ]


@allowed(Verb.PROPOSE_KEY_ACCOUNTS)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """Answer the filter."""
    actor = actor_of(request)
    seen = revision_of(Candidate(pk=candidate_id))  # read before the values that it stands for
    listed, row = _row(request, candidate_id)
    questions = question_names(listed.holding.settings)
    values = services.flat(row.candidate, list(questions))
    form = FilterForm(sent(request), questions=questions, initial={**values, "seen": seen})

    def keep(**given: Any) -> None:
        services.answer_filter(actor, candidate_id=candidate_id, **given)

    if done(form, keep):
        messages.success(request, _("The answers are kept."))
        return redirect("selection:candidate", candidate_id)
    return _form_page(request, "selection/answer.html", listed, row, form)


@allowed(Verb.PROPOSE_KEY_ACCOUNTS)
@require_http_methods(["GET", "HEAD", "POST"])
def add_evidence(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """Add evidence."""
    actor = actor_of(request)
    listed, row = _row(request, candidate_id)
    form = EvidenceForm(sent(request))

    def keep(**given: Any) -> None:
        services.add_evidence(actor, candidate_id=candidate_id, **given)

    if done(form, keep):
        messages.success(request, _("The evidence is kept."))
        return redirect("selection:candidate", candidate_id)
    return _form_page(request, "selection/add_evidence.html", listed, row, form)


@allowed(Verb.PROPOSE_KEY_ACCOUNTS)
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """Give one's own scores, without those of the others in sight."""
    actor = actor_of(request)
    listed, row = _row(request, candidate_id, with_reviews=False)
    if request.method != "POST" and listed.cycle.stage != Stage.RATING:
        return redirect("selection:candidate", candidate_id)  # which says what it came to
    criteria = criterion_names(listed.holding.settings)
    own = {
        key: each.score.normalize() + 0
        for key, given in row.ratings.items()
        for each in given
        if each.rater_id == actor.user_id
    }
    weights = listed.holding.settings.criteria.weights
    guide = selectors.rating_guide(listed, row.card, timezone.localdate())
    scales = scales_in_words(guide, criteria)
    form = RatingForm(sent(request), criteria=criteria, weights=weights, own=own, scales=scales)

    def keep(**given: Any) -> None:
        try:
            services.rate(actor, candidate_id=candidate_id, **given)
        except services.RatersApart as apart:
            form.ask_for_talks(apart)
            raise

    if done(form, keep):
        messages.success(request, _("Your scores are kept."))
        return redirect("selection:candidate", candidate_id)
    figures = figures_in_words(guide)
    return _form_page(request, "selection/rate.html", listed, row, form, figures=figures)


@allowed(Verb.PROPOSE_KEY_ACCOUNTS)
@require_http_methods(["GET", "HEAD", "POST"])
def agree(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """Write what raters far apart have agreed on, one criterion after the other, or put it
    right."""
    actor = actor_of(request)
    revision = revision_of(Candidate(pk=candidate_id))  # read before the values that it stands for
    listed, row = _row(request, candidate_id)
    asked = request.POST.get("criterion", "")
    names = criterion_names(listed.holding.settings)
    forms = {
        key: AgreementForm(
            request.POST if request.method == "POST" and key == asked else None,
            initial={
                "ratings": _about(row, key),
                "note": row.candidate.agreed[key]["note"] if key in row.talked else "",
                "seen": revision,
            },
            prefix=key,
        )
        for key in _to_agree_on(row, asked)
    }

    def keep(**given: Any) -> None:
        services.agree(actor, candidate_id=candidate_id, criterion=asked, **given)

    if asked in forms:
        if done(forms[asked], keep):
            messages.success(request, _("What you agreed on is kept, and the median counts."))
            return redirect("selection:candidate", candidate_id)
        forms[asked].about(_about(row, asked))
    lines = [
        (key, names[key], raters_in_words(row.ratings[key]), form) for key, form in forms.items()
    ]
    status = status_of(*forms.values()) if request.method != "POST" else 422
    context = {"crumbs": _crumbs(listed, row), "row": row, "lines": lines}
    return render(request, "selection/agree.html", context, status=status)


def _to_agree_on(row: CandidateRow, asked: str) -> list[str]:
    """The criteria that raters agree on, and the one that somebody has just written about: their
    text is not lost where it comes too late."""
    if row.is_hidden:
        return []
    found = [*row.disputed, *row.talked]
    return found if asked in found or not row.verdicts.get(asked) else [*found, asked]


def _about(row: CandidateRow, criterion: str) -> str:
    return ";".join(f"{each.score:f}" for each in row.ratings[criterion])


@allowed(Verb.DECIDE_KEY_ACCOUNTS)
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """Whom the ledger puts forward, to be ticked."""
    actor = actor_of(request)
    cycle = selectors.open_cycle_or_none()
    found = selectors.proposals(actor, cycle)
    form = ChosenForm(sent(request), ids=[each.card.id for each in found])
    counts: list[int] = []

    def keep(**given: Any) -> None:
        counts.append(services.accept_proposals(actor, **given))

    if done(form, keep):
        told = ngettext(
            "%(count)s customer is on the list.", "%(count)s customers are on the list.", counts[0]
        ) % {"count": formats.number(counts[0])}
        messages.success(request, told)
        return redirect("selection:selection")
    ticked = set(request.POST.getlist("customer_ids"))
    context = {
        "crumbs": [Crumb(_("Selection of key accounts"), reverse("selection:selection"))],
        "form": form,
        "cycle": cycle,
        "proposals": [
            (each.card, reason_in_words(each.reasons), str(each.card.id) in ticked)
            for each in found
        ],
    }
    return render(request, "selection/propose.html", context, status=status_of(form))


@allowed(Verb.SEE_SELECTION)
@require_http_methods(["GET", "HEAD", "POST"])
def customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """A customer's years on the list and what was decided; it is put forward here."""
    actor = actor_of(request)
    proposes = actor.may(Verb.PROPOSE_KEY_ACCOUNTS)
    if request.method == "POST" and not proposes:
        raise Forbidden(Verb.PROPOSE_KEY_ACCOUNTS)
    today = timezone.localdate()
    try:
        course = selectors.customer_course(actor, customer_id, today)
    except ObjectDoesNotExist as stranger:
        raise Http404("no such customer for this reader") from stranger
    cycle = selectors.open_cycle_or_none()
    form = ReasonForm(sent(request))
    put: list[Candidate] = []

    def keep(**given: Any) -> None:
        put.append(services.put_forward(actor, customer_id=customer_id, **given))

    if proposes and done(form, keep):
        messages.success(request, _("%(name)s is on the list.") % {"name": course.card.title})
        return redirect("selection:candidate", put[0].pk)
    is_listed = cycle is not None and any(each.cycle_id == cycle.pk for each in course.candidacies)
    context = {
        "crumbs": [Crumb(_("Selection of key accounts"), reverse("selection:selection"))],
        "course": course,
        "decisions": [decision_in_words(each) for each in course.decisions],
        "withdrawn": [decision_in_words(each) for each in course.withdrawn],
        "cycle": cycle,
        "status": _status(course.decisions, is_listed=is_listed),
        "form": form,
        "customer_url": customer_address(request.GET)(customer_id),
        "handover": selectors.open_handover(course.records),
        "can_hand_over": actor.may(Verb.DECIDE_KEY_ACCOUNTS)
        and bool(course.decisions)
        and course.decisions[0].status in IN_PROGRAMME,
        "can_propose": proposes
        and cycle is not None
        and cycle.stage == Stage.RATING
        and not is_listed,
    }
    return render(request, "selection/customer.html", context, status=status_of(form))


def _status(decisions: list[Any], *, is_listed: bool) -> Any:
    if decisions:
        return STATUS_NAMES[decisions[0].status]
    return STATUS_NAMES["candidate"] if is_listed else STATUS_NAMES["not_key"]


def _row(
    request: HttpRequest, candidate_id: int, *, with_reviews: bool = True
) -> tuple[CycleList, CandidateRow]:
    actor = actor_of(request)
    try:
        return selectors.list_with(actor, candidate_id, with_reviews=with_reviews)
    except Candidate.DoesNotExist as stranger:
        raise Http404("no such candidate for this reader") from stranger


def _form_page(
    request: HttpRequest,
    template: str,
    listed: CycleList,
    row: CandidateRow,
    form: Any,
    **more: Any,
) -> HttpResponse:
    context = {"crumbs": _crumbs(listed, row), "row": row, "form": form, **more}
    return render(request, template, context, status=status_of(form))


def _crumbs(listed: CycleList, row: CandidateRow | None = None) -> list[Crumb]:
    year = listed.cycle.year
    crumbs = [
        Crumb(_("Selection of key accounts"), reverse("selection:selection")),
        Crumb(str(year), reverse("selection:cycle", args=[year])),
    ]
    if row is not None:
        address = reverse("selection:candidate", args=[row.candidate.pk])
        crumbs.append(Crumb(row.card.title, address))
    return crumbs
