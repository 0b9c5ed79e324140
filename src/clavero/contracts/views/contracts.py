"""*Contracts*: all of them, those of an account, and one with its terms and what was found."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clavero.contracts import selectors, sentences, services
from clavero.contracts.forms.contracts import ContractForm
from clavero.contracts.hooks import ways_from
from clavero.contracts.lists import (
    CONTRACTS,
    FINDINGS,
    AccountContractsTable,
    FirstFindingsTable,
    PricesTable,
)
from clavero.contracts.rules.terms import TermKind
from clavero.contracts.showing import FindingRow, finding_rows
from clavero.contracts.standing import term_lines
from clavero.contracts.views.common import crumbs, entry, writes
from clavero.contracts.visibility import require
from clavero.contracts.words import KIND_NAMES
from clavero.identity.doors import actor_of
from clavero.ledger import selectors as ledger
from clavero.portfolio.address import customer_address
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui.address import EXPORT
from clavero.ui.answers import or_404
from clavero.ui.lists import Listing, Rows
from clavero.ui.lists.pieces import Pieces
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent

_MOST_SHOWN, _MOST_PRICES, _MOST_LISTED = 20, 100, 5000


@for_those_who_see_sales
@require_safe
def contracts(request: HttpRequest) -> HttpResponse:
    """The contracts that the reader sees."""
    listing = Listing(CONTRACTS, request, Rows(selectors.contract_rows(actor_of(request))))
    return listing.answer() or render(request, "contracts/contracts.html", {"listing": listing})


@for_those_who_see_sales
@require_safe
def account(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The contracts of one account."""
    actor = actor_of(request)
    found, rows = or_404(lambda: selectors.account_contracts(actor, customer_id))
    context = {
        "crumbs": [
            Crumb(_("Contracts"), reverse("contracts:contracts")),
            Crumb(found.card.title, customer_address(request.GET)(found.card.id)),
        ],
        "card": found.card,
        "table": AccountContractsTable(rows) if rows else None,
        "writes": writes(actor),
    }
    return render(request, "contracts/account.html", context)


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Write a contract down."""
    actor = actor_of(request)
    found, _rows = or_404(lambda: selectors.account_contracts(actor, customer_id))
    require(actor)
    start = {"notice_days": 0, "renews_months": 0, "currency": ledger.reporting_currency()}
    form = ContractForm(sent(request), initial={"seen": 0, **start})
    made: list[int] = []

    def add(seen: int, **given: object) -> None:
        made.append(services.add_contract(actor, customer_id=customer_id, **given).pk)

    if done(form, add):
        messages.success(request, _("The contract is written down. Now add its terms."))
        return redirect("contracts:contract", made[0])
    return entry(
        request, form, title=_("A contract"), verb=_("Write it down"),
        intro=_("It is of the account and of all units below it."),
        crumbs=[
            Crumb(_("Contracts"), reverse("contracts:contracts")),
            Crumb(found.card.title, reverse("contracts:account", args=[customer_id])),
        ],
    )  # fmt: skip


@for_those_who_see_sales
@require_safe
def contract(request: HttpRequest, contract_id: int) -> HttpResponse:
    """One contract: what is known, its terms and how they stand, and what departs from them."""
    actor = actor_of(request)
    seen = or_404(lambda: selectors.contract_seen(actor, contract_id))
    held = seen.held
    found = selectors.kept(held, prices=seen.prices, most=_MOST_SHOWN, tells_unheld=True)
    context = {
        "crumbs": crumbs(held.row),
        "row": held.row,
        "known": sentences.contract_in_words(held.contract),
        "terms": term_lines(seen, found),
        "prices": PricesTable(seen.prices[:_MOST_PRICES]) if seen.prices else None,
        "more_prices": max(len(seen.prices) - _MOST_PRICES, 0),
        "kinds": [(each.value, KIND_NAMES[each]) for each in TermKind],
        "kept": sentences.kept_in_words(found, held),
        "findings": FirstFindingsTable(
            [*finding_rows(found.findings[:_MOST_SHOWN], held.decisions)]
        )
        if found.findings
        else None,
        "count": found.count,
        "writes": writes(actor),
        "changes": seen.changes,
        "ways": ways_from(held.contract),
    }
    return render(request, "contracts/contract.html", context)


@for_those_who_see_sales
@require_safe
def findings(request: HttpRequest, contract_id: int) -> HttpResponse:
    """What departs from the terms of a contract, with filters, and all of it as a file."""
    actor = actor_of(request)
    held = or_404(lambda: selectors.contract_held(actor, contract_id))
    rows: Rows[FindingRow]
    if EXPORT in request.GET:  # all of them, which need not be in memory
        found, listed = selectors.kept_in_turn(held)
        rows, left = Pieces(finding_rows(listed, held.decisions)), 0
    else:
        found = selectors.kept(held, most=_MOST_LISTED)
        rows = Rows([*finding_rows(found.findings, held.decisions)])
        left = found.count - len(found.findings)
    listing = Listing(FINDINGS, request, rows)
    context = {
        "listing": listing,
        "row": held.row,
        "crumbs": crumbs(held.row, itself=True),
        "most": _MOST_LISTED if left > 0 else 0,
        "count": found.count,
    }
    return listing.answer() or render(request, "contracts/findings.html", context)


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, contract_id: int) -> HttpResponse:
    """Put a contract right."""
    actor = actor_of(request)
    seen = or_404(lambda: selectors.contract_head(actor, contract_id))
    require(actor)
    names = [name for name in ContractForm.base_fields if name != "seen"]
    start = {name: getattr(seen.contract, name) for name in names}
    form = ContractForm(sent(request), initial={"seen": seen.seen, **start})
    if done(form, partial(services.change_contract, actor, contract_id=contract_id)):
        messages.success(request, _("It is kept."))
        return redirect("contracts:contract", contract_id)
    return entry(
        request, form, title=_("Change the contract"), intro=seen.row.title, verb=_("Keep"),
        crumbs=crumbs(seen.row, itself=True),
    )  # fmt: skip
