"""*Playbook*: what each strategy asks for, and its versions."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.words import STAGE_NAMES, STRATEGY_NAMES
from clavero.playbook import selectors, services
from clavero.playbook.forms.plays import PlayForm, PrinciplesForm, values_of
from clavero.playbook.rules.plays import Play, Playbook
from clavero.playbook.selectors import Held
from clavero.playbook.words import fault_in_words
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui import formats
from clavero.ui.parts import Crumb
from clavero.ui.steps import sent, status_of
from clavero.ui.versions import AdoptForm, adopted


@for_those_who_see_sales
@require_safe
def playbook(request: HttpRequest) -> HttpResponse:
    """What holds today."""
    return _page(request, selectors.book_on(timezone.localdate()), is_today=True)


@for_those_who_see_sales
@require_safe
def version(request: HttpRequest, version_id: int) -> HttpResponse:
    """One version, as it was adopted."""
    held = selectors.book_of(version_id)
    if held is None:
        raise Http404("no such version")
    return _page(request, held, is_today=False)


def _page(request: HttpRequest, held: Held, *, is_today: bool) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "held": held,
        "is_today": is_today,
        "plays": [_play(strategy, held.book[strategy]) for strategy in Strategy],
        "versions": selectors.all_books(),
        "edits": is_today and actor.may(Verb.EDIT_PLAYBOOK),
        "crumbs": [] if is_today else _crumbs(),
    }
    return render(request, "playbook/playbook.html", context)


def _play(strategy: Strategy, play: Play) -> dict[str, Any]:
    every = ngettext("every month", "every %(count)s months", play.review_months)
    return {
        "key": strategy.value,
        "name": STRATEGY_NAMES[strategy],
        "play": play,
        "relationship": STAGE_NAMES[play.relationship],
        "share": _("%(low)s to %(high)s") % {
            "low": formats.percent(Decimal(str(play.share_from)), places=0),
            "high": formats.percent(Decimal(str(play.share_to)), places=0),
        },
        "review": every % {"count": play.review_months},
        "tasks": [(task.what, _every(task.months)) for task in play.tasks],
    }  # fmt: skip


def _every(months: int) -> str:
    return ngettext("every month", "every %(count)s months", months) % {"count": months}


@allowed(Verb.EDIT_PLAYBOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, strategy: str) -> HttpResponse:
    """A new version in which one play is another."""
    if strategy not in list(Strategy):
        raise Http404("no such strategy")
    asked, latest = Strategy(strategy), selectors.latest_book()
    initial = {**values_of(latest.book[asked]), "seen": latest.number or ""}
    form = PlayForm(sent(request), initial=initial)
    title = _("What “%(strategy)s” asks for") % {"strategy": STRATEGY_NAMES[asked]}
    return _changed(request, form, title, lambda: latest.book.with_play(asked, form.play()))


@allowed(Verb.EDIT_PLAYBOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def principles(request: HttpRequest) -> HttpResponse:
    """A new version with other principles for the whole company."""
    latest = selectors.latest_book()
    initial = {
        "principles": latest.book.principles,
        "valid_from": timezone.localdate(),
        "seen": latest.number or "",
    }
    form = PrinciplesForm(sent(request), initial=initial)

    def wanted() -> Playbook:
        return Playbook(latest.book.plays, form.cleaned_data["principles"].strip())

    return _changed(request, form, _("For every account"), wanted)


def _changed(
    request: HttpRequest, form: AdoptForm, title: str, wanted: Callable[[], Playbook]
) -> HttpResponse:
    if request.method == "POST" and form.is_valid() and _adopted(request, form, wanted):
        return redirect("playbook:playbook")
    context = {"crumbs": _crumbs(), "form": form, "heading": title}
    return render(request, "playbook/edit.html", context, status=status_of(form))


def _adopted(request: HttpRequest, form: AdoptForm, wanted: Callable[[], Playbook]) -> bool:
    given = form.cleaned_data
    return adopted(
        request,
        form,
        lambda: services.adopt_playbook(
            actor_of(request),
            book=wanted(),
            valid_from=given["valid_from"],
            reason=given["reason"],
            seen=given["seen"] or None,
        ),
        fault_in_words,
    )


def _crumbs() -> list[Crumb]:
    return [Crumb(_("Playbook"), reverse("playbook:playbook"))]
