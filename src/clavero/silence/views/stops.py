"""*Known stops*: days on which nothing is expected, of one customer or of all."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clavero.core.errors import Forbidden
from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.portfolio.selectors import survivor_of
from clavero.silence import selectors, services
from clavero.silence.forms.stops import StopForm
from clavero.silence.selectors.known import stops_seen
from clavero.silence.tables import StopsTable
from clavero.silence.views.customer import crumb_of_list
from clavero.silence.words import STOP_NAMES
from clavero.ui import formats
from clavero.ui.answers import ask
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of

MOST_ROWS = 500


@for_those_who_see_sales
@require_safe
def stops(request: HttpRequest) -> HttpResponse:
    """Those of all, and those of the customers that one sees."""
    actor = actor_of(request)
    found = list(stops_seen(actor)[:MOST_ROWS])
    of_all = [stop for stop in found if stop.customer_id is None]
    of_one = [stop for stop in found if stop.customer_id is not None]
    governs, judges = actor.may(Verb.GOVERN_SILENCE), actor.may(Verb.JUDGE_SILENCE)
    context = {
        "crumbs": [crumb_of_list()],
        "of_all": StopsTable(of_all, may_withdraw=governs, of_one=True) if of_all else None,
        "of_one": StopsTable(of_one, may_withdraw=judges) if of_one else None,
        "governs": governs,
    }
    return render(request, "silence/stops.html", context)


@allowed(Verb.GOVERN_SILENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_stop(request: HttpRequest) -> HttpResponse:
    """A stop of all customers."""
    return _entered(
        request,
        None,
        title=_("A stop of all customers"),
        crumbs=[crumb_of_list(), Crumb(_("Known stops"), reverse("silence:stops"))],
        back=reverse("silence:stops"),
    )


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def customer_stop(request: HttpRequest, customer_id: int) -> HttpResponse:
    """A stop of one customer."""
    actor = actor_of(request)
    try:
        name, _records = selectors.named(actor, customer_id)
    except ObjectDoesNotExist as stranger:
        raise Http404("no such customer for this reader") from stranger
    if not actor.may(Verb.JUDGE_SILENCE):
        raise Forbidden(Verb.JUDGE_SILENCE)
    back = reverse("silence:customer", args=[customer_id])
    return _entered(
        request,
        customer_id,
        title=_("A stop of %(name)s") % {"name": name},
        crumbs=[crumb_of_list(), Crumb(name, back)],
        back=back,
    )


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, stop_id: int) -> HttpResponse:
    """Take back a stop that was wrong."""
    actor = actor_of(request)
    stop = stops_seen(actor).filter(pk=stop_id).first()
    if stop is None:
        raise Http404("no such stop for this reader")
    verb = Verb.GOVERN_SILENCE if stop.customer_id is None else Verb.JUDGE_SILENCE
    if not actor.may(verb):
        raise Forbidden(verb)
    back = reverse("silence:stops")
    if stop.customer is not None:
        back = reverse("silence:customer", args=[survivor_of(stop.customer.code)])
    if request.method == "POST":
        services.withdraw_stop(actor, stop_id=stop_id)
        messages.success(request, _("It is withdrawn."))
        return redirect(back)
    return ask(
        request,
        title=_("Withdraw a stop"),
        question=_("Withdraw “%(kind)s” from %(first)s to %(last)s?")
        % {
            "kind": STOP_NAMES[stop.kind],
            "first": formats.day(stop.first),
            "last": formats.day(stop.last),
        },
        consequences=[_("Its days count in silences and gaps again. The history keeps it.")],
        verb=_("Withdraw"),
        back=back,
        is_destructive=True,
    )


def _entered(
    request: HttpRequest, customer_id: int | None, *, title: str, crumbs: list[Crumb], back: str
) -> HttpResponse:
    form = StopForm(sent(request))

    def keep(**given: Any) -> None:
        services.record_stop(actor_of(request), customer_id=customer_id, **given)

    if done(form, keep):
        messages.success(request, _("The stop is recorded."))
        return redirect(back)
    context = {
        "crumbs": crumbs,
        "title": title,
        "intro": _("Days on which nothing is expected are taken out of silences and gaps."),
        "form": form,
        "verb": _("Record"),
    }
    return render(request, "ui/entry.html", context, status=status_of(form))
