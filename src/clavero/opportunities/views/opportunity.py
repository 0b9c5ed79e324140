"""One opportunity: a new one, and one with its stage, its end and what the ledger says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clavero.identity.doors import actor_of
from clavero.identity.rules import Verb
from clavero.ledger import selectors as ledger
from clavero.opportunities import selectors, services
from clavero.opportunities.forms.grid import in_percent
from clavero.opportunities.forms.pipeline import (
    LostForm,
    OpportunityForm,
    WonForm,
    cell_key,
    ramp_written,
)
from clavero.opportunities.selectors import Account
from clavero.opportunities.sentences import opportunity_in_words, proof_in_words
from clavero.opportunities.tables import ProofTable, StepsTable
from clavero.opportunities.views.common import crumb_of_pipeline, owners, refuse_readers
from clavero.opportunities.words import OUTCOME_NAMES, stage_called
from clavero.portfolio.doors import choose_account, for_those_who_see_sales
from clavero.ui.answers import or_404
from clavero.ui.parts import Crumb
from clavero.ui.rows import folded
from clavero.ui.steps import done, sent, status_of

DECISION = "decision"
MOST_CELLS_OFFERED = 400
USUAL_DAYS = 90
"""Until the decision, where nobody says otherwise."""


@for_those_who_see_sales
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Of which account a new opportunity is."""
    refuse_readers(actor_of(request), "POST")
    return choose_account(
        request,
        title=_("New opportunity"),
        question=_("With which account is it?"),
        onward="opportunities:new",
        crumbs=[crumb_of_pipeline()],
    )


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Write an opportunity down: by itself, from a need, or from a cell of the white space."""
    actor = actor_of(request)
    account = or_404(lambda: selectors.account_of(actor, customer_id))
    refuse_readers(actor, "POST")
    family, need = request.GET.get("family", ""), request.GET.get("need", "")
    needs, cells = selectors.needs_to_meet(account), _cells_offered(account, {})
    from_need = next((each for each in needs if str(each.id) == need), None)
    asked = cell_key(customer_id, family)
    initial = {
        "title": family or ("" if from_need is None else from_need.text),
        "closes_on": timezone.localdate() + timedelta(days=USUAL_DAYS),
        "owner_id": actor.user_id,
        "cells": [key for _unit, its in cells for key, _family in its if key == asked],
        "needs": [] if from_need is None else [from_need.id],
        "ansoff": selectors.ansoff_of_cell(account, family)
        if family
        else request.GET.get("kind", ""),
    }
    stages = selectors.stages_on(timezone.localdate()).settings
    form = OpportunityForm(
        sent(request),
        initial=initial,
        people=owners(account),
        needs=[(each.id, each.text) for each in needs],
        cells=cells,
        stages=[(each.key, stage_called(each, each.key)) for each in stages.stages],
    )

    def add(*, seen: int, **given: Any) -> None:
        services.add_opportunity(actor, customer_id=customer_id, **given)

    if done(form, add):
        messages.success(request, _("The opportunity is written down."))
        return redirect("opportunities:account", customer_id)
    context = {
        "crumbs": _crumbs(customer_id, account.card.title),
        "title": _("New opportunity"),
        "intro": account.card.title,
        "form": form,
        "verb": _("Write it down"),
    }
    return render(request, "ui/entry.html", context, status=status_of(form))


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def opportunity(request: HttpRequest, opportunity_id: int) -> HttpResponse:
    """One opportunity: what it is worth, its way so far; say how it ended, or open it again."""
    actor = actor_of(request)
    found = or_404(lambda: selectors.opportunity_seen(actor, opportunity_id))
    refuse_readers(actor, request.method or "")
    row, tends = found.row, actor.may(Verb.TEND_OPPORTUNITIES)
    if request.method == "POST" and request.POST.get(DECISION) == "reopen":
        services.reopen_opportunity(actor, opportunity_id=opportunity_id)
        messages.success(request, _("The opportunity is open again."))
        return redirect("opportunities:opportunity", opportunity_id)
    # Decided meanwhile, it refuses what somebody else decides with an older page, and keeps it.
    forms = _forms(request) if tends and (row.is_open or request.method == "POST") else {}
    if request.method == "POST":
        decision = _decision(request)
        if done(forms[decision], partial(_VERBS[decision], actor, opportunity_id=opportunity_id)):
            messages.success(request, _told(decision))
            return redirect("opportunities:opportunity", opportunity_id)
    currency = ledger.shown_currency()
    proof = selectors.proof_of(found)
    context = {
        "crumbs": _crumbs(row.customer_id, row.name),
        "row": row,
        "known": opportunity_in_words(row, currency),
        "outcome": OUTCOME_NAMES.get(row.outcome, ""),
        "needs": found.needs,
        "cells": found.cells,
        "steps": StepsTable(found.steps),
        "stages": [(each.key, stage_called(each, each.key)) for each in found.stages.stages],
        "seen": found.seen,
        "forms": forms,
        "tends": tends,
        "proof": None if proof is None else proof_in_words(proof),
        "proof_table": None if proof is None else ProofTable(proof.cells, currency=currency),
        "changes": found.changes,
    }
    return render(
        request, "opportunities/opportunity.html", context, status=status_of(*forms.values())
    )


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, opportunity_id: int) -> HttpResponse:
    """Put an opportunity right."""
    actor = actor_of(request)
    found = or_404(lambda: selectors.opportunity_to_change(actor, opportunity_id))
    refuse_readers(actor, "POST")
    row = found.row
    needs = selectors.needs_to_meet(found.account, row.id)
    standing = {
        cell_key(cell.unit.id, cell.family): f"{cell.unit.title} · {cell.family}"
        for cell in found.cells
    }
    initial = {
        "seen": found.seen,
        "title": row.title,
        "value": row.value,
        "ramp": ramp_written(row.ramp),
        "closes_on": row.closes_on,
        "starts_on": row.starts_on,
        "ansoff": row.ansoff.value,
        "probability": in_percent(row.written),
        "probability_reason": row.probability_reason,
        "owner_id": row.owner_id,
        "needs": [each.id for each in needs if each.is_chosen],
        "cells": list(standing),
        "note": row.note,
    }
    form = OpportunityForm(
        sent(request),
        initial=initial,
        people=owners(found.account, row.owner_id, row.owner),
        needs=[(each.id, each.text) for each in needs],
        cells=_cells_offered(found.account, standing),
    )
    verb = partial(services.change_opportunity, actor, opportunity_id=opportunity_id)
    if done(form, verb):
        messages.success(request, _("It is kept."))
        return redirect("opportunities:opportunity", opportunity_id)
    back = Crumb(row.title, reverse("opportunities:opportunity", args=[opportunity_id]))
    context = {
        "crumbs": [*_crumbs(row.customer_id, row.name), back],
        "title": _("Change an opportunity"),
        "intro": row.name,
        "form": form,
        "verb": _("Keep"),
    }
    return render(request, "ui/entry.html", context, status=status_of(form))


_VERBS: dict[str, Any] = {"won": services.win_opportunity, "lost": services.lose_opportunity}


def _decision(request: HttpRequest) -> str:
    return "won" if request.POST.get(DECISION) == "won" else "lost"


def _told(decision: str) -> str:
    if decision == "won":
        return _("The opportunity is won: the sales ledger will show it.")
    return _("The opportunity is lost.")


def _forms(request: HttpRequest) -> dict[str, Any]:
    decision, today = _decision(request), timezone.localdate()

    def of(name: str) -> dict[str, Any]:
        data = request.POST if request.method == "POST" and decision == name else None
        return {"data": data, "initial": {"on": today}, "auto_id": f"{name}_%s"}

    return {"won": WonForm(**of("won")), "lost": LostForm(**of("lost"))}


def _cells_offered(
    account: Account, standing: Mapping[str, str]
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every family under its unit; of a group with very many, the account's own. Cells that are
    ``standing`` and not among them come first, by their whole names."""
    families = sorted(selectors.families_sold(selectors.last_year()), key=folded)
    units = account.units
    if len(units) * len(families) > MOST_CELLS_OFFERED:
        units = units[:1]
    found = [
        (unit.title, [(cell_key(unit.id, family), family) for family in families]) for unit in units
    ]
    offered = {key for _unit, its in found for key, _family in its}
    others = [(key, name) for key, name in standing.items() if key not in offered]
    return [*([(_("Chosen before"), others)] if others else []), *found]


def _crumbs(customer_id: int, name: str) -> list[Crumb]:
    return [
        crumb_of_pipeline(),
        Crumb(name, reverse("opportunities:account", args=[customer_id])),
    ]
