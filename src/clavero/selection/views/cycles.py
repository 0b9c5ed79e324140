"""*Selection*: a year's list, how firm it is, and the years."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clavero.core.errors import Forbidden
from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.selection import selectors, services
from clavero.selection.forms.candidates import YearForm
from clavero.selection.lists import SELECTION, line_of
from clavero.selection.models import SelectionCycle
from clavero.selection.rules.cycle import MOVES, Stage
from clavero.selection.selectors import CycleList
from clavero.selection.sentences import left_open_in_words, places_in_words, shift_in_words
from clavero.selection.words import MOVE_WORDS, STAGE_NAMES, criterion_names
from clavero.ui import formats
from clavero.ui.answers import ask
from clavero.ui.lists import Listing, Rows
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of


@allowed(Verb.SEE_SELECTION)
@require_safe
def selection(request: HttpRequest) -> HttpResponse:
    """The list of the latest year; before the first one, what this is about."""
    found = selectors.latest_cycle()
    if found is None:
        governs = actor_of(request).may(Verb.DECIDE_KEY_ACCOUNTS)
        context = {"governs": governs, "year": timezone.localdate().year}
        return render(request, "selection/no_year.html", context)
    return _list(request, found, is_latest=True)


@allowed(Verb.SEE_SELECTION)
@require_safe
def cycle(request: HttpRequest, year: int) -> HttpResponse:
    """The list of a year."""
    return _list(request, _cycle_of(year), is_latest=False)


def _list(request: HttpRequest, found: SelectionCycle, *, is_latest: bool) -> HttpResponse:
    actor = actor_of(request)
    listed = selectors.cycle_list(actor, found)
    lines = Rows([line_of(row) for row in listed.rows])
    listing = Listing(SELECTION, request, lines)
    if answer := listing.answer():
        return answer
    context = {
        "crumbs": [] if is_latest else _crumbs(),
        "cycle": found,
        "listing": listing,
        "stage": STAGE_NAMES[found.stage],
        "places": places_in_words(listed),
        "to_rate": sum(row.is_hidden for row in listed.rows),
        "disputed": sum(bool(row.disputed) for row in listed.rows if not row.is_hidden),
        "governs": actor.may(Verb.DECIDE_KEY_ACCOUNTS),
        "is_rating": found.stage == Stage.RATING,
        "moves": _moves(found),
    }
    return render(request, "selection/cycle.html", context)


def _moves(found: SelectionCycle) -> list[tuple[str, Any]]:
    """What the director can do next with a year."""
    following = [each for each in Stage if each in MOVES[Stage(found.stage)]]
    return [(each.value, MOVE_WORDS[each]["title"]) for each in following]


@allowed(Verb.DECIDE_KEY_ACCOUNTS)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, year: int, to: str) -> HttpResponse:
    """Ask, and move a year on."""
    found = _cycle_of(year)
    if to not in set(Stage):
        raise Http404("no such stage")
    stage = Stage(to)
    words = {key: str(text) for key, text in MOVE_WORDS[stage].items()}
    if request.method != "POST":
        return ask(
            request,
            title=words["title"],
            question=words["question"],
            verb=words["title"],
            back=reverse("selection:cycle", args=[year]),
            consequences=[
                *left_open_in_words(selectors.cycle_list(actor_of(request), found), stage),
                words["consequence"],
            ],
            carried={"seen": found.stage},
        )
    seen = request.POST.get("seen", "")
    known = Stage(seen) if seen in set(Stage) else stage  # where one is, no step leads
    services.move_cycle(actor_of(request), year=year, to=stage, seen=known)
    messages.success(request, words["done"] % {"year": str(year)})
    return redirect("selection:cycle", year)


@allowed(Verb.SEE_SELECTION)
@require_safe
def firmness(request: HttpRequest, year: int) -> HttpResponse:
    """Who would enter or leave the list if a weight moved by ten points."""
    found = _cycle_of(year)
    listed = selectors.cycle_list(actor_of(request), found)
    context = {
        "crumbs": _crumbs(found),
        "cycle": found,
        "listed": listed,
        "places": places_in_words(listed),
        "has_cap": listed.holding.settings.limit is not None,
        "sentences": [shift_in_words(each, listed) for each in listed.shifts if each.changes],
        "shifts": _shifts(listed),
    }
    return render(request, "selection/firmness.html", context)


def _shifts(listed: CycleList) -> list[dict[str, Any]]:
    names = criterion_names(listed.holding.settings)
    weights = listed.holding.settings.criteria.weights
    return [
        {
            "criterion": names[each.criterion],
            "before": _points(weights[each.criterion]),
            "after": _points(each.weights[each.criterion]),
            "enters": [listed.cards[code].title for code in each.enters],
            "leaves": [listed.cards[code].title for code in each.leaves],
        }
        for each in listed.shifts
    ]


def _points(weight: float) -> str:
    return formats.number(round(Decimal(str(weight)), 1))


@allowed(Verb.SEE_SELECTION)
@require_http_methods(["GET", "HEAD", "POST"])
def cycles(request: HttpRequest) -> HttpResponse:
    """The years, and for the director the next one."""
    actor = actor_of(request)
    governs = actor.may(Verb.DECIDE_KEY_ACCOUNTS)
    if request.method == "POST" and not governs:
        raise Forbidden(Verb.DECIDE_KEY_ACCOUNTS)
    every = selectors.all_cycles()
    this_year = timezone.localdate().year
    next_year = max([this_year, *(each.year + 1 for each in every[:1])])
    form = YearForm(sent(request), year=next_year)

    def open_it(**given: Any) -> None:
        services.open_cycle(actor, **given)

    if governs and done(form, open_it):
        year = form.cleaned_data["year"]
        messages.success(request, _("The selection of %(year)s is open.") % {"year": str(year)})
        return redirect("selection:selection")
    is_one_open = any(each.is_open for each in every)
    context = {
        "crumbs": _crumbs(),
        "form": form,
        "can_open": governs and not is_one_open and next_year <= services.latest_year(),
        "opens_on": ""
        if is_one_open or next_year <= services.latest_year()
        else formats.day(date(next_year - 1, 1, 1)),
        "cycles": [(each, STAGE_NAMES[each.stage]) for each in every],
    }
    return render(request, "selection/cycles.html", context, status=status_of(form))


def _cycle_of(year: int) -> SelectionCycle:
    found = selectors.cycle_of(year)
    if found is None:
        raise Http404("no such year")
    return found


def _crumbs(found: SelectionCycle | None = None) -> list[Crumb]:
    first = Crumb(_("Selection of key accounts"), reverse("selection:selection"))
    if found is None:
        return [first]
    return [first, Crumb(str(found.year), reverse("selection:cycle", args=[found.year]))]
