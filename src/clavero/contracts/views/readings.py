"""What is read of the world for a term: levels of an index, measurements of a service."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from clavero.contracts import selectors, sentences, services
from clavero.contracts.forms.terms import LevelForm, MeasurementForm
from clavero.contracts.rules.terms import TermKind
from clavero.contracts.showing import reading_rows
from clavero.contracts.views.common import crumbs, writes
from clavero.contracts.visibility import require
from clavero.contracts.words import FAULT_NAMES, KIND_NAMES
from clavero.core.tables import TableReport
from clavero.identity.doors import actor_of
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui import brought
from clavero.ui.answers import or_404
from clavero.ui.bringing import bring
from clavero.ui.steps import carried_number, done, status_of

_KINDS = {TermKind.INDEXATION.value, TermKind.SERVICE.value}


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def readings(request: HttpRequest, term_id: int) -> HttpResponse:
    """See what was read, write more down, or take it back."""
    actor = actor_of(request)
    found, row = or_404(lambda: selectors.term_seen(actor, term_id))
    if found.row.kind not in _KINDS:
        raise Http404("nothing is read for it")
    is_index = found.row.kind == TermKind.INDEXATION
    form: LevelForm | MeasurementForm = LevelForm() if is_index else MeasurementForm()
    if request.method == "POST":
        require(actor)
        reading_id = carried_number(request, "reading")
        if reading_id is not None:
            services.take_reading_back(actor, term_id=term_id, reading_id=reading_id)
            messages.success(request, _("It is taken back."))
            return redirect("contracts:readings", term_id)
        form = LevelForm(request.POST) if is_index else MeasurementForm(request.POST)
        write = services.write_level if is_index else services.write_measurement
        if done(form, partial(write, actor, term_id=term_id)):
            messages.success(request, _("It is written down."))
            return redirect("contracts:readings", term_id)
    context = {
        "crumbs": crumbs(row, itself=True),
        "row": row,
        "term": found.row,
        "name": KIND_NAMES[found.row.kind],
        "told": sentences.term_in_words(found, 0),
        "stands": sentences.readings_in_words(found.row),
        "is_index": is_index,
        "readings": reading_rows(found.row),
        "writes": writes(actor),
        "form": form,
    }
    return render(request, "contracts/readings.html", context, status=status_of(form))


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def levels(request: HttpRequest, term_id: int) -> HttpResponse:
    """Bring the levels of an index."""
    actor = actor_of(request)
    found, row = or_404(lambda: selectors.term_seen(actor, term_id))
    if found.row.kind != TermKind.INDEXATION:
        raise Http404("no index")
    require(actor)
    report = bring(
        request,
        lambda content, _name: services.bring_levels(actor, term_id=term_id, content=content),
    )
    if report.whole is not None:
        messages.success(request, _told(report.whole))
        return redirect("contracts:readings", term_id)
    context = {
        "crumbs": crumbs(row, itself=True),
        "row": row,
        "hints": [
            _(
                "CSV with the columns date and level: from when on the index stands at which "
                "level. A level of a day that is there already gives way to that of the file."
            )
        ],
        **report.context(_told, FAULT_NAMES),
    }
    return render(request, "contracts/levels.html", context, status=status_of(report.form))


def _told(report: TableReport) -> str:
    kept = ngettext("%(count)s level is kept.", "%(count)s levels are kept.", report.kept)
    return brought.told(report, kept)
