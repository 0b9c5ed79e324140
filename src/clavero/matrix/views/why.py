"""*Why is it here?* The sum of each axis, what would move the account, and its reviews."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clavero.identity.doors import actor_of
from clavero.identity.rules import Verb
from clavero.ledger import selectors as ledger
from clavero.matrix import selectors
from clavero.matrix.forecasts_in_words import bought_in_words, futures_of
from clavero.matrix.picture_in_words import position_written
from clavero.matrix.rules.position import Mode
from clavero.matrix.rules.scoring import AxisScore
from clavero.matrix.selectors import AccountInMatrix, Derived, Line, MatrixRow
from clavero.matrix.sentences import (
    moves_in_words,
    placed_in_words,
    reviews_of,
    stays_in_words,
)
from clavero.matrix.stages_in_words import stage_moves_in_words, views_of
from clavero.matrix.sums_in_words import sum_of
from clavero.portfolio.address import customer_address
from clavero.portfolio.doors import doors_of, for_those_who_see_sales, moved_on
from clavero.ui import formats
from clavero.ui.parts import Crumb


@for_those_who_see_sales
@require_safe
def why(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Why an account is where it is, and what would move it."""
    actor = actor_of(request)
    try:
        found = selectors.account_in_matrix(actor, customer_id, as_of=timezone.localdate())
    except ObjectDoesNotExist:
        return moved_on(request, actor, customer_id)
    moves = moves_in_words(found)
    context = {
        "crumbs": [Crumb(_("Account analysis matrix"), reverse("matrix:matrix"))],
        "row": found.row,
        "lead": placed_in_words(found.row),
        "sums": _sums(found),
        "views": views_of(found.row),
        "stage": _stage(found.row),
        "futures": futures_of(found, ledger.shown_currency()),
        "bought": bought_in_words(found.row),
        "moves": [*stage_moves_in_words(found.row), *moves],
        "stays": [] if moves else stays_in_words(found),
        "reviews": reviews_of(found.row, sees_all=actor.may(Verb.SEE_WHOLE_PORTFOLIO)),
        "customer_url": customer_address(request.GET)(customer_id),
        "scores_accounts": actor.may(Verb.SCORE_ACCOUNTS),
        "doors": doors_of(actor, customer_id, request.GET, here="matrix:why"),
    }
    return render(request, "matrix/why.html", context)


def _sums(found: AccountInMatrix) -> list[dict[str, Any]]:
    row, currency = found.row, ledger.shown_currency()
    position = row.reading.position
    compares = position.mode in {Mode.DIFFERENCE, Mode.RATIO}
    note_of_theirs = (
        _("What the best other supplier gets for the same: our place is compared with it.")
        if compares
        else _("What the best other supplier gets for the same. Our place does not depend on it.")
    )
    sums: list[tuple[str, AxisScore | None, tuple[Line, ...], str]] = [
        (_("Business potential"), row.reading.potential, found.potential,
         _("Points are weight × score ÷ 100, and the potential is their sum.")),
        (_("Our position"), position.ours, found.position,
         _("Scores of 0 to 10, which the customer itself should give.")),
        (position.best or _("The best competitor"), position.theirs, found.competitor,
         note_of_theirs),
    ]  # fmt: skip
    return [
        {
            "name": name,
            "sum": sum_of(found, axis, lines, currency, records=_records(row.card.id)),
            "note": note,
        }
        for name, axis, lines, note in sums
    ]


def _stage(row: MatrixRow) -> str:
    """The stage that both sides recognise, where the matrix reads stages."""
    position = row.reading.position
    if position.mode is not Mode.STAGE or position.value is None:
        return formats.NOTHING
    return position_written(Mode.STAGE, position.value)


def _records(customer_id: int) -> Callable[[Derived], str]:
    """From a value of the ledger to what it was computed from: the lines, or the waterfall of what
    is left after serving, in the same period."""
    lines = reverse("portfolio:customer_lines", args=[customer_id])
    waterfall = reverse("profitability:customer", args=[customer_id])
    return lambda value: f"{waterfall if value.is_served else lines}?period={value.period}"
