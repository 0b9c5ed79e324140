"""*Load targets* of accounts: brought, looked at, kept; the rows that cannot be used as a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from clavero.commercial import selectors, services
from clavero.commercial.forms.targets import SeenForm
from clavero.commercial.models import BroughtTargets
from clavero.commercial.rules.account_reading import ACCOUNT_COLUMNS, ACCOUNT_OPTIONAL
from clavero.commercial.rules.targets import Cell, Target
from clavero.commercial.selectors import AccountsReport, Change
from clavero.commercial.words import ROW_FAULT_NAMES
from clavero.core.money import Money
from clavero.core.tables import TableReport
from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Actor, Verb
from clavero.ledger import selectors as ledger
from clavero.ui import brought as bringing
from clavero.ui import formats, spreadsheet
from clavero.ui.downloads import downloaded
from clavero.ui.forms import TableForm
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of

_SHOWN = 100  # changes on one page


@allowed(Verb.WRITE_PLANS)
@require_http_methods(["GET", "HEAD", "POST"])
def load_targets(request: HttpRequest) -> HttpResponse:
    """Bring a file; nothing is kept before what it would change has been looked at."""
    actor = actor_of(request)
    form = TableForm(request.POST, request.FILES) if request.method == "POST" else TableForm()
    held: list[BroughtTargets] = []

    def hold(*, content: bytes) -> None:
        found = services.hold_account_targets(actor, content=content, name=form.file_name)
        held.append(found)

    if request.method == "POST" and done(form, hold):
        return redirect("commercial:brought", held[0].pk)
    context = {
        "crumbs": _crumbs(),
        "form": form,
        "verb": _("Load targets"),
        "subheading": _("The targets of accounts with a plan, one in each row."),
        "hints": [
            _(
                "CSV or XLSX with the columns %(columns)s, and %(optional)s where it is known. A "
                "row is of a year and a family, or of a month such as 2027-03 with neither. "
                "What is downloaded as CSV or XLSX under “Plans together” is such a file."
            )
            % {"columns": ", ".join(ACCOUNT_COLUMNS), "optional": ", ".join(ACCOUNT_OPTIONAL)},
            _("First you see what it would change. What it does not tell of stays as it is."),
        ],
        "writing": bringing.writing_hints([*ACCOUNT_COLUMNS, *ACCOUNT_OPTIONAL]),
    }
    return render(request, "ui/bring.html", context, status=status_of(form))


@allowed(Verb.WRITE_PLANS)
@require_http_methods(["GET", "HEAD", "POST"])
def brought(request: HttpRequest, brought_id: int) -> HttpResponse:
    """What a file would change, and its rows that cannot be used."""
    actor = actor_of(request)
    file = _found(actor, brought_id)
    decision = request.POST.get("decision") if request.method == "POST" else None
    if request.method == "POST" and decision not in {"keep", "drop"}:
        raise Http404("no such decision")
    if decision == "drop":
        services.drop_account_targets(actor, brought_id=brought_id)
        messages.success(request, _("The file is let go."))
        return redirect("commercial:load_targets")
    content = bytes(file.content)
    found = selectors.account_changes(actor, content)
    form = SeenForm(sent(request), initial={"seen": found.seen})
    kept: list[AccountsReport] = []

    def keep(*, seen: int) -> None:
        kept.append(services.import_account_targets(actor, content=content, seen=seen))

    if decision == "keep" and done(form, keep):
        messages.success(request, _told(kept[0]))
        if kept[0].refused:
            return redirect("commercial:brought", brought_id)
        services.drop_account_targets(actor, brought_id=brought_id)
        return redirect("commercial:together")
    currency = ledger.shown_currency()
    context = {
        "crumbs": [*_crumbs(), Crumb(_("Load targets"), reverse("commercial:load_targets"))],
        "file": file,
        "form": form,
        "found": found,
        "changes": [_change(found, each, currency) for each in found.changes[:_SHOWN]],
        "more": max(len(found.changes) - _SHOWN, 0),
        "refused_url": reverse("commercial:refused_targets", args=[brought_id]),
        **bringing.reported(found, _would(found), ROW_FAULT_NAMES),
    }
    return render(request, "commercial/brought.html", context, status=status_of(form))


@allowed(Verb.WRITE_PLANS)
@require_safe
def refused(request: HttpRequest, brought_id: int) -> HttpResponse:
    """The rows that cannot be used, to be mended and brought again."""
    actor = actor_of(request)
    file = _found(actor, brought_id)
    content = bytes(file.content)
    found = selectors.account_changes(actor, content)
    rows = bringing.refused_file(content, found.refused, ROW_FAULT_NAMES)
    name = _("%(stem)s-refused.csv") % {"stem": file.name.rpartition(".")[0] or file.name}
    return downloaded(rows, spreadsheet.CSV, name)


def _found(actor: Actor, brought_id: int) -> BroughtTargets:
    try:
        return selectors.brought_targets(actor, brought_id)
    except BroughtTargets.DoesNotExist:
        raise Http404("no file that this person has brought") from None


def _crumbs() -> list[Crumb]:
    return [Crumb(_("Plans together"), reverse("commercial:together"))]


def _would(report: TableReport) -> str:
    would = ngettext(
        "%(count)s target would be kept.", "%(count)s targets would be kept.", report.kept
    )
    return bringing.told(report, would)


def _told(report: TableReport) -> str:
    kept = ngettext("%(count)s target is kept.", "%(count)s targets are kept.", report.kept)
    return bringing.told(report, kept)


def _change(found: AccountsReport, each: Change, currency: str) -> dict[str, Any]:
    def money(target: Target | None, figure: str) -> str:
        amount = None if target is None else getattr(target, figure)
        return formats.NOTHING if amount is None else formats.money(Money(amount, currency))

    if isinstance(each.where, Cell):
        what = f"{found.calendar.name(each.where.year)} · {each.where.family}"
    else:
        what = formats.month(each.where)
    return {
        "account": each.name,
        "what": what,
        "before": money(each.before, "sales"),
        "after": money(each.after, "sales"),
        "margin_before": money(each.before, "margin"),
        "margin": money(each.after, "margin"),
    }
