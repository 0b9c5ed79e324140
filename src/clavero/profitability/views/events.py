"""*Events*: files of what was done for accounts."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.profitability import services
from clavero.profitability.models import EventFile
from clavero.profitability.rules.events import COLUMNS, OPTIONAL
from clavero.profitability.selectors.rates import event_files, names_from_files, rows_elsewhere
from clavero.profitability.tables import FilesTable
from clavero.profitability.views.bringing import told
from clavero.profitability.words import FAULT_NAMES
from clavero.ui import brought, formats
from clavero.ui.answers import ask
from clavero.ui.bringing import bring
from clavero.ui.steps import status_of

_SHOWN = 50


@allowed(Verb.BRING_EVENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def events(request: HttpRequest) -> HttpResponse:
    """Bring a file of events; below, the files brought before."""
    actor = actor_of(request)
    found = bring(
        request, lambda content, name: services.import_events(actor, content=content, name=name)
    )
    if found.whole is not None:
        messages.success(request, told(found.whole))
        return redirect("profitability:events")
    files = list(event_files(actor)[:_SHOWN])
    kinds = ", ".join(f"{key} ({name})" for key, name in names_from_files().items())
    context = {
        "files": FilesTable(files) if files else None,
        "hints": [
            _(
                "CSV with the columns account (its code), event, date and count. Optional: "
                "minutes, measured for the whole row; travel, what it cost on the road; and a "
                "column for each characteristic, such as rush or export, with yes or how often. "
                "The same file again changes nothing."
            ),
            _("Events that are known: %(kinds)s.") % {"kinds": kinds},
        ],
        "writing": brought.writing_hints([*COLUMNS, *OPTIONAL]),
        **found.context(told, FAULT_NAMES),
    }
    return render(request, "profitability/events.html", context, status=status_of(found.form))


@allowed(Verb.BRING_EVENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def take_out(request: HttpRequest, file_id: int) -> HttpResponse:
    """Take the events of a file out again."""
    actor = actor_of(request)
    file = event_files(actor).filter(pk=file_id).first()
    if file is None:
        raise Http404("no such file of events")
    if request.method == "POST":
        services.take_out_events(actor, file_id=file_id)
        messages.success(request, _("The events of “%(name)s” are out.") % {"name": _name(file)})
        return redirect("profitability:events")
    return ask(
        request,
        title=_("Take events out"),
        question=_("Take the events of “%(name)s” out?") % {"name": _name(file)},
        consequences=[
            _("They no longer cost anything, and the profitability of their customers changes."),
            *_staying(file),
            _("The same file can be brought again."),
        ],
        verb=_("Take out"),
        back=reverse("profitability:events"),
        is_destructive=True,
    )


def _staying(file: EventFile) -> list[str]:
    """What of it stays, because another file says it too."""
    count = rows_elsewhere(file)
    if not count:
        return []
    told = ngettext(
        "%(count)s of its rows stands in another file too, and stays.",
        "%(count)s of its rows stand in other files too, and stay.",
        count,
    )
    return [told % {"count": formats.number(count)}]


def _name(file: EventFile) -> str:
    return file.name or f"#{file.pk}"
