"""*Matrix*: where each account is, and the strategy it deserves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clavero.identity.doors import actor_of
from clavero.identity.rules import Verb
from clavero.matrix import charts, selectors
from clavero.matrix.charts import Look
from clavero.matrix.lists import MATRIX, line_of
from clavero.matrix.picture_in_words import (
    checks_in_words,
    read_in_words,
    shown_in_words,
    trail_in_words,
    unplaced_in_words,
)
from clavero.matrix.selectors import InForce, MatrixRow
from clavero.matrix.views.look import LEFT, RIGHT, TRAIL, look_of
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.portfolio.selectors import leads_of, structure
from clavero.ui.address import EXPORT, query_with
from clavero.ui.charts import Chart, OtherFile, picture_answer
from clavero.ui.lists import Listing, Rows


@dataclass(frozen=True, slots=True)
class Page:
    """The matrix of today as a request asks for it: all accounts that the reader sees, those that
    meet the filters, and the list of them."""

    holding: InForce
    rows: list[MatrixRow]
    shown: list[MatrixRow]
    listing: Listing
    look: Look


@for_those_who_see_sales
@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """The picture of today, and the list with the same content."""
    page = page_of(request)
    if request.GET.get(EXPORT) and (answer := page.listing.answer()):
        return answer
    picture = picture_of(page, files=_files(request))
    if answer := picture_answer(request, [picture]):
        return answer
    context = {
        "listing": page.listing,
        "scores_accounts": actor_of(request).may(Verb.SCORE_ACCOUNTS),
        **_picture_context(request, page, picture),
    }
    if answer := page.listing.answer():
        # The filters are the picture's as well: it comes along, beside the list.
        beside = render_to_string("matrix/_picture.html", {**context, "is_beside": True}, request)
        answer.content += beside.encode()
        return answer
    return render(request, "matrix/matrix.html", context)


def page_of(request: HttpRequest, *, in_file: bool = False) -> Page:
    """What a request asks for; a file has more columns than a screen has room for."""
    actor, today, known = actor_of(request), timezone.localdate(), structure()
    holding = selectors.settings_on(today)
    rows = selectors.matrix_rows(actor, as_of=today, holding=holding, known=known)
    leads = leads_of([row.card.code for row in rows], known, today)
    lines = [line_of(row, leads.get(row.card.code)) for row in rows]
    listing = Listing(MATRIX, request, Rows(lines), in_file=in_file)
    chosen = {line.code for line in listing.chosen}
    shown = [row for row in rows if row.card.code in chosen]
    conditions = ", ".join(condition.text for condition in listing.conditions)
    look = replace(look_of(request, holding), conditions=conditions)
    return Page(holding, rows, shown, listing, look)


def picture_of(page: Page, files: Sequence[OtherFile] = ()) -> Chart:
    """The picture of the accounts that meet the filters."""
    counted = shown_in_words(len(page.shown), len(page.rows))
    return charts.matrix_chart(
        page.shown,
        page.holding.settings.base,
        address=address_of_why,
        look=page.look,
        note=f"{counted} · {read_in_words(timezone.localdate(), page.holding.number)}",
        files=files,
    )


def _files(request: HttpRequest) -> list[OtherFile]:
    query = query_with(request.GET)
    return [
        OtherFile(label, f"{reverse(name)}?{query}", icon)
        for label, name, icon in (
            (_("Slides (PPTX)"), "matrix:slides", "presentation"),
            (_("Numbers and sums (XLSX)"), "matrix:workbook", "file-spreadsheet"),
        )
    ]


def address_of_why(customer_id: int) -> str:
    """Where an account says why it is where it is."""
    return reverse("matrix:why", args=[customer_id])


def _picture_context(request: HttpRequest, page: Page, picture: Chart) -> dict[str, object]:
    actor, trail = actor_of(request), "" if page.look.shows_trail else "1"
    return {
        "picture": picture if picture.rows else None,
        "beneath": " ".join([*unplaced_in_words(page.shown), *_trail_in_words(page)]),
        # Whoever sees a part cannot tell what all of them say together.
        "checks": checks_in_words(page.rows, page.holding.settings.room)
        if actor.may(Verb.SEE_WHOLE_PORTFOLIO)
        else [],
        "room": page.holding.settings.room,
        "governs": actor.may(Verb.GOVERN_MATRIX),
        "look": page.look,
        "other_side": RIGHT if page.look.high_left else LEFT,
        "trail_url": f"{reverse('matrix:matrix')}?{query_with(request.GET, **{TRAIL: trail})}",
        "has_trail": any(row.trail is not None for row in page.rows),
        "here": f"{reverse('matrix:matrix')}?{query_with(request.GET)}",
    }


def _trail_in_words(page: Page) -> list[str]:
    if not page.look.shows_trail:
        return []
    mode = page.holding.settings.base.mode
    return [told] if (told := trail_in_words(page.shown, mode, page.look.modes)) else []
