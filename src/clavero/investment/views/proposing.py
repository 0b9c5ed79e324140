"""An account is put forward, and its levels are described."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clavero.core.faults import Faulty
from clavero.core.revisions import revision_of
from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.investment import selectors, services
from clavero.investment.forms.cases import (
    CaseForm,
    LevelForm,
    MustForm,
    StrategicForm,
    inertial_initial,
    level_initial,
    prefilled_initial,
)
from clavero.investment.models import Case, Level
from clavero.investment.rules.cases import expected_of
from clavero.investment.views.doors import (
    case_or_404,
    crumbs_of,
    for_those_who_decide,
    round_or_404,
)
from clavero.investment.words import fault_in_words
from clavero.ledger.selectors import shown_currency
from clavero.ui.answers import ask
from clavero.ui.steps import done, sent, status_of


@allowed(Verb.PROPOSE_INVESTMENTS)
@require_safe
def add(request: HttpRequest, round_id: int) -> HttpResponse:
    """The accounts of *selective investment* that nobody has put forward yet."""
    found = round_or_404(round_id)
    cards = selectors.suggested(actor_of(request), found, as_of=timezone.localdate())
    context = {"crumbs": crumbs_of(found), "round": found, "cards": cards}
    return render(request, "investment/add.html", context)


@allowed(Verb.PROPOSE_INVESTMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Put an account forward in the open round; where it is there already, go to its case."""
    actor = actor_of(request)
    try:
        known = selectors.prefilled(actor, customer_id, as_of=timezone.localdate())
    except ObjectDoesNotExist as stranger:
        raise Http404("no such customer for this reader") from stranger
    found, case_id = selectors.open_round_for(customer_id)
    if found is None:
        return render(request, "investment/no_open_round.html", {"crumbs": crumbs_of()})
    if case_id is not None:
        return redirect("investment:case", case_id)
    form = CaseForm(sent(request), initial={"name": _("whole"), **prefilled_initial(known)})
    made: list[Case] = []

    def keep(*, purpose: str, name: str, **_given: Any) -> None:
        with transaction.atomic():
            new = services.put_forward(
                actor, round_id=found.pk, customer_id=customer_id, purpose=purpose
            )
            services.set_level(actor, case_id=new.pk, name=name, expected=form.expected())
            made.append(new)

    if _kept(form, keep):
        messages.success(request, _("It is put forward."))
        return redirect("investment:case", made[-1].pk)
    context = {
        "crumbs": crumbs_of(found),
        "title": _("Put %(name)s forward") % {"name": known.title},
        "form": form,
        "is_prefilled": known.planned is not None or known.inertial is not None,
        "currency": shown_currency(),
        "verb": _("Put it forward"),
    }
    return render(request, "investment/level.html", context, status=status_of(form))


