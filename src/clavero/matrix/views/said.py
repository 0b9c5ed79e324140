"""*What was said* of an account: every score that anybody ever gave it, and taking one back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.matrix import selectors, services
from clavero.matrix.sentences import said_of_score, thing_of, value_of
from clavero.matrix.tables import SaidTable
from clavero.matrix.words import factor_names
from clavero.portfolio.doors import for_those_who_see_sales, moved_on
from clavero.portfolio.visibility import accounts
from clavero.ui import formats
from clavero.ui.answers import ask
from clavero.ui.parts import Crumb

MOST_ROWS = 200


@for_those_who_see_sales
@require_safe
def said(request: HttpRequest, customer_id: int) -> HttpResponse:
    """All scores of an account, the latest entry first."""
    actor = actor_of(request)
    customer = accounts(actor).filter(pk=customer_id).first()
    if customer is None:
        return moved_on(request, actor, customer_id)
    found = selectors.scores_of(customer.code)
    count, rows = found.count(), list(found[:MOST_ROWS])
    names = factor_names(selectors.latest_settings().settings)
    context = {
        "crumbs": [
            Crumb(_("Account analysis matrix"), reverse("matrix:matrix")),
            Crumb(str(customer), reverse("matrix:why", args=[customer_id])),
        ],
        "customer": customer,
        "scores_accounts": actor.may(Verb.SCORE_ACCOUNTS),
        "told": _counted(count),
        "table": SaidTable(rows, names=names, may_withdraw=actor.may(Verb.SCORE_ACCOUNTS))
        if rows
        else None,
    }
    return render(request, "matrix/said.html", context)


@allowed(Verb.SCORE_ACCOUNTS)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, score_id: int) -> HttpResponse:
    """Take back a score that was entered by mistake."""
    actor = actor_of(request)
    try:
        score = selectors.standing_score(actor, score_id)
        if request.method == "POST":
            services.withdraw_score(actor, score_id=score_id)
            messages.success(request, _("It is withdrawn."))
            return redirect("matrix:said", score.customer_id)
    except ObjectDoesNotExist as gone:
        raise Http404("no such score for this reader") from gone
    names = factor_names(selectors.latest_settings().settings)
    return ask(
        request,
        title=_("Withdraw a score"),
        question=_("Withdraw “%(thing)s: %(value)s” of %(customer)s (%(said)s)?")
        % {
            "thing": thing_of(score, names),
            "value": value_of(score.criterion, float(score.value)),
            "customer": score.customer,
            "said": said_of_score(score),
        },
        consequences=[
            _("What was said of it before counts again, or what the ledger says."),
            _("Reviews that were held stay as they are. The history keeps the score."),
        ],
        verb=_("Withdraw"),
        back=reverse("matrix:said", args=[score.customer_id]),
        is_destructive=True,
    )


def _counted(count: int) -> str:
    told = ngettext("%(count)s score was given.", "%(count)s scores were given.", count)
    sentence = told % {"count": formats.number(count)}
    if count > MOST_ROWS:
        latest = _("These are the latest %(most)s.") % {"most": formats.number(MOST_ROWS)}
        return f"{sentence} {latest}"
    return sentence
