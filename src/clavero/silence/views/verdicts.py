"""Saying of a customer that it is lost, or that it is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from clavero.core.errors import Forbidden
from clavero.identity.doors import actor_of
from clavero.identity.rules import Verb
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.portfolio.selectors import survivor_of
from clavero.silence import selectors, services
from clavero.silence.forms.verdicts import LossForm, RefutationForm
from clavero.silence.selectors.known import verdict_seen
from clavero.silence.sentences import account_in_words
from clavero.silence.views.customer import crumb_of_list
from clavero.silence.words import FINDING_NAMES, Name
from clavero.ui import formats
from clavero.ui.answers import ask
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of


class _Saying(NamedTuple):
    """One of the two things that can be said of a customer; each sentence names it."""

    form: type[LossForm | RefutationForm]
    keep: Callable[..., object]
    title: Name
    kept: Name
    verb: Name


_LOST = _Saying(
    form=LossForm,
    keep=services.confirm_loss,
    title=gettext_lazy("%(name)s is lost"),
    kept=gettext_lazy("It is kept that %(name)s is lost."),
    verb=gettext_lazy("Confirm the loss"),
)
_NOT_LOST = _Saying(
    form=RefutationForm,
    keep=services.refute_loss,
    title=gettext_lazy("%(name)s is not lost"),
    kept=gettext_lazy("It is kept that %(name)s is not lost."),
    verb=gettext_lazy("Refute the loss"),
)


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def lost(request: HttpRequest, customer_id: int) -> HttpResponse:
    """It is lost, and why."""
    return _said(request, customer_id, _LOST)


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def not_lost(request: HttpRequest, customer_id: int) -> HttpResponse:
    """It is not lost, and how that is known."""
    return _said(request, customer_id, _NOT_LOST)


def _said(request: HttpRequest, customer_id: int, saying: _Saying) -> HttpResponse:
    actor = actor_of(request)
    name, found, seen = _spoken_of(request, customer_id)
    lost_on = found.lost_since if found else None
    form = saying.form(sent(request), initial={"seen": seen, "lost_on": lost_on})

    def keep(**given: Any) -> None:
        saying.keep(actor, customer_id=customer_id, **given)

    if done(form, keep):
        messages.success(request, saying.kept % {"name": name})
        return redirect("silence:customer", customer_id)
    context = {
        "crumbs": _crumbs(customer_id, name),
        "title": saying.title % {"name": name},
        "intro": account_in_words(found) if found else "",
        "form": form,
        "verb": saying.verb,
    }
    return render(request, "ui/entry.html", context, status=status_of(form))


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, verdict_id: int) -> HttpResponse:
    """Take back what was said by mistake."""
    actor = actor_of(request)
    try:
        verdict = verdict_seen(actor, verdict_id)
    except ObjectDoesNotExist as stranger:
        raise Http404("no such verdict for this reader") from stranger
    if not actor.may(Verb.JUDGE_SILENCE):
        raise Forbidden(Verb.JUDGE_SILENCE)
    back = reverse("silence:customer", args=[survivor_of(verdict.customer.code)])
    if request.method == "POST":
        services.withdraw_verdict(actor, verdict_id=verdict_id)
        messages.success(request, _("It is withdrawn."))
        return redirect(back)
    return ask(
        request,
        title=_("Withdraw what was said"),
        question=_("Withdraw “%(finding)s” of %(customer)s, said by %(by)s on %(day)s?")
        % {
            "finding": FINDING_NAMES[verdict.finding],
            "customer": verdict.customer,
            "by": verdict.by_name,
            "day": formats.day(verdict.decided_on),
        },
        consequences=[_("What was said before holds again. The history keeps it.")],
        verb=_("Withdraw"),
        back=back,
        is_destructive=True,
    )


def _spoken_of(request: HttpRequest, customer_id: int) -> tuple[str, Any, int]:
    """The customer's name, its silence, and the number of the last verdict on it."""
    actor = actor_of(request)
    try:
        found = selectors.account_silence(actor, customer_id)
        name = found.card.title if found else selectors.named(actor, customer_id)[0]
    except ObjectDoesNotExist as stranger:
        raise Http404("no such customer for this reader") from stranger
    if not actor.may(Verb.JUDGE_SILENCE):
        raise Forbidden(Verb.JUDGE_SILENCE)
    seen = max((said.id for said in found.all_said), default=0) if found else 0
    return name, found, seen


def _crumbs(customer_id: int, name: str) -> list[Crumb]:
    return [crumb_of_list(), Crumb(name, reverse("silence:customer", args=[customer_id]))]
