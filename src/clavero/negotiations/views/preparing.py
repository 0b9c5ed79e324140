"""Points at issue and concessions: added, changed and removed."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clavero.core.errors import Refusal
from clavero.identity.doors import actor_of
from clavero.negotiations import selectors, services
from clavero.negotiations.forms.preparing import ConcessionForm, PointForm
from clavero.negotiations.rules.points import PointKind
from clavero.negotiations.views.common import crumbs, entry
from clavero.negotiations.visibility import require
from clavero.negotiations.words import KIND_NAMES, TYPED
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui.answers import ask, or_404
from clavero.ui.steps import done, sent


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def add_point(request: HttpRequest, negotiation_id: int, kind: str) -> HttpResponse:
    """Add a point of a kind."""
    actor = actor_of(request)
    head = or_404(lambda: selectors.negotiation_head(actor, negotiation_id))
    if kind not in {*PointKind}:
        raise Http404("no such kind of point")
    require(actor)
    of_kind = PointKind(kind)
    start = {"name": KIND_NAMES[of_kind]} if of_kind in TYPED else {}
    form = PointForm(
        sent(request), kind=of_kind, currency=head.row.currency, initial={"seen": 0, **start}
    )

    def add(seen: int, **given: Any) -> None:
        services.add_point(actor, negotiation_id=negotiation_id, kind=of_kind, **given)

    if done(form, add):
        messages.success(request, _("The point is added."))
        return redirect("negotiations:negotiation", negotiation_id)
    return entry(
        request, form, title=KIND_NAMES[of_kind], intro=head.row.title, verb=_("Add the point"),
        crumbs=crumbs(head.row, itself=True), wide=True,
    )  # fmt: skip


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def point(request: HttpRequest, point_id: int) -> HttpResponse:
    """Change a point."""
    actor = actor_of(request)
    found, head, seen = or_404(lambda: selectors.point_seen(actor, point_id))
    require(actor)
    kind = found.of_kind
    form = PointForm(
        sent(request), kind=kind, currency=head.row.currency, unit=found.unit,
        initial={"seen": seen, **_initial(found)},
    )  # fmt: skip
    if done(form, partial(services.change_point, actor, point_id=point_id)):
        messages.success(request, _("It is kept."))
        return redirect("negotiations:negotiation", head.row.id)
    return entry(
        request, form, "negotiations/part.html", title=found.name, intro=KIND_NAMES[kind],
        verb=_("Keep"), crumbs=crumbs(head.row, itself=True),
        remove=reverse("negotiations:remove_point", args=[point_id]),
    )  # fmt: skip


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def remove_point(request: HttpRequest, point_id: int) -> HttpResponse:
    """Remove a point of which nothing was said yet."""
    actor = actor_of(request)
    found, head, _seen = or_404(lambda: selectors.point_seen(actor, point_id))
    require(actor)
    if request.method == "POST":
        try:
            services.remove_point(actor, point_id=point_id)
            messages.success(request, _("The point is removed."))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect("negotiations:negotiation", head.row.id)
    return ask(
        request,
        title=_("Remove the point"),
        question=_("Remove “%(name)s”?") % {"name": found.name},
        consequences=[_("The history keeps that it was there.")],
        verb=_("Remove"),
        back=reverse("negotiations:negotiation", args=[head.row.id]),
        is_destructive=True,
    )


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def add_concession(request: HttpRequest, negotiation_id: int) -> HttpResponse:
    """Prepare a concession."""
    actor = actor_of(request)
    head = or_404(lambda: selectors.negotiation_head(actor, negotiation_id))
    require(actor)
    form = ConcessionForm(sent(request), initial={"seen": 0})

    def add(seen: int, **given: Any) -> None:
        services.add_concession(actor, negotiation_id=negotiation_id, **given)

    if done(form, add):
        messages.success(request, _("The concession is added."))
        return redirect("negotiations:negotiation", negotiation_id)
    return entry(
        request, form, title=_("A concession"), intro=head.row.title, verb=_("Add it"),
        crumbs=crumbs(head.row, itself=True),
    )  # fmt: skip


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def concession(request: HttpRequest, concession_id: int) -> HttpResponse:
    """Change a concession, or say when it was given."""
    actor = actor_of(request)
    found, head, seen = or_404(lambda: selectors.concession_seen(actor, concession_id))
    require(actor)
    names = [name for name in ConcessionForm.base_fields if name != "seen"]
    start = {name: getattr(found, name) for name in names}
    form = ConcessionForm(sent(request), initial={"seen": seen, **start})
    if done(form, partial(services.change_concession, actor, concession_id=concession_id)):
        messages.success(request, _("It is kept."))
        return redirect("negotiations:negotiation", head.row.id)
    return entry(
        request, form, "negotiations/part.html", title=_("Change the concession"),
        intro=head.row.title, verb=_("Keep"), crumbs=crumbs(head.row, itself=True),
        remove=reverse("negotiations:remove_concession", args=[concession_id]),
    )  # fmt: skip


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def remove_concession(request: HttpRequest, concession_id: int) -> HttpResponse:
    """Remove a concession that was not given."""
    actor = actor_of(request)
    found, head, _seen = or_404(lambda: selectors.concession_seen(actor, concession_id))
    require(actor)
    if request.method == "POST":
        try:
            services.remove_concession(actor, concession_id=concession_id)
            messages.success(request, _("The concession is removed."))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect("negotiations:negotiation", head.row.id)
    return ask(
        request,
        title=_("Remove the concession"),
        question=_("Remove “%(name)s”?") % {"name": found.text},
        consequences=[_("The history keeps that it was there.")],
        verb=_("Remove"),
        back=reverse("negotiations:negotiation", args=[head.row.id]),
        is_destructive=True,
    )


def _initial(found: Any) -> dict[str, Any]:
    numbers = {
        field: value if (value := found.number(getattr(found, field))) is not None
        else getattr(found, field)
        for field in ("target", "limit", "asked")
    }  # fmt: skip
    plain = ("name", "unit", "is_more_better", "product", "family", "base", "weight", "our_value",
             "their_value")  # fmt: skip
    return {**{field: getattr(found, field) for field in plain}, **numbers}
