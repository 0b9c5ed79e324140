"""What has been imported: the list, one import, undoing and redoing it."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from clavero.identity.doors import actor_of, allowed, anybody_is
from clavero.identity.rules import Actor, Role, Verb
from clavero.ledger import selectors, services, telling, uploads
from clavero.ledger.ingest import as_downloaded
from clavero.ledger.lists import IMPORTS, IN_A_FILE, ON_THE_PAGE, TONES, totals
from clavero.ledger.models import Import, Phase, Status
from clavero.ledger.rules import Refused
from clavero.ledger.views import reading
from clavero.ui import formats
from clavero.ui.address import EXPORT
from clavero.ui.answers import ask, finish_progress, show_progress
from clavero.ui.lists import Listing
from clavero.ui.navigation import Entry, entries_for
from clavero.ui.parts import Crumb, Progress, Tile

PORTFOLIO = "portfolio"
"""The navigation's entry that a finished import leads to, for those who have it."""

IN_THE_LEDGER = {Status.DONE, Status.ALREADY_THERE}
"""How an import ends whose lines show in the portfolio."""

ENDINGS = re.compile(r"(\.(csv|tsv|txt|xlsx|parquet|gz|zip))+$", re.IGNORECASE)
"""What stands behind the name proper of a sales file."""

SHARES = {
    Phase.WAITING: (0, 0),
    Phase.READING: (0, 60),
    Phase.COMPARING: (60, 15),
    Phase.FIGURES: (75, 25),
}
"""Where each phase begins on the bar and how much of it it takes, in percent of the whole."""


@allowed(Verb.IMPORT_SALES)
@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """Everything that was imported, or tried."""
    actor = actor_of(request)
    services.recover_if_needed(actor)
    rows = selectors.imports(actor)
    hide = ON_THE_PAGE if EXPORT in request.GET else IN_A_FILE
    listing = Listing(IMPORTS, request, rows, hide=hide)
    return listing.answer() or render(request, "ledger/imports.html", {"listing": listing})


@allowed(Verb.IMPORT_SALES)
@require_safe
def one_import(request: HttpRequest, import_id: str) -> HttpResponse:
    """How far an import is or, once it has ended, what happened."""
    actor = actor_of(request)
    services.recover_if_needed(actor)  # nobody waits for an import whose process died
    row = find_import(actor, import_id)
    portfolio = _portfolio_of(actor, row)
    is_blind = portfolio is None and row.status in IN_THE_LEDGER
    if row.is_under_way:
        title = _("Importing %(file)s") % {"file": row.file_name}
        return show_progress(request, progress_of(row, request.path), title=title)
    if getattr(request, "htmx", False):
        return finish_progress(request, request.path)
    context = {
        "crumbs": [Crumb(_("Imports"), reverse("ledger:imports"))],
        "row": row,
        "tone": TONES[Status(row.status)],
        "story": telling.story(row),
        "brought_by": telling.brought_by(row),
        "days": reading.days_of(row.first_day, row.last_day),
        "tiles": _tiles(row),
        "refused": telling.reasons(row.refused_by_reason),
        "needs_rates": Refused.NO_RATE in row.refused_by_reason,
        "remarks": telling.remarks(row),
        "portfolio": portfolio,
        "is_blind": is_blind,
        "may_invite_director": is_blind
        and actor.may(Verb.MANAGE_PEOPLE)
        and not anybody_is(Role.DIRECTOR),
        "has_refused_rows": selectors.refused_rows(actor, import_id=row.pk) is not None,
        "upload": _upload_of(actor, row),
    }
    return render(request, "ledger/import.html", context)


@allowed(Verb.IMPORT_SALES)
@require_safe
def refused_rows(request: HttpRequest, import_id: str) -> HttpResponseBase:
    """The rows that were refused, as a file to correct and import."""
    row = find_import(actor_of(request), import_id)
    path = selectors.refused_rows(actor_of(request), import_id=import_id)
    if path is None:
        raise Http404
    name = _("%(stem)s-refused.csv") % {"stem": ENDINGS.sub("", row.file_name)}
    return StreamingHttpResponse(
        as_downloaded(path),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )


