"""Rounds: written down, and put right."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clavero.core.revisions import CHANGED_MEANWHILE
from clavero.identity.doors import actor_of
from clavero.negotiations import selectors, services
from clavero.negotiations.forms.rounds import SIDES, RoundForm
from clavero.negotiations.selectors import NegotiationRow
from clavero.negotiations.sentences import in_mind
from clavero.negotiations.views.common import crumbs, entry
from clavero.negotiations.visibility import require
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui.answers import or_404
from clavero.ui.forms import carry_instead
from clavero.ui.steps import done, sent


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def add_round(request: HttpRequest, negotiation_id: int) -> HttpResponse:
    """Write a round down."""
    actor = actor_of(request)
    found = or_404(lambda: selectors.negotiation_seen(actor, negotiation_id))
    require(actor)
    row = found.row
    form = RoundForm(
        sent(request),
        points=[each.point for each in found.points],
        currency=row.currency,
        notes={each.point.pk: in_mind(each, row.currency) for each in found.points},
        initial={"seen": 0, "on": timezone.localdate()},
    )

    def add(seen: int, next_seen: Any = None, **cleaned: Any) -> None:
        services.add_round(actor, negotiation_id=negotiation_id, **form.given(**cleaned))

    if done(form, add):
        messages.success(request, _("The round is written down."))
        return redirect("negotiations:negotiation", negotiation_id)
    return _page(request, form, row, _("Round %(number)s") % {"number": row.rounds + 1})


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def change_round(request: HttpRequest, round_id: int) -> HttpResponse:
    """Put a round right."""
    actor = actor_of(request)
    found, head, seen = or_404(lambda: selectors.round_seen(actor, round_id))
    require(actor)
    start: dict[str, Any] = {
        "on": found.on, "present": found.present, "note": found.note,
        "next_on": head.negotiation.next_on, "next_seen": head.negotiation.next_on,
    }  # fmt: skip
    points = {each.pk: each for each in head.negotiation.points.all()}
    for offer in found.offers.all():
        for side in SIDES:
            text = getattr(offer, side)
            number = points[offer.point_id].number(text)
            start[f"{side}_{offer.point_id}"] = text if number is None else number
    form = RoundForm(
        sent(request), points=list(points.values()), currency=head.row.currency,
        initial={"seen": seen, **start},
    )  # fmt: skip

    def put_right(**cleaned: Any) -> None:
        services.change_round(actor, round_id=round_id, **form.given(**cleaned))

    if done(form, put_right):
        messages.success(request, _("It is kept."))
        return redirect("negotiations:negotiation", head.row.id)
    if form.has_error("next_on", CHANGED_MEANWHILE):  # they were told, and decide knowingly
        carry_instead(form, {"next_seen": start["next_seen"] or ""})
    return _page(request, form, head.row, _("Round %(number)s") % {"number": found.number})


def _page(request: HttpRequest, form: RoundForm, row: NegotiationRow, title: str) -> HttpResponse:
    return entry(
        request, form, "negotiations/round.html", title=title, intro=row.title,
        crumbs=crumbs(row, itself=True),
        sides=list(SIDES.values()),
        plain=[form[name] for name in ("on", "next_on", "present", "note")],
    )  # fmt: skip
