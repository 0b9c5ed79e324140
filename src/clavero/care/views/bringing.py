"""Complaints from a file."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from clavero.care import services
from clavero.care.rules.reading import COLUMNS, OPTIONAL
from clavero.care.services import ComplaintsReport
from clavero.care.views.common import crumb
from clavero.care.words import FAULT_NAMES
from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.ledger.selectors import shown_currency
from clavero.ui import brought, formats
from clavero.ui.bringing import bring
from clavero.ui.steps import status_of


@allowed(Verb.TEND_COMPLAINTS)
@require_http_methods(["GET", "HEAD", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    """Bring a file of complaints."""
    actor = actor_of(request)
    found = bring(
        request, lambda content, _name: services.import_complaints(actor, content=content)
    )
    if found.whole is not None:
        messages.success(request, _told(found.whole))
        return redirect("care:complaints")
    context = {
        "crumbs": [crumb()],
        "hints": [
            _(
                "CSV or XLSX with the columns account (its code), complaint (what is wrong) and "
                "received. Optional: severity, cause, channel, detail, name, email, phone, money, "
                "currency, answered, resolved, satisfied and reference (what the other system "
                "calls it). The same file again changes nothing, also where complaints were put "
                "right here; one that nobody has done anything with is answered or resolved by a "
                "later file."
            ),
            _(
                "A moment is a day, such as 2026-03-31, or a day with its hour, such as "
                "2026-03-31 09:15. Without an hour a complaint came when its day began, and was "
                "answered or resolved when that day ended."
            ),
            _(
                "The column money is the money at stake, in the currency of the column currency, "
                "or in %(currency)s where it says none."
            )
            % {"currency": shown_currency()},
        ],
        "writing": brought.writing_hints([*COLUMNS, *OPTIONAL]),
        **found.context(_told, FAULT_NAMES),
    }
    return render(request, "care/load.html", context, status=status_of(found.form))


def _told(report: ComplaintsReport) -> str:
    kept = ngettext(
        "%(count)s complaint was written down.", "%(count)s complaints were written down.",
        report.kept,
    )  # fmt: skip
    told = brought.told(report, kept)
    if not report.went_on:
        return told
    went_on = ngettext(
        "%(count)s that was there is answered or resolved now.",
        "%(count)s that were there are answered or resolved now.",
        report.went_on,
    )
    return f"{told} {went_on % {'count': formats.number(report.went_on)}}"