@allowed(Verb.IMPORT_SALES)
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, import_id: str) -> HttpResponse:
    """Take an import's lines out of the ledger, after asking."""
    row = find_import(actor_of(request), import_id)
    if request.method != "POST":
        return ask(
            request,
            title=_("Undo an import"),
            question=_("Undo the import of %(file)s?") % {"file": row.file_name},
            consequences=[
                *_consequences(row),
                _("You can bring it back at any time, without the file."),
            ],
            verb=_("Undo the import"),
            back=reverse("ledger:import", args=[import_id]),
            is_destructive=True,
        )
    services.undo_import(actor_of(request), import_id=import_id)
    messages.success(request, _("The import of %(file)s is undone.") % {"file": row.file_name})
    return redirect("ledger:import", import_id)


@allowed(Verb.IMPORT_SALES)
@require_http_methods(["GET", "HEAD", "POST"])
def redo(request: HttpRequest, import_id: str) -> HttpResponse:
    """Bring an undone import's lines back, after asking."""
    row = find_import(actor_of(request), import_id)
    if request.method != "POST":
        return ask(
            request,
            title=_("Redo an import"),
            question=_("Bring the lines of %(file)s back?") % {"file": row.file_name},
            consequences=[
                _("They are read as they were then, and every figure follows."),
                _("Lines that another import has brought meanwhile are not counted twice."),
            ],
            verb=_("Redo the import"),
            back=reverse("ledger:import", args=[import_id]),
        )
    services.redo_import(actor_of(request), import_id=import_id)
    messages.success(request, _("The lines of %(file)s are back.") % {"file": row.file_name})
    return redirect("ledger:import", import_id)


def _consequences(row: Import) -> list[str]:
    """What undoing an import does to the ledger."""
    other = telling.brought_by(row) or selectors.import_taking_over(row)
    if other is not None:
        return [
            _("No figure changes: the same file was also imported on %(when)s by %(who)s, and its"
              " lines stay.") % {"when": formats.moment(other.created), "who": other.by_name}
        ]  # fmt: skip
    leaving = ngettext(
        "%(kept)s line leaves the ledger, and every figure follows.",
        "%(kept)s lines leave the ledger, and every figure follows.",
        row.kept,
    )
    return [
        leaving % {"kept": formats.number(row.kept)},
        _("Lines that another import also brought stay."),
    ]


def find_import(actor: Actor, import_id: str) -> Import:
    """The import, or a 404."""
    return get_object_or_404(selectors.imports(actor), pk=import_id)


def progress_of(row: Import, url: str) -> Progress:
    """How far an import under way is; ``url`` is where the bar asks again."""
    phase = Phase(row.phase) if row.phase else Phase.WAITING
    start, width = SHARES[phase]
    is_waiting = phase is Phase.WAITING
    return Progress(
        label=phase.label if row.phase else _("Waiting to begin"),
        done=start + round(width * row.progress),
        total=None if is_waiting else 100,
        url=url,
        note=_("The ledger changes only at the end, all at once. You may leave this page."),
    )


def _portfolio_of(actor: Actor, row: Import) -> Entry | None:
    """Where an import's lines show, for those who may see it."""
    if row.status not in IN_THE_LEDGER:
        return None
    return next((entry for entry in entries_for(actor) if entry.key == PORTFOLIO), None)


def _upload_of(actor: Actor, row: Import) -> uploads.Upload | None:
    """The file of an import that came to nothing, where it can still be read in another way."""
    if row.status != Status.FAILED or not row.path:
        return None
    try:
        return uploads.find(actor, uploads.key_of(row.path))
    except uploads.UploadGone:
        return None


def _tiles(row: Import) -> list[Tile]:
    if row.status == Status.FAILED and not row.read:
        return []
    tiles = [
        Tile(_("Rows read"), formats.number(row.read)),
        Tile(_("Lines kept"), formats.number(row.kept)),
        Tile(_("Already there"), formats.number(row.already_there)),
        Tile(_("Rows refused"), formats.number(row.refused)),
    ]
    for amount in totals(row.net_total):
        tiles.append(Tile(_("Net total of the file"), formats.money(amount)))
    return tiles
