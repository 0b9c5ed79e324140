"""Bring a file of scores."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.matrix import services
from clavero.matrix.services import ScoresReport
from clavero.matrix.words import BAD_ROW_NAMES, instead_of_ledger
from clavero.ui import brought
from clavero.ui.forms import TableForm
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, status_of


@allowed(Verb.SCORE_ACCOUNTS)
@require_http_methods(["GET", "HEAD", "POST"])
def scores(request: HttpRequest) -> HttpResponse:
    """Bring a file of scores; what could not be used of it is told row by row."""
    is_sent = request.method == "POST"
    form = TableForm(request.POST, request.FILES) if is_sent else TableForm()
    reports: list[ScoresReport] = []

    def bring(content: bytes) -> None:
        kept = services.import_scores(actor_of(request), content=content, name=form.file_name)
        reports.append(kept)

    if is_sent and done(form, bring) and not reports[0].refused:
        messages.success(request, _told(reports[0]))
        return redirect("matrix:matrix")
    context: dict[str, Any] = {
        "crumbs": [Crumb(_("Account analysis matrix"), reverse("matrix:matrix"))],
        "form": TableForm() if reports else form,
    }
    if reports:
        context |= brought.reported(reports[0], _told(reports[0]), BAD_ROW_NAMES)
    return render(request, "matrix/scores.html", context, status=status_of(form))


def _told(report: ScoresReport) -> str:
    """What happened to the rows, in a sentence or two."""
    kept = ngettext("%(count)s score is kept.", "%(count)s scores are kept.", report.kept)
    sentences = [brought.told(report, kept)]
    if report.instead_of_ledger:
        sentences.append(instead_of_ledger(report.instead_of_ledger))
    return " ".join(sentences)