@allowed(Verb.PROPOSE_INVESTMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_level(request: HttpRequest, case_id: int) -> HttpResponse:
    """Another level of a case."""
    case = case_or_404(actor_of(request), case_id)
    initial: dict[str, Any] = {"seen": revision_of(case)}
    if (first := case.levels.first()) is not None:  # what comes anyway is the same
        initial |= inertial_initial(expected_of(first.expected))
    return _described(request, case, initial, None)


@allowed(Verb.PROPOSE_INVESTMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def level(request: HttpRequest, case_id: int, level_id: int) -> HttpResponse:
    """A level described anew."""
    case = case_or_404(actor_of(request), case_id)
    seen = revision_of(case)  # read before the values that it stands for
    there = _level_or_404(case, level_id)
    initial = {**level_initial(there.name, expected_of(there.expected)), "seen": seen}
    return _described(request, case, initial, there)


def _level_or_404(case: Case, level_id: int) -> Level:
    there = Level.objects.filter(case=case, pk=level_id).first()
    if there is None:
        raise Http404("no such level")
    return there


def _described(
    request: HttpRequest, case: Case, initial: dict[str, Any], there: Level | None
) -> HttpResponse:
    form = LevelForm(sent(request), initial=initial)
    if there is not None:
        form.fields["name"].disabled = True

    def keep(*, name: str, seen: int, **_given: Any) -> None:
        services.set_level(
            actor_of(request),
            case_id=case.pk,
            name=name,
            expected=form.expected(),
            seen=seen,
            is_new=there is None,
        )

    if _kept(form, keep):
        messages.success(request, _("The level is described."))
        return redirect("investment:case", case.pk)
    title = _("Another level") if there is None else _("Level “%(name)s”") % {"name": there.name}
    context = {
        "crumbs": crumbs_of(case.round, case),
        "title": title,
        "form": form,
        "is_prefilled": False,
        "currency": shown_currency(),
        "verb": _("Keep it"),
    }
    return render(request, "investment/level.html", context, status=status_of(form))


def _kept(form: LevelForm, keep: Callable[..., None]) -> bool:
    """Whether the level was kept; what contradicts itself is told at its field."""
    try:
        return done(form, keep)
    except Faulty as faulty:
        for fault in faulty.faults:
            form.add_error(fault.on if fault.on in form.fields else None, fault_in_words(fault))
        return False


@allowed(Verb.PROPOSE_INVESTMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_level(request: HttpRequest, case_id: int, level_id: int) -> HttpResponse:
    """Ask, and take a level away."""
    case = case_or_404(actor_of(request), case_id)
    there = _level_or_404(case, level_id)
    if request.method == "POST":
        services.remove_level(actor_of(request), case_id=case_id, name=there.name)
        messages.success(request, _("The level is taken away."))
        return redirect("investment:case", case_id)
    return ask(
        request,
        title=_("Take a level away"),
        question=_("Take the level “%(name)s” away?") % {"name": there.name},
        verb=_("Take it away"),
        back=reverse("investment:case", args=[case_id]),
        consequences=[_("The history keeps what it was.")],
        is_destructive=True,
    )


@for_those_who_decide
@require_http_methods(["GET", "HEAD", "POST"])
def strategic(request: HttpRequest, case_id: int) -> HttpResponse:
    """Call a case strategic, or no longer."""
    actor = actor_of(request)
    seen = revision_of(Case(pk=case_id))  # read before the values that it stands for
    case = case_or_404(actor, case_id)
    form = StrategicForm(sent(request), initial={"reason": case.strategic_because, "seen": seen})

    def keep(**given: Any) -> None:
        services.call_strategic(actor, case_id=case_id, **given)

    if done(form, keep):
        messages.success(request, _("It is kept."))
        return redirect("investment:case", case_id)
    context = {
        "crumbs": crumbs_of(case.round, case),
        "title": _("A strategic investment"),
        "intro": _("What brings back no more than it costs is funded only on somebody's word."),
        "form": form,
        "verb": _("Keep it"),
    }
    return render(request, "ui/entry.html", context, status=status_of(form))


@for_those_who_decide
@require_http_methods(["GET", "HEAD", "POST"])
def must(request: HttpRequest, case_id: int) -> HttpResponse:
    """Take a case out of the choice, or put it back."""
    actor = actor_of(request)
    seen = revision_of(Case(pk=case_id))  # read before the values that it stands for
    case = case_or_404(actor, case_id)
    form = MustForm(sent(request), initial={"is_must": case.is_must, "seen": seen})

    def keep(**given: Any) -> None:
        services.set_must(actor, case_id=case_id, **given)

    if done(form, keep):
        messages.success(request, _("It is kept."))
        return redirect("investment:case", case_id)
    context = {
        "crumbs": crumbs_of(case.round, case),
        "title": _("Funded in any event"),
        "intro": _("The others are chosen around it."),
        "form": form,
        "verb": _("Keep it"),
    }
    return render(request, "ui/entry.html", context, status=status_of(form))
