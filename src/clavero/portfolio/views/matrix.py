"""*Matrix*: where each account is, and the strategy it deserves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.portfolio import charts, selectors, services
from clavero.portfolio.address import customer_address
from clavero.portfolio.doors import for_those_who_see_sales, moved_on
from clavero.portfolio.forms.matrix import ScoresForm
from clavero.portfolio.matrix_lists import MATRIX, ONLY_IN_FILES, line_of
from clavero.portfolio.matrix_sentences import figure, moves_in_words, placed_in_words, sum_of
from clavero.portfolio.models import Customer
from clavero.portfolio.selectors import AccountInMatrix
from clavero.portfolio.services import ScoresReport
from clavero.portfolio.words import BAD_ROW_NAMES
from clavero.ui import formats
from clavero.ui.address import EXPORT
from clavero.ui.charts import picture_answer
from clavero.ui.lists import Listing, Rows
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, status_of

_TOLD = 100  # refused rows on one page


@for_those_who_see_sales
@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """The picture of today, and the list with the same content."""
    actor = actor_of(request)
    rows = selectors.matrix_rows(actor, as_of=timezone.localdate())
    hidden = () if request.GET.get(EXPORT) else ONLY_IN_FILES
    listing = Listing(MATRIX, request, Rows([line_of(row) for row in rows]), hide=hidden)
    if answer := listing.answer():
        return answer
    picture = charts.matrix_chart(rows, selectors.MATRIX_VERSION, address=_why)
    if answer := picture_answer(request, [picture]):
        return answer
    context = {
        "listing": listing,
        "picture": picture if picture.rows else None,
        "unclassifiable": sum(row.strategy is None for row in rows),
        "scores_accounts": actor.may(Verb.SCORE_ACCOUNTS),
    }
    return render(request, "portfolio/matrix.html", context)


@for_those_who_see_sales
@require_safe
def why(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Why an account is where it is: the sum of each axis, and what would move it."""
    try:
        found = selectors.account_in_matrix(
            actor_of(request), customer_id, as_of=timezone.localdate()
        )
    except Customer.DoesNotExist:
        return moved_on(request, actor_of(request), customer_id)
    row = found.row
    context = {
        "crumbs": [Crumb(_("Account analysis matrix"), reverse("portfolio:matrix"))],
        "row": row,
        "lead": placed_in_words(row),
        "sums": _sums(found),
        "moves": moves_in_words(found.moves),
        "customer_url": customer_address(request.GET)(customer_id),
    }
    return render(request, "portfolio/why.html", context)


def _sums(found: AccountInMatrix) -> list[dict[str, Any]]:
    position = found.row.reading.position
    theirs = None if position.theirs is None else position.theirs.value
    sums = (
        (_("Business potential"), found.row.reading.potential.value, found.potential,
         _("Points are weight × score ÷ 100, and the potential is their sum.")),
        (_("Our position"), position.value, found.position,
         _("Scores of 0 to 10, which the customer itself should give.")),
        (_("The best competitor"), theirs, found.competitor,
         _("What the best other supplier gets for the same. Our place does not depend on it.")),
    )  # fmt: skip
    return [
        {"name": name, "value": figure(value), "lines": sum_of(lines), "note": note}
        for name, value, lines, note in sums
    ]


def _why(customer_id: int) -> str:
    return reverse("portfolio:why", args=[customer_id])


@allowed(Verb.SCORE_ACCOUNTS)
@require_http_methods(["GET", "HEAD", "POST"])
def scores(request: HttpRequest) -> HttpResponse:
    """Bring a file of scores; what could not be used of it is told row by row."""
    is_sent = request.method == "POST"
    form = ScoresForm(request.POST, request.FILES) if is_sent else ScoresForm()
    reports: list[ScoresReport] = []

    def bring(content: bytes) -> None:
        reports.append(services.import_scores(actor_of(request), content=content))

    if is_sent and done(form, bring) and not reports[0].refused:
        messages.success(request, _told(reports[0]))
        return redirect("portfolio:matrix")
    context = {
        "crumbs": [Crumb(_("Account analysis matrix"), reverse("portfolio:matrix"))],
        "form": ScoresForm() if reports else form,
        **(_reported(reports[0]) if reports else {}),
    }
    return render(request, "portfolio/scores.html", context, status=status_of(form))


def _told(report: ScoresReport) -> str:
    """What happened to the rows, in a sentence or two."""
    kept = ngettext("%(count)s score is kept.", "%(count)s scores are kept.", report.kept)
    told = [kept % {"count": formats.number(report.kept)}]
    if report.already_there:
        there = ngettext(
            "%(count)s was there already.", "%(count)s were there already.", report.already_there
        )
        told.append(there % {"count": formats.number(report.already_there)})
    if report.refused:
        refused = ngettext(
            "%(count)s row was refused.", "%(count)s rows were refused.", len(report.refused)
        )
        told.append(refused % {"count": formats.number(len(report.refused))})
    return " ".join(told)


def _reported(report: ScoresReport) -> dict[str, Any]:
    return {
        "report": report,
        "told": _told(report),
        "refused": [(bad, BAD_ROW_NAMES[bad.reason]) for bad in report.refused[:_TOLD]],
        "rest": max(len(report.refused) - _TOLD, 0),
    }
