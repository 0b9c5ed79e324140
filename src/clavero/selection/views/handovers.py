"""*Handovers*: customers on their way to a key account manager."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clavero.core.errors import Refusal
from clavero.core.revisions import revision_of
from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.portfolio.hooks import warnings_on_coverage
from clavero.portfolio.selectors import today_of
from clavero.selection import selectors, services
from clavero.selection.forms.handovers import ArrangeForm, TickForm
from clavero.selection.models import Handover
from clavero.selection.rules.handover import Item
from clavero.selection.sentences import WHEN_KEY_AGAIN, no_longer_key_in_words
from clavero.selection.visibility import sees_selection
from clavero.selection.words import ITEM_NAMES
from clavero.ui import formats
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of


@for_those_who_see_sales
@require_safe
def handovers(request: HttpRequest) -> HttpResponse:
    """Those that the reader has to do with."""
    actor = actor_of(request)
    context = {
        "crumbs": _crumbs(request)[:-1],
        "handovers": [
            (each, selectors.no_longer_key(each) is not None, today_of(each.customer).title)
            for each in selectors.handovers(actor)
        ],
        "today": timezone.localdate(),
    }
    return render(request, "selection/handovers.html", context)


@for_those_who_see_sales
@require_safe
def handover(request: HttpRequest, handover_id: int) -> HttpResponse:
    """One handover with its checklist."""
    actor = actor_of(request)
    found = _handover(request, handover_id)
    is_theirs = actor.user_id in {found.giver_id, found.receiver_id}
    arranges = actor.may(Verb.DECIDE_KEY_ACCOUNTS)
    gone = selectors.no_longer_key(found)
    goes_on = found.is_open and gone is None
    context = {
        "crumbs": _crumbs(request),
        "handover": found,
        "name": today_of(found.customer).title,
        "customer_id": today_of(found.customer).id,
        "today": timezone.localdate(),
        "is_late": found.is_open and found.changes_on < timezone.localdate(),
        "rests": gone and no_longer_key_in_words(today_of(found.customer).title, gone),
        "when_key_again": WHEN_KEY_AGAIN,
        "checklist": [
            {"item": each.value, "name": ITEM_NAMES[each], "tick": found.ticked.get(each.value)}
            for each in Item
        ],
        "can_tick": found.is_open and (is_theirs or arranges),
        "can_accept": goes_on and actor.user_id == found.receiver_id,
        "can_arrange": goes_on and arranges,
    }
    return render(request, "selection/handover.html", context)


@for_those_who_see_sales
@require_POST
def tick(request: HttpRequest, handover_id: int) -> HttpResponse:
    """Say that a line of the checklist is done, or not."""
    _handover(request, handover_id)
    form = TickForm(request.POST)
    if not form.is_valid():
        raise Http404("no such line")
    services.tick(actor_of(request), handover_id=handover_id, **form.cleaned_data)
    return redirect("selection:handover", handover_id)


@for_those_who_see_sales
@require_POST
def accept(request: HttpRequest, handover_id: int) -> HttpResponse:
    """The receiver takes the customer."""
    _handover(request, handover_id)
    try:
        found = services.accept_handover(actor_of(request), handover_id=handover_id)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("selection:handover", handover_id)
    told = _("%(customer)s is yours from %(day)s.")
    places = {"customer": str(found.customer), "day": formats.day(found.changes_on)}
    messages.success(request, told % places)
    _warn(request, found)
    return redirect("selection:handover", handover_id)


@allowed(Verb.DECIDE_KEY_ACCOUNTS)
@require_http_methods(["GET", "HEAD", "POST"])
def arrange(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Arrange the handover of a key account, or change what was arranged."""
    actor, today = actor_of(request), timezone.localdate()
    try:
        course = selectors.customer_course(actor, customer_id, today)
    except ObjectDoesNotExist as stranger:
        raise Http404("no such customer for this reader") from stranger
    before = selectors.open_handover(course.records)
    seen = 0 if before is None else revision_of(before)
    initial: dict[str, Any] = {"meeting_on": today, "changes_on": today + timedelta(days=30)}
    if before is not None:
        initial = {
            "receiver_id": before.receiver_id,
            "meeting_on": before.meeting_on,
            "changes_on": before.changes_on,
            "note": before.note,
        }
    form = ArrangeForm(
        sent(request), people=selectors.managers(actor), initial={**initial, "seen": seen}
    )
    made: list[Handover] = []

    def keep(**given: Any) -> None:
        made.append(services.arrange_handover(actor, customer_id=customer_id, **given))

    if done(form, keep):
        messages.success(request, _("The handover is arranged."))
        _warn(request, made[0])
        return redirect("selection:handover", made[0].pk)
    context = {"crumbs": _crumbs(request), "card": course.card, "form": form}
    return render(request, "selection/arrange.html", context, status=status_of(form))


def _warn(request: HttpRequest, found: Handover) -> None:
    """That the receiver looks after more than one person can is said, and hinders nobody."""
    for told in warnings_on_coverage(found.receiver_id, found.changes_on):
        messages.warning(request, str(told))


def _handover(request: HttpRequest, handover_id: int) -> Handover:
    try:
        return selectors.handovers(actor_of(request)).get(pk=handover_id)
    except Handover.DoesNotExist as stranger:
        raise Http404("no such handover for this reader") from stranger


def _crumbs(request: HttpRequest) -> list[Crumb]:
    last = Crumb(_("Handovers"), reverse("selection:handovers"))
    if not sees_selection(actor_of(request)):
        return [last]
    return [Crumb(_("Selection of key accounts"), reverse("selection:selection")), last]
