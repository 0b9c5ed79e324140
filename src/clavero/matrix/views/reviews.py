"""*Reviews*: those that were held, and what one today would change."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from clavero.core.errors import Forbidden
from clavero.identity.doors import actor_of
from clavero.identity.rules import Actor, Verb
from clavero.matrix import selectors, services
from clavero.matrix.forms.reviews import ReviewForm
from clavero.matrix.selectors import MatrixRow
from clavero.matrix.words import STRATEGY_NAMES
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui import formats
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def reviews(request: HttpRequest) -> HttpResponse:
    """The reviews, for who sees accounts; the director holds one."""
    actor, today = actor_of(request), timezone.localdate()
    governs = actor.may(Verb.GOVERN_MATRIX)
    if request.method == "POST" and not governs:
        raise Forbidden(Verb.GOVERN_MATRIX)
    form = ReviewForm(sent(request), initial={"day": today})

    def hold(**given: Any) -> None:
        services.hold_review(actor, **given)

    if governs and done(form, hold):
        day = formats.day(form.cleaned_data["day"])
        messages.success(request, _("The review of %(day)s is held.") % {"day": day})
        return redirect("matrix:matrix")
    rows = selectors.matrix_rows(actor, as_of=today)
    context = {
        "crumbs": [Crumb(_("Account analysis matrix"), reverse("matrix:matrix"))],
        "form": form,
        "governs": governs,
        "reviews": _held(actor),
        **_coming(rows),
    }
    return render(request, "matrix/reviews.html", context, status=status_of(form))


def _held(actor: Actor) -> list[dict[str, Any]]:
    today = timezone.localdate()
    counts = selectors.counts_by_review(actor, as_of=today)
    sees_all = actor.may(Verb.SEE_WHOLE_PORTFOLIO)
    return [
        {
            "day": formats.day(review.day),
            "by": review.by_name,
            # It may speak of any account, so it is for those who see them all.
            "note": review.note if sees_all else "",
            "version": review.version_id,
            "counts": [
                (STRATEGY_NAMES[strategy], count)
                for strategy, count in counts.get(review.pk, {}).items()
            ],
        }
        for review in selectors.reviews(today)
    ]


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
        "changes": [_change(row) for row in changes],
        "first_time": sum(row.trail is None for row in placed),
        "unclassifiable": [row.card for row in rows if row.reading.quadrant is None],
        "borderline": [
            row.card for row in placed if row.is_borderline and not row.would_change and row.trail
        ],
    }


def _change(row: MatrixRow) -> dict[str, Any]:
    assert row.next is not None
    assert row.strategy is not None
    return {
        "card": row.card,
        "before": STRATEGY_NAMES[row.strategy],
        "after": STRATEGY_NAMES[row.next.strategy],
    }
