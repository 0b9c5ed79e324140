"""The matrix to take along: slides to show, and the numbers with their sums."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clavero.identity.doors import actor_of
from clavero.matrix.slides import matrix_slides
from clavero.matrix.views.matrix import page_of, picture_of
from clavero.matrix.workbook import matrix_workbook
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui.slides import PPTX
from clavero.ui.spreadsheet import XLSX


@for_those_who_see_sales
@require_safe
def slides(request: HttpRequest) -> HttpResponse:
    """A slide with the picture, and the accounts in tables that can be edited."""
    page, actor = page_of(request, in_file=True), actor_of(request)
    content = matrix_slides(
        picture_of(page),
        list(page.listing.table.data),
        day=timezone.localdate(),
        version=page.holding.number,
        by=actor.name,
    )
    return _file(content, PPTX, "pptx")


@for_those_who_see_sales
@require_safe
def workbook(request: HttpRequest) -> HttpResponse:
    """The accounts, and the sums of each, factor by factor."""
    page = page_of(request, in_file=True)
    return _file(matrix_workbook(page.listing, page.shown, page.look.names), XLSX, "xlsx")


def _file(content: bytes, kind: str, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    title = slugify(_("Account analysis matrix"))
    name = f"{title}-{timezone.localdate():%Y-%m-%d}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
