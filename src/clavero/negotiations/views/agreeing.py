"""What was agreed, and the contract that is made of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clavero.contracts.words import KIND_NAMES as TERM_NAMES
from clavero.core.telling import revision_in
from clavero.identity.doors import actor_of
from clavero.negotiations import selectors, services
from clavero.negotiations.forms.rounds import AgreeForm, ContractForm
from clavero.negotiations.rules.contracting import terms_of, value_of
from clavero.negotiations.rules.negotiating import State
from clavero.negotiations.rules.points import PointKind
from clavero.negotiations.selectors.agreed import agreed_points
from clavero.negotiations.sentences import supplied_in_words
from clavero.negotiations.views.common import crumbs, entry
from clavero.negotiations.visibility import require
from clavero.negotiations.words import agreed_said
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui.answers import or_404
from clavero.ui.forms import carry_instead, was_overtaken
from clavero.ui.steps import done, sent


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def agree(request: HttpRequest, negotiation_id: int) -> HttpResponse:
    """Write down what was agreed of each point, filled with what the rounds say."""
    actor = actor_of(request)
    found = or_404(lambda: selectors.negotiation_seen(actor, negotiation_id))
    require(actor)
    start: dict[str, Any] = {"seen": revision_in(found.changes)}
    for each in found.points:
        number = each.point.number(each.agreed)
        start[f"agreed_{each.point.pk}"] = each.agreed if number is None else number
    form = AgreeForm(
        sent(request), points=[each.point for each in found.points],
        currency=found.row.currency, initial=start,
    )  # fmt: skip

    def keep(**cleaned: Any) -> None:
        services.agree(actor, negotiation_id=negotiation_id, **form.given(**cleaned))

    if done(form, keep):
        messages.success(request, _("It is agreed. Now make the contract."))
        return redirect("negotiations:negotiation", negotiation_id)
    if was_overtaken(form):  # they were told, and decide knowingly
        carry_instead(form, {"seen": str(start["seen"])})
    return entry(
        request, form, title=_("What was agreed"), verb=_("It is agreed"), wide=True,
        intro=_("Filled with what the rounds say; what stays empty falls away."),
        crumbs=crumbs(found.row, itself=True),
    )  # fmt: skip


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def contract(request: HttpRequest, negotiation_id: int) -> HttpResponse:
    """Make the contract: the form is filled with what was agreed."""
    actor = actor_of(request)
    head = or_404(lambda: selectors.negotiation_head(actor, negotiation_id))
    require(actor)
    row, held = head.row, head.negotiation
    if request.method != "POST":
        if row.contract_id is not None:
            return redirect("contracts:contract", row.contract_id)
        if row.state != State.AGREED:
            raise Http404("nothing is agreed yet")
    points = list(held.points.all())
    agreed = agreed_points(held)
    plans = terms_of(agreed)
    become = {key for term in plans for key in term.points}
    texts = [
        agreed_said(each, row.currency)
        for each in points
        if each.agreed and each.pk not in become and each.of_kind is not PointKind.VALUE
    ]
    start: dict[str, Any] = {
        "title": row.title, "parties": row.name,
        "start": held.starts or timezone.localdate(), "end": held.ends,
        "value": value_of(agreed), "notice_days": 0, "renews_months": 0,
        "scope": "\n".join(texts),
    }  # fmt: skip
    form = ContractForm(sent(request), currency=row.currency, initial=start)
    made: list[int] = []

    def make(**given: Any) -> None:
        made.append(services.make_contract(actor, negotiation_id=negotiation_id, **given).pk)

    if done(form, make):
        messages.success(request, _("The contract is made, with the terms that were agreed."))
        return redirect("contracts:contract", made[0])
    by_key = {each.pk: each for each in points}
    terms = [
        (
            TERM_NAMES[term.kind],
            "; ".join(agreed_said(by_key[key], row.currency) for key in term.points),
            term.product or term.family,
            supplied_in_words(term, {by_key[key].of_kind for key in term.points}),
        )
        for term in plans
    ]
    return entry(
        request, form, "negotiations/contract.html", title=_("Make the contract"),
        intro=row.title, terms=terms, texts=texts, crumbs=crumbs(row, itself=True),
    )  # fmt: skip
