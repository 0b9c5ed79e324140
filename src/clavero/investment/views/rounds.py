"""*Investments*: a round with its cases, its terms, and the rounds there were."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Actor, Verb
from clavero.investment import selectors, services
from clavero.investment.forms.rounds import RoundForm, TermsForm, terms_initial
from clavero.investment.models import Round
from clavero.investment.selectors import RoundPicture
from clavero.investment.sentences import choice_in_words, whole
from clavero.investment.tables import (
    CasesTable,
    ProvenTable,
    RecordsTable,
    case_lines,
    proven_lines,
    record_lines,
)
from clavero.investment.views.doors import crumbs_of, for_those_who_invest, round_or_404
from clavero.investment.words import STAGE_NAMES
from clavero.ledger.selectors import shown_currency
from clavero.ui.answers import ask
from clavero.ui.parts import Crumb, Tile
from clavero.ui.steps import done, sent, status_of


@for_those_who_invest
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The round that was opened last; before the first one, what this is about."""
    rounds = selectors.rounds()
    if not rounds:
        governs = actor_of(request).may(Verb.GOVERN_INVESTMENTS)
        form = RoundForm(initial={"name": str(timezone.localdate().year + 1)})
        return render(request, "investment/no_round.html", {"governs": governs, "form": form})
    return _shown(request, rounds[0], rounds)


@for_those_who_invest
@require_safe
def round_page(request: HttpRequest, round_id: int) -> HttpResponse:
    """A round."""
    rounds = selectors.rounds()
    found = next((each for each in rounds if each.pk == round_id), None)
    if found is None:
        raise Http404("no such round")
    return _shown(request, found, rounds)


def _shown(request: HttpRequest, found: Round, rounds: Sequence[Round]) -> HttpResponse:
    actor, currency = actor_of(request), shown_currency()
    picture = selectors.round_picture(actor, found)
    lines = case_lines(picture.rows)
    context = {
        "crumbs": [] if found == rounds[0] else crumbs_of(),
        "round": found,
        "stage": STAGE_NAMES[found.stage],
        "sentences": list(choice_in_words(picture, currency)) if _sees_all(actor) else [],
        "tiles": _tiles(picture, currency) if _sees_all(actor) else [],
        "table": CasesTable(lines, currency=currency) if lines else None,
        "decides": _sees_all(actor),
        "governs": actor.may(Verb.GOVERN_INVESTMENTS),
        "proposes": actor.may(Verb.PROPOSE_INVESTMENTS) and found.is_open,
        "others": [each for each in rounds if each.pk != found.pk],
    }
    return render(request, "investment/round.html", context)


def _sees_all(actor: Actor) -> bool:
    return actor.may(Verb.GOVERN_INVESTMENTS) or actor.may(Verb.APPROVE_INVESTMENTS)


def _tiles(picture: RoundPicture, currency: str) -> list[Tile]:
    pool = picture.pool
    if pool is None:
        return []
    tiles = [
        Tile(_("Budget"), whole(pool.budget, currency)),
        Tile(_("Decided about"), whole(pool.bound, currency)),
        Tile(_("Still to spend"), whole(pool.left, currency)),
    ]
    if pool.returned:
        tiles.append(
            Tile(_("Back in the pool"), whole(pool.returned, currency), note=_("from stops"))
        )
    return tiles


@allowed(Verb.GOVERN_INVESTMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def open_round(request: HttpRequest) -> HttpResponse:
    """Begin a round."""
    form = RoundForm(sent(request), initial={"name": str(timezone.localdate().year + 1)})
    opened: list[Round] = []

    def begin(**given: Any) -> None:
        opened.append(services.open_round(actor_of(request), **given))

    if done(form, begin):
        messages.success(request, _("The round is open. Set its terms first."))
        return redirect("investment:terms", opened[0].pk)
    context = {
        "crumbs": crumbs_of(),
        "title": _("A new round"),
        "intro": _("One round is open at a time."),
        "form": form,
        "verb": _("Open it"),
    }
    return render(request, "ui/entry.html", context, status=status_of(form))


@allowed(Verb.GOVERN_INVESTMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def close_round(request: HttpRequest, round_id: int) -> HttpResponse:
    """Ask, and end a round."""
    found = round_or_404(round_id)
    if request.method == "POST":
        services.close_round(actor_of(request), round_id=round_id)
        messages.success(request, _("The round is closed."))
        return redirect("investment:round", round_id)
    return ask(
        request,
        title=_("Close the round"),
        question=_("Close “%(name)s” for good?") % {"name": found.name},
        verb=_("Close it"),
        back=reverse("investment:round", args=[round_id]),
        consequences=[
            _("Nothing more is put forward or decided in it."),
            _("Gates and what comes of the money go on."),
        ],
    )


@allowed(Verb.GOVERN_INVESTMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: HttpRequest, round_id: int) -> HttpResponse:
    """Set what there is to spend and by what it counts; below, the versions before."""
    found = round_or_404(round_id)
    versions = selectors.all_terms(found)
    form = TermsForm(sent(request), initial=terms_initial(versions[0] if versions else None))

    def keep(**_given: Any) -> None:
        services.set_terms(actor_of(request), round_id=round_id, **form.as_asked())

    if done(form, keep):
        messages.success(request, _("The terms are set."))
        return redirect("investment:round", round_id)
    context = {
        "crumbs": crumbs_of(found),
        "form": form,
        "versions": versions,
        "currency": shown_currency(),
    }
    return render(request, "investment/terms.html", context, status=status_of(form))


@for_those_who_invest
@require_safe
def records(request: HttpRequest) -> HttpResponse:
    """What forecasts were worth, by who had made them."""
    actor, currency = actor_of(request), shown_currency()
    people, years = selectors.records_seen(actor), selectors.proven(actor)
    context = {
        "crumbs": [Crumb(_("Investments"), reverse("investment:home"))],
        "records": RecordsTable(record_lines(people), currency=currency) if people else None,
        "years": ProvenTable(proven_lines(years), currency=currency) if years else None,
    }
    return render(request, "investment/records.html", context)
