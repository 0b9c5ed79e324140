"""Terms are added, priced, withdrawn; money is written against them; findings are decided."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods

from clavero.contracts import selectors, sentences, services
from clavero.contracts.forms.contracts import DecisionForm
from clavero.contracts.forms.terms import TERM_FORMS, EntryForm
from clavero.contracts.lists import HIDDEN_OF, OF_DOCUMENT, OF_TERM, LinesBehindTable
from clavero.contracts.rules.findings import Finding, FindingKind
from clavero.contracts.rules.terms import TermKind
from clavero.contracts.selectors import ContractHeld, ContractRow, TermRow
from clavero.contracts.showing import entry_rows, line_rows
from clavero.contracts.views.common import crumbs, entry, page_asked, writes
from clavero.contracts.visibility import require
from clavero.contracts.words import FAULT_NAMES, FINDING_NAMES, KIND_NAMES
from clavero.core.errors import Refusal
from clavero.core.period import Period
from clavero.core.tables import TableReport
from clavero.identity.doors import actor_of
from clavero.identity.rules import Actor
from clavero.portfolio.address import lines_address
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui import brought
from clavero.ui.answers import ask, or_404
from clavero.ui.bringing import bring
from clavero.ui.steps import carried_number, done, sent, status_of

_WITH_MONEY = {TermKind.BUDGET.value, TermKind.REBATE.value}


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def add_term(request: HttpRequest, contract_id: int, kind: str) -> HttpResponse:
    """Add a term of a type, or one net price."""
    actor = actor_of(request)
    seen = or_404(lambda: selectors.contract_head(actor, contract_id))
    if kind not in {*TermKind}:
        raise Http404("no such type of term")
    require(actor)
    of_kind = TermKind(kind)
    form = TERM_FORMS[of_kind](sent(request))
    add = (
        partial(services.add_price, actor, contract_id=contract_id)
        if of_kind is TermKind.PRICE
        else partial(services.add_term, actor, contract_id=contract_id, kind=of_kind)
    )
    if done(form, add):
        messages.success(request, _("The term stands."))
        return redirect("contracts:contract", contract_id)
    return entry(
        request, form, title=KIND_NAMES[of_kind], intro=seen.row.title, verb=_("Add the term"),
        crumbs=crumbs(seen.row, itself=True),
    )  # fmt: skip


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def prices(request: HttpRequest, contract_id: int) -> HttpResponse:
    """Bring a list of prices."""
    actor = actor_of(request)
    seen = or_404(lambda: selectors.contract_head(actor, contract_id))
    require(actor)
    found = bring(
        request,
        lambda content, _name: services.bring_prices(
            actor, contract_id=contract_id, content=content
        ),
    )
    if found.whole is not None:
        messages.success(request, _told(found.whole))
        return redirect("contracts:contract", contract_id)
    context = {
        "crumbs": crumbs(seen.row, itself=True),
        "row": seen.row,
        "hints": [
            _(
                "CSV with the columns product and price. Optional: family, instead of the product; "
                "unit; currency; from and until. What a row leaves out is that of the contract. "
                "The same file again changes nothing."
            )
        ],
        **found.context(_told, FAULT_NAMES),
    }
    return render(request, "contracts/prices.html", context, status=status_of(found.form))


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, term_id: int) -> HttpResponse:
    """Withdraw a term."""
    actor = actor_of(request)
    found, row = _term(actor, term_id)
    require(actor)
    contract_id = row.id
    if request.method == "POST":
        try:
            services.withdraw_term(actor, term_id=term_id)
            messages.success(request, _("The term is withdrawn."))
        except Refusal as refused:
            messages.error(request, " ".join(filter(None, (str(refused), str(refused.hint or "")))))
        return redirect("contracts:contract", contract_id)
    return ask(
        request,
        title=_("Withdraw the term"),
        question=_("Withdraw “%(term)s”?") % {"term": KIND_NAMES[found.row.kind]},
        consequences=[
            _("Nothing is held against it any more; of prices, all of the contract go with it."),
            _("The history keeps that it stood."),
        ],
        verb=_("Withdraw"),
        back=reverse("contracts:contract", args=[contract_id]),
        is_destructive=True,
    )


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def money(request: HttpRequest, term_id: int) -> HttpResponse:
    """See what was written against a budget or a rebate, write more, or take it back."""
    actor = actor_of(request)
    found, row = _term(actor, term_id)
    if found.row.kind not in _WITH_MONEY:
        raise Http404("no money is written against it")
    last = max((each.pk for each in found.entries), default=0)
    start = {"on": timezone.localdate(), "seen": last}
    kind, is_taken_back = TermKind(found.row.kind), "entry" in request.POST
    form = EntryForm(None if is_taken_back else sent(request), kind=kind, initial=start)
    if request.method == "POST":
        require(actor)
        if is_taken_back:
            return _take_back(request, actor, term_id)
        if done(form, partial(services.write_entry, actor, term_id=term_id)):
            messages.success(request, _("It is written down."))
            return redirect("contracts:contract", row.id)
    context = {
        "crumbs": crumbs(row, itself=True),
        "row": row,
        "name": KIND_NAMES[found.row.kind],
        "told": sentences.term_in_words(found, 0),
        "stands": sentences.money_of(found),
        "entries": entry_rows(found),
        "writes": writes(actor),
        "form": form,
    }
    return render(request, "contracts/money.html", context, status=status_of(form))


def _take_back(request: HttpRequest, actor: Actor, term_id: int) -> HttpResponse:
    try:
        entry_id = carried_number(request, "entry")
        if entry_id is not None:
            services.take_entry_back(actor, term_id=term_id, entry_id=entry_id)
            messages.success(request, _("It is taken back."))
    except Refusal as refused:
        messages.error(request, " ".join(filter(None, (str(refused), str(refused.hint or "")))))
    return redirect("contracts:money", term_id)


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def finding(request: HttpRequest, contract_id: int, key: str) -> HttpResponse:
    """One finding with what is known of its line, and what is to come of it."""
    actor = actor_of(request)
    held = or_404(lambda: selectors.contract_held(actor, contract_id))
    of = request.GET.get(OF_DOCUMENT)
    found = selectors.found_in(held, key, of)
    if found is None and of is None:  # an address from before it said of which document one is
        context = {"crumbs": crumbs(held.row, itself=True), "row": held.row}
        return render(request, "contracts/finding_unsaid.html", context, status=404)
    if found is None:
        raise Http404("it is not found any more")
    if request.method == "POST":
        require(actor)
    decided = held.decisions.get(key)
    start: dict[str, object] = {"seen": 0}
    if decided is not None:
        start = {"verdict": decided.verdict, "note": decided.note, "seen": decided.revision}
    form = DecisionForm(sent(request), initial=start)
    decide = partial(services.decide, actor, contract_id=contract_id, key=key, of=of)
    if request.method == "POST" and done(form, decide):
        messages.success(request, _("The decision is written down."))
        return redirect("contracts:contract", contract_id)
    due, actual = _("Was due"), _("Actual")
    if found.kind is FindingKind.SHORT:
        due, actual = pgettext("of a delivery", "Ordered"), pgettext("of a delivery", "Delivered")
    told = [
        (_("Document"), " · ".join(filter(None, (found.document, found.line)))),
        (_("Day"), "" if found.day is None else sentences.amount_in_words(found.day, found)),
        (_("Product"), found.product),
        (due, sentences.amount_in_words(found.due, found)),
        (actual, sentences.amount_in_words(found.actual, found)),
        (_("Difference"), sentences.difference_in_words(found)),
        (_("Cost"), sentences.cost_in_words(found)),
    ]
    behind = None
    if found.kind is not FindingKind.SERVICE:
        behind = selectors.lines_behind(held, found, page_asked(request))
    hidden = HIDDEN_OF.get(found.kind, OF_TERM)
    if found.document:
        hidden = (*hidden, "document", "day")
    context = {
        "crumbs": crumbs(held.row, itself=True),
        "title": FINDING_NAMES[found.kind],
        "row": held.row,
        "known": [(name, value) for name, value in told if value],
        "is_question": found.kind is FindingKind.EXCLUSIVE,
        "lines": lines_address(held.row.customer_id, _days_of(held, found)),
        "has_document": bool(found.document),
        "same": "" if of is None else urlencode({OF_DOCUMENT: of}) + "&",
        "behind": behind,
        "behind_table": LinesBehindTable(line_rows(behind.rows, found), exclude=hidden)
        if behind and behind.rows
        else None,
        "decided": decided,
        "writes": writes(actor),
        "form": form,
    }
    return render(request, "contracts/finding.html", context, status=status_of(form))


def _days_of(held: ContractHeld, found: Finding) -> Period:
    """The day of the invoice, or all that the term is about."""
    if found.document and found.day is not None:
        return Period.inclusive(found.day, found.day)
    return next(each.row.period for each in held.terms if each.row.pk == found.term)


def _term(actor: Actor, term_id: int) -> tuple[TermRow, ContractRow]:
    return or_404(lambda: selectors.term_seen(actor, term_id))


def _told(report: TableReport) -> str:
    kept = ngettext("%(count)s price is kept.", "%(count)s prices are kept.", report.kept)
    return brought.told(report, kept)
