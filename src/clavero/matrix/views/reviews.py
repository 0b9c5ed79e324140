"""*Reviews*: those that were held, what one today would change, and one held by mistake."""

from __future__ import annotations

from collections.abc import Mapping
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
from django.views.decorators.http import require_http_methods

from clavero.core.errors import Forbidden
from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Actor, Verb
from clavero.matrix import selectors, services
from clavero.matrix.forms.reviews import ReviewForm, WithdrawForm
from clavero.matrix.models import MatrixReview
from clavero.matrix.reviews_in_words import (
    change_in_words,
    consequences_in_words,
    first_placed_in_words,
)
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.selectors import MatrixRow
from clavero.matrix.words import STRATEGY_NAMES, Name
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui import formats
from clavero.ui.answers import ask
from clavero.ui.parts import Crumb, Text
from clavero.ui.steps import done, sent, status_of

SEEN = "seen"  # the mark of what the person was told that it would place


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def reviews(request: HttpRequest) -> HttpResponse:
    """The reviews, for who sees accounts; the director holds one, and is asked before."""
    actor, today = actor_of(request), timezone.localdate()
    governs = actor.may(Verb.GOVERN_MATRIX)
    if request.method == "POST" and not governs:
        raise Forbidden(Verb.GOVERN_MATRIX)
    form = ReviewForm(sent(request), initial={"day": today})
    ahead: list[MatrixRow] = []

    def hold(day: date, note: str) -> None:
        ahead.extend(services.review_ahead(actor, day=day))
        if _is_meant(request, ahead):
            mark = request.POST[SEEN]
            services.hold_review(actor, day=day, note=note, seen=mark)

    if governs and done(form, hold):
        day = form.cleaned_data["day"]
        if not _is_meant(request, ahead):
            return _ask(request, day, ahead)
        told = _("The review of %(day)s is held.") % {"day": formats.day(day)}
        messages.success(request, told)
        return redirect("matrix:matrix")
    rows = selectors.matrix_rows(actor, as_of=today)
    context = {
        "crumbs": [Crumb(_("Account analysis matrix"), reverse("matrix:matrix"))],
        "form": form,
        "governs": governs,
        "reviews": _held(actor),
        "is_held_today": any(row.trail and row.trail.last.review.day == today for row in rows),
        **_coming(rows),
    }
    return render(request, "matrix/reviews.html", context, status=status_of(form))


@allowed(Verb.GOVERN_MATRIX)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, review_id: int) -> HttpResponse:
    """Withdraw a review that was held by mistake."""
    actor = actor_of(request)
    try:
        review = selectors.review_to_withdraw(review_id)
    except ObjectDoesNotExist as gone:
        raise Http404("no such review stands") from gone
    form, day = WithdrawForm(sent(request)), formats.day(review.day)

    def keep(**given: Any) -> None:
        services.withdraw_review(actor, review_id=review_id, **given)

    if done(form, keep):
        messages.success(request, _("The review of %(day)s is withdrawn.") % {"day": day})
        return redirect("matrix:reviews")
    counts = selectors.counts_by_review(actor, as_of=review.day).get(review_id, {})
    context = {
        "crumbs": [
            Crumb(_("Account analysis matrix"), reverse("matrix:matrix")),
            Crumb(_("Reviews of the matrix"), reverse("matrix:reviews")),
        ],
        "form": form,
        "day": day,
        "review": review,
        "counts": _counted(counts),
    }
    return render(request, "matrix/withdraw_review.html", context, status=status_of(form))


def _is_meant(request: HttpRequest, rows: list[MatrixRow]) -> bool:
    """Whether the person has been told what a review would place, as it is now."""
    return request.POST.get(SEEN) == services.mark_of(services.placed_by(rows))


def _ask(request: HttpRequest, day: date, rows: list[MatrixRow]) -> HttpResponse:
    """The page that says what a review would place; its form holds it."""
    consequences: list[Text] = list(consequences_in_words(rows))
    if SEEN in request.POST:
        consequences.insert(0, _("This has changed while you were looking at it: look again."))
    return ask(
        request,
        title=_("Hold a review"),
        question=_("Hold the review of %(day)s?") % {"day": formats.day(day)},
        consequences=consequences,
        verb=_("Hold the review"),
        back=reverse("matrix:reviews"),
        carried={
            "day": day.isoformat(),
            "note": request.POST.get("note", ""),
            SEEN: services.mark_of(services.placed_by(rows)),
        },
    )


def _counted(counts: Mapping[Strategy, int]) -> list[tuple[Name, int]]:
    return [(STRATEGY_NAMES[strategy], count) for strategy, count in counts.items()]


def _held(actor: Actor) -> list[dict[str, Any]]:
    today = timezone.localdate()
    held = selectors.reviews(today, withdrawn_too=True)
    last = next((each.pk for each in held if each.withdrawn_at is None), None)
    counts = selectors.counts_by_review(actor, as_of=today)
    sees_all = actor.may(Verb.SEE_WHOLE_PORTFOLIO)
    return [
        {
            "day": formats.day(review.day),
            "by": review.by_name,
            # It may speak of any account, so it is for those who see them all.
            "note": review.note if sees_all else "",
            "version": review.version_id,
            "counts": _counted(counts.get(review.pk, {})),
            "withdrawn": _withdrawn(review, sees_all=sees_all),
            "withdraw": review.pk if review.pk == last and actor.may(Verb.GOVERN_MATRIX) else None,
        }
        for review in held
    ]


def _withdrawn(review: MatrixReview, *, sees_all: bool) -> str:
    if review.withdrawn_at is None:
        return ""
    told = _("withdrawn by %(by)s, %(moment)s") % {
        "by": review.withdrawn_by_name,
        "moment": formats.moment(review.withdrawn_at),
    }
    return f"{told}: {review.withdrawn_because}" if sees_all else told


def _coming(rows: list[MatrixRow]) -> dict[str, Any]:
    """What a review today would say."""
    placed = [row for row in rows if row.reading.quadrant is not None]
    changes = [row for row in placed if row.would_change]
    told = [
        ngettext(
            "A review today would place %(count)s account.",
            "A review today would place %(count)s accounts.",
            len(placed),
        ) % {"count": formats.number(len(placed))}
    ]  # fmt: skip
    if stale := sum(bool(row.stale) for row in placed):
        told.append(
            ngettext(
                "%(count)s of them rests on scores older than a year.",
                "%(count)s of them rest on scores older than a year.",
                stale,
            ) % {"count": formats.number(stale)}
        )  # fmt: skip
    return {
        "told": " ".join(told),
        "changes": [(row.card, change_in_words(row)) for row in changes],
        "first_time": first_placed_in_words(placed),
        "unclassifiable": [row.card for row in rows if row.reading.quadrant is None],
        "borderline": [
            row.card for row in placed if row.is_borderline and not row.would_change and row.trail
        ],
    }
