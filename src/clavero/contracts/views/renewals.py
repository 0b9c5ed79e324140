"""*Renewals*: the contracts whose day comes within a year, as a board and as a list."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clavero.contracts import selectors, sentences, services
from clavero.contracts.forms.renewals import MoveRenewalForm, RenewalForm, UndoForm
from clavero.contracts.lists import RENEWALS
from clavero.contracts.rules.renewing import RenewalStage, runs_on
from clavero.contracts.showing import renewal_columns
from clavero.contracts.views.common import crumbs, writes
from clavero.contracts.visibility import require
from clavero.contracts.words import RENEWAL_NAMES
from clavero.identity.doors import actor_of
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui.address import EXPORT
from clavero.ui.answers import or_404
from clavero.ui.lists import Listing, Rows
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of

_OPEN = [(each.value, RENEWAL_NAMES[each]) for each in RenewalStage if each.is_open]


@for_those_who_see_sales
@require_safe
def renewals(request: HttpRequest) -> HttpResponse:
    """Those that the reader sees."""
    actor = actor_of(request)
    rows = selectors.renewal_rows(actor)
    is_list = request.GET.get("view") == "table" or EXPORT in request.GET
    context = {
        "crumbs": [Crumb(_("Contracts"), reverse("contracts:contracts"))],
        "view": "table" if is_list else "board",
        "standing": sentences.renewals_in_words(rows),
        "writes": writes(actor),
    }
    if is_list:
        listing = Listing(RENEWALS, request, Rows(rows))
        return listing.answer() or render(
            request, "contracts/renewals.html", {**context, "listing": listing}
        )
    columns = renewal_columns(rows)
    return render(
        request, "contracts/renewals.html",
        {**context, "columns": columns if rows else [], "stages": _OPEN},
    )  # fmt: skip


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def renewal(request: HttpRequest, contract_id: int) -> HttpResponse:
    """How far one is: move it, write what is expected, decide it."""
    actor = actor_of(request)
    seen = or_404(lambda: selectors.renewal_seen(actor, contract_id))
    row = seen.row
    start: dict[str, object] = {"seen": 0, "stage": RenewalStage.PREPARING.value}
    if row is not None:
        names = ("stage", "target", "forecast", "final", "step", "step_on", "note", "seen")
        start = {name: getattr(row, name) for name in names}
    contract = seen.head.contract
    if contract.renews_months:
        start["new_end"] = runs_on(contract.end, contract.renews_months)
    start["until"] = contract.end
    if request.method == "POST":
        require(actor)
    is_undone = request.POST.get("decision") == "undo"
    form = RenewalForm(None if is_undone else sent(request), initial=start)
    undo = UndoForm(
        sent(request) if is_undone else None, auto_id="undo_%s",
        initial={"until": contract.end, "seen": seen.renewed.seen if seen.renewed else 0},
    )  # fmt: skip
    keep = partial(services.change_renewal, actor, contract_id=contract_id)
    take_back = partial(services.undo_renewal, actor, contract_id=contract_id)
    if request.method == "POST" and (done(undo, take_back) if is_undone else done(form, keep)):
        messages.success(request, _("The renewal is undone.") if is_undone else _("It is kept."))
        return redirect("contracts:renewal", contract_id)
    context = {
        "crumbs": [
            *crumbs(seen.head.row, itself=True)[:1],
            Crumb(_("Renewals"), reverse("contracts:renewals")),
            Crumb(seen.head.row.title, reverse("contracts:contract", args=[contract_id])),
        ],
        "row": seen.head.row,
        "known": sentences.renewal_in_words(row, seen.head.row),
        "is_decided": row is not None and not row.stage.is_open,
        "writes": writes(actor) and (row is None or row.stage is not RenewalStage.RENEWED),
        "form": form,
        "undo": undo if writes(actor) and (seen.renewed or is_undone) else None,
        "changes": seen.changes,
    }
    return render(request, "contracts/renewal.html", context, status=status_of(form, undo))


@for_those_who_see_sales
@require_POST
def move(request: HttpRequest, contract_id: int) -> HttpResponse:
    """Into another stage, from the board."""
    actor = actor_of(request)
    seen = or_404(lambda: selectors.renewal_seen(actor, contract_id))
    require(actor)
    form = MoveRenewalForm(request.POST)
    if done(form, partial(services.change_renewal, actor, contract_id=contract_id)):
        messages.success(
            request, _("The renewal of “%(title)s” is moved.") % {"title": seen.head.row.title}
        )
        return redirect("contracts:renewals")
    for sentence in [text for texts in form.errors.values() for text in texts]:
        messages.error(request, str(sentence))
    return redirect("contracts:renewal", contract_id)
