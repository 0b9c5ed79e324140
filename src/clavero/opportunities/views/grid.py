"""*White space*: an account's units by product families, one cell, and files of them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from clavero.core.tables import TableReport
from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.ledger import selectors as ledger
from clavero.opportunities import selectors, services
from clavero.opportunities.files import grid_as_csv
from clavero.opportunities.forms.grid import CellForm, WalletForm, in_percent
from clavero.opportunities.rules.grid import CellState
from clavero.opportunities.rules.reading import COLUMNS, OPTIONAL
from clavero.opportunities.sentences import cell_in_words, grid_in_words
from clavero.opportunities.showing import grid_shown, legend
from clavero.opportunities.tables import WalletTable
from clavero.opportunities.views.common import crumb_of_pipeline, refuse_readers, tabs
from clavero.opportunities.words import FAULT_NAMES, STATE_NAMES
from clavero.portfolio.address import customer_address, family_lines_address
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui import brought, formats
from clavero.ui.address import EXPORT
from clavero.ui.answers import ask, or_404
from clavero.ui.bringing import bring
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, status_of

ROWS_A_PAGE = 50
MANY_FAMILIES = 8
_LONGEST_FAMILY = 120


@for_those_who_see_sales
@require_safe
def grid(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Every unit by every family, with what is sold, the wallet and what is left to win."""
    actor = actor_of(request)
    found = or_404(lambda: selectors.grid(actor, customer_id))
    card, currency = found.account.card, ledger.shown_currency()
    if request.GET.get(EXPORT) == "csv":
        return grid_as_csv(found, currency, name=slugify(card.title))
    asked = request.GET.get("page", "")
    page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    pages = max(-(-len(found.rows) // ROWS_A_PAGE), 1)
    page = min(max(page, 1), pages)
    start = (page - 1) * ROWS_A_PAGE
    context = {
        "crumbs": [
            crumb_of_pipeline(),
            Crumb(card.title, customer_address(request.GET)(card.id)),
        ],
        "card": card,
        "tabs": tabs(customer_id, "grid"),
        "tends": actor.may(Verb.TEND_OPPORTUNITIES),
        "grid": found,
        "is_wide": len(found.families) > MANY_FAMILIES,
        "shown": grid_shown(found, found.rows[start : start + ROWS_A_PAGE], currency),
        "legend": legend(),
        "sentences": grid_in_words(found, currency),
        "page": page,
        "before": page - 1 if page > 1 else None,
        "after": page + 1 if page < pages else None,
    }
    return render(request, "opportunities/grid.html", context)


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def cell(request: HttpRequest, customer_id: int) -> HttpResponse:
    """One unit and family: what is said of it, its wallet, and where its sales are."""
    actor = actor_of(request)
    family = request.GET.get("family", "").strip()
    if len(family) > _LONGEST_FAMILY or "\0" in family:
        raise Http404("no family has such a name")
    found = or_404(lambda: selectors.cell(actor, customer_id, family))
    refuse_readers(actor, request.method or "")
    if not family:
        if request.method == "POST":
            return _no_family(request, customer_id)
        return redirect("opportunities:grid", customer_id)
    if request.method != "POST" and not (found.is_told or family in selectors.families_known()):
        raise Http404("the company sells no such family")
    here = f"{reverse('opportunities:cell', args=[customer_id])}?{urlencode({'family': family})}"
    tends = actor.may(Verb.TEND_OPPORTUNITIES)
    forms = _forms(request, found) if tends else {}
    verbs: dict[str, Any] = {"cell": services.say_cell, "wallet": services.enter_wallet}
    if request.method == "POST":
        name = "wallet" if request.POST.get("decision") == "wallet" else "cell"
        verb = partial(verbs[name], actor, customer_id=customer_id, family=family)
        if done(forms[name], verb):
            messages.success(request, _("It is kept."))
            return redirect(here)
    currency = ledger.shown_currency()
    unit = found.cell.unit
    entries = sorted(found.entries, key=lambda each: (each.day, each.id), reverse=True)
    holding = None if found.cell.wallet is None else found.cell.wallet.entry.id
    context = {
        "crumbs": [
            crumb_of_pipeline(),
            Crumb(_("White space"), reverse("opportunities:grid", args=[customer_id])),
        ],
        "cell": found.cell,
        "unit": unit,
        "family": family,
        "state": STATE_NAMES[found.cell.state],
        "sentences": cell_in_words(found, currency),
        "forms": forms,
        "wallets": WalletTable(entries, currency=currency, holding=holding, tends=tends)
        if entries
        else None,
        "lines_url": family_lines_address(customer_id, family),
        "new_url": f"{reverse('opportunities:new', args=[customer_id])}?"
        f"{urlencode({'family': family})}",
        "may_win": tends and found.cell.state is not CellState.NOT_APPLICABLE,
        "opportunities": found.opportunities,
        "changes": found.changes,
    }
    return render(request, "opportunities/cell.html", context, status=status_of(*forms.values()))


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Take back a word on a wallet entered by mistake."""
    actor = actor_of(request)
    entry = or_404(lambda: selectors.wallet_entry(actor, entry_id))
    refuse_readers(actor, "POST")
    query = urlencode({"family": entry.family})
    unit = selectors.today_of(entry.customer)
    back = f"{reverse('opportunities:cell', args=[unit.id])}?{query}"
    if request.method == "POST":
        services.withdraw_wallet(actor, entry_id=entry_id)
        messages.success(request, _("It is withdrawn."))
        return redirect(back)
    return ask(
        request,
        title=_("Withdraw a wallet"),
        question=_("Withdraw what %(by)s entered of %(family)s for %(customer)s?")
        % {"by": entry.by_name, "family": entry.family, "customer": entry.customer},
        consequences=[_("The word before it holds again. The history keeps it.")],
        verb=_("Withdraw"),
        back=back,
        is_destructive=True,
    )


@allowed(Verb.TEND_OPPORTUNITIES)
@require_http_methods(["GET", "HEAD", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    """Bring a file of cells and wallets."""
    actor = actor_of(request)
    found = bring(request, lambda content, _name: services.import_grid(actor, content=content))
    if found.whole is not None:
        messages.success(request, _told(found.whole))
        return redirect("opportunities:load_grid")
    context: dict[str, Any] = {
        "crumbs": [crumb_of_pipeline()],
        "verb": _("Load white space"),
        "subheading": _(
            "Wallets, competitors and what is blocked, a unit and a family in each row."
        ),
        "hints": [
            _(
                "CSV with the columns account (its code) and family. Optional: state (open, "
                "competitor, blocked or not_applicable), reason, competitor, competitor_share in "
                "per cent; wallet, or rank and suppliers; source (disclosed, market or drivers), "
                "confidence (high, medium or low), date and note. The file that the white space "
                "of an account gives can be corrected and brought back. The same file again "
                "changes nothing."
            )
        ],
        "writing": brought.writing_hints([*COLUMNS, *OPTIONAL]),
        **found.context(_told, FAULT_NAMES),
    }
    return render(request, "ui/bring.html", context, status=status_of(found.form))


def _told(report: TableReport) -> str:
    if report.already_there and not report.kept and not report.refused:
        return ngettext(
            "Nothing has changed: its %(count)s row was there already.",
            "Nothing has changed: its %(count)s rows were there already.",
            report.already_there,
        ) % {"count": formats.number(report.already_there)}
    kept = ngettext("%(count)s row is kept.", "%(count)s rows are kept.", report.kept)
    return brought.told(report, kept)


def _no_family(request: HttpRequest, customer_id: int) -> HttpResponse:
    messages.error(request, _("Open the cell from the white space."))
    return redirect("opportunities:grid", customer_id)


def _forms(request: HttpRequest, found: selectors.CellSeen) -> dict[str, Any]:
    decision = request.POST.get("decision") or "cell"

    def of(name: str, **initial: Any) -> dict[str, Any]:
        data = request.POST if request.method == "POST" and decision == name else None
        return {"data": data, "initial": initial, "auto_id": f"{name}_%s"}

    cell = found.cell
    said = {
        "seen": found.seen,
        "state": cell.said,
        "reason": cell.reason,
        "rival": cell.rival,
        "rival_share": in_percent(cell.rival_share),
    }
    return {
        "cell": CellForm(**of("cell", **said)),
        "wallet": WalletForm(**of("wallet", day=timezone.localdate())),
    }
