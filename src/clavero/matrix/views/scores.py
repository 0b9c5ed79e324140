"""Bring a file of scores."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.matrix import selectors, services
from clavero.matrix.rules.scores import COLUMNS, OPTIONAL
from clavero.matrix.services import ScoresReport
from clavero.matrix.words import BAD_ROW_NAMES, instead_of_ledger
from clavero.ui import brought, formats
from clavero.ui.bringing import bring
from clavero.ui.parts import Crumb
from clavero.ui.steps import status_of


@allowed(Verb.SCORE_ACCOUNTS)
@require_http_methods(["GET", "HEAD", "POST"])
def scores(request: HttpRequest) -> HttpResponse:
    """Bring a file of scores; what could not be used of it is told row by row."""
    actor = actor_of(request)
    found = bring(
        request, lambda content, name: services.import_scores(actor, content=content, name=name)
    )
    if found.whole is not None:
        messages.success(request, _told(found.whole))
        return redirect("matrix:matrix")
    context = {
        "crumbs": [Crumb(_("Account analysis matrix"), reverse("matrix:matrix"))],
        "verb": _("Load scores"),
        "subheading": _(
            "What the customer, a survey or we ourselves say of accounts, one score in each row."
        ),
        "beside": "matrix/_loaded.html",
        "hints": [
            _(
                "CSV with the columns account, criterion, value, subject, source and date. "
                "Criteria of potential: volume (thousands a year), growth, share, profitability "
                "(fractions), fit (0 to 10). Criteria of our position, 0 to 10: quality, service,"
                " price, innovation, relationship. Subject: us or competitor. Source: customer, "
                "survey or estimate. A column reason may say on what a score rests. The same file"
                " again changes nothing."
            ),
            *_own_criteria(),
        ],
        "writing": brought.writing_hints([*COLUMNS, *OPTIONAL]),
        **found.context(_told, BAD_ROW_NAMES),
    }
    return render(request, "ui/bring.html", context, status=status_of(found.form))


def _own_criteria() -> list[str]:
    """The company's own factors and criteria, which a file calls by their names."""
    names = selectors.settings_on(timezone.localdate()).settings.names.values()
    if not names:
        return []
    listed = formats.listed(sorted(names, key=str.casefold))
    return [_("Besides, the company's own: %(names)s.") % {"names": listed}]


def _told(report: ScoresReport) -> str:
    """What happened to the rows, in a sentence or two."""
    kept = ngettext("%(count)s score is kept.", "%(count)s scores are kept.", report.kept)
    sentences = [brought.told(report, kept)]
    if report.instead_of_ledger:
        sentences.append(instead_of_ledger(report.instead_of_ledger))
    return " ".join(sentences)
