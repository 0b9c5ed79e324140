"""Bringing a file: choosing it, looking at what it would do, and importing it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clavero.core.errors import Refusal
from clavero.core.revisions import ChangedMeanwhile
from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Actor, Verb
from clavero.ledger import jobs, selectors, services, telling, uploads
from clavero.ledger.example import country, example_file
from clavero.ledger.forms import LAYOUT, SHOWN, ReadingForm, UploadForm, choices_in
from clavero.ledger.ingest import IGNORE, Choices, Inspection
from clavero.ledger.models import Status
from clavero.ledger.rules import Refused
from clavero.ledger.services import Preview
from clavero.ledger.uploads import LIMIT, Upload, UploadGone
from clavero.ledger.views import reading
from clavero.ledger.words import FIELD_NAMES
from clavero.ui.answers import finish_progress
from clavero.ui.forms import SeenField
from clavero.ui.parts import Crumb

UNPROCESSABLE = 422


@allowed(Verb.IMPORT_SALES)
@require_http_methods(["GET", "HEAD", "POST"])
def new_import(request: HttpRequest) -> HttpResponse:
    """Choose a file. It is kept out of the web's reach until it is imported."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        upload = uploads.keep(actor_of(request), file.name, file.chunks())
        return finish_progress(request, reverse("ledger:upload", args=[upload.key]))
    context = {
        "crumbs": [Crumb(_("Imports"), reverse("ledger:imports"))],
        "form": form,
        "limit": filesizeformat(LIMIT),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "ledger/new_import.html", context, status=status)


@allowed(Verb.IMPORT_SALES)
@require_safe
def example(request: HttpRequest) -> HttpResponse:
    """A small file that shows what to ask the ERP for, as the reader's country writes it."""
    language = get_language() or "en"
    answer = HttpResponse(example_file(language), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{country(language).name}"'
    return answer


@allowed(Verb.IMPORT_SALES)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, key: str) -> HttpResponse:
    """What importing a file would do, and what can be decided about reading it."""
    actor, file = actor_of(request), _find(request, key)
    if request.method == "POST":
        return _page(request, actor, file, choices_in(request.POST), request.POST)
    earlier = selectors.imports(actor).filter(pk=_written(request.GET, "again")).first()
    return _page(request, actor, file, earlier.choices if earlier else {}, QueryDict())


@allowed(Verb.IMPORT_SALES)
@require_POST
def import_upload(request: HttpRequest, key: str) -> HttpResponse:
    """Import a file as its preview says, in the background where there is a worker."""
    actor, file = actor_of(request), _find(request, key)
    under_way = selectors.imports(actor).filter(
        path=str(file.path), status__in=[Status.QUEUED, Status.READING]
    )
    if row := under_way.first():  # the button was pressed twice
        return redirect("ledger:import", row.pk)
    choices = choices_in(request.POST)
    inspection = _inspected(actor, file, choices)
    if inspection is None or inspection.missing or inspection.questions or inspection.problems:
        page = _page(request, actor, file, choices, request.POST)
        page.status_code = UNPROCESSABLE
        return page
    if source := _written(request.POST, "source"):
        try:
            services.save_mapping(
                actor,
                source=source,
                fingerprint=inspection.fingerprint,
                choices=_worth_remembering(inspection),
                seen=SeenField().clean(request.POST.get("seen")),
            )
        except ChangedMeanwhile as change:
            page = _page(request, actor, file, choices, request.POST, change)
            page.status_code = UNPROCESSABLE
            return page
    row = services.queue_import(actor, path=file.path, name=file.name, choices=choices)
    jobs.run_import.enqueue(row.pk, actor.carried, file.key)
    return redirect("ledger:import", row.pk)


@allowed(Verb.IMPORT_SALES)
@require_POST
def forget(request: HttpRequest, key: str) -> HttpResponse:
    """Read the files of a source afresh from now on, this one included."""
    actor, file = actor_of(request), _find(request, key)
    seen = SeenField().clean(request.POST.get("seen"))
    try:
        services.forget_mapping(actor, source=_written(request.POST, "source"), seen=seen)
    except ChangedMeanwhile as change:
        page = _page(request, actor, file, {}, QueryDict(), unforgotten=change)
        page.status_code = UNPROCESSABLE
        return page
    return redirect("ledger:upload", file.key)


# -- the page --------------------------------------------------------------------------------------


def _page(
    request: HttpRequest,
    actor: Actor,
    file: Upload,
    choices: Mapping[str, Any],
    sent: QueryDict,
    change: ChangedMeanwhile | None = None,
    *,
    unforgotten: ChangedMeanwhile | None = None,
) -> HttpResponse:
    # Before the file is read as they say: what is saved meanwhile is then asked about.
    revisions = selectors.mapping_revisions(actor)
    refusal: Refusal | None = None
    preview: Preview | None
    try:
        preview = services.preview_file(actor, path=file.path, name=file.name, choices=choices)
    except Refusal as error:
        refusal = error
        inspection = next(filter(None, _attempts(actor, file, choices)), None)
        preview = _unread(inspection) if inspection else None
    context: dict[str, Any] = {
        "crumbs": [Crumb(_("Imports"), reverse("ledger:imports"))],
        "file": file,
        "size": filesizeformat(file.size),
        "unforgotten": unforgotten,
    }
    question = reading.question_of(refusal) if refusal else None
    if not question:
        context["stops"] = reading.stops_of(_refusals(refusal, preview))
    if preview is not None:
        context |= _shown(preview, sent, refusal)
        last_word = revisions.get(preview.saved, 0)
        seen = change.revision if change else sent.get("seen", last_word)
        context |= {"change": change, "seen": seen, "last_word": last_word}
    if question:
        context["questions"] = [question, *context.get("questions", ())]
    is_part = bool(getattr(request, "htmx", False))
    template = "ledger/_reading.html" if is_part else "ledger/upload.html"
    status = UNPROCESSABLE if context.get("stops") else 200
    return render(request, template, context, status=status)


def _attempts(
    actor: Actor, file: Upload, choices: Mapping[str, Any]
) -> Iterator[Inspection | None]:
    """The file as it was decided; with the first column of each field; as it is by itself."""
    yield _inspected(actor, file, choices)
    mapping = choices.get("mapping", {})
    first = {field: name for name, field in reversed(mapping.items())}
    once = {name: field if first[field] == name else IGNORE for name, field in mapping.items()}
    if once != mapping:
        yield _inspected(actor, file, {**choices, "mapping": once})
    yield _inspected(actor, file, {})


def _inspected(actor: Actor, file: Upload, choices: Mapping[str, Any]) -> Inspection | None:
    """The file, or nothing where it cannot be read with these choices."""
    try:
        return services.inspect_file(actor, path=file.path, name=file.name, choices=choices)
    except Refusal:
        return None


def _refusals(refusal: Refusal | None, preview: Preview | None) -> list[Refusal]:
    found = list(preview.inspection.problems) if preview else []
    return [refusal, *found] if refusal and refusal.code not in {r.code for r in found} else found


def _shown(preview: Preview, sent: QueryDict, refusal: Refusal | None) -> dict[str, Any]:
    inspection, outcome = preview.inspection, preview.outcome
    decided = sent if refusal and sent else inspection.choices.as_json()
    form = ReadingForm(inspection, preview.currency, decided)
    if refusal and refusal.field in form.fields:
        if reading.question_of(refusal):
            del form.fields[refusal.field]
        else:
            form.add_error(refusal.field, str(refusal))
    context = {
        "inspection": inspection,
        "form": form,
        "columns": reading.columns_shown(inspection, sent, is_refused=refusal is not None),
        "layout": [(f"{SHOWN}{name}", decided.get(name, "")) for name in LAYOUT],
        "questions": reading.questions_shown(inspection),
        "missing": [FIELD_NAMES[field] for field in inspection.missing],
        "saved": preview.saved,
        "same_as": preview.same_as,
        "source": sent.get("source", "") or preview.saved,
        "assumed_currency": _assumed_currency(preview),
        "in_thousands": telling.of_thousands(
            inspection, outcome.staged.net_total if outcome else {}
        ),
        "first_currency": "" if selectors.reporting_currency() else preview.currency,
        "deciding_currency": _deciding_currency(preview),
        "can_import": outcome is not None and outcome.staged.kept > 0,
    }
    if outcome is None:
        return context
    return context | {
        "staged": outcome.staged,
        "new": outcome.staged.kept - preview.already_there,
        "days": reading.days_of(outcome.staged.first, outcome.staged.last),
        "tiles": reading.tiles_of(outcome.staged, preview.already_there),
        "lines": reading.lines_shown(outcome.lines, preview.currency),
        "refused": reading.refused_shown(outcome.staged, outcome.refused_rows),
        "needs_rates": Refused.NO_RATE in outcome.staged.refused_by_reason,
        "remarks": reading.remarks_on(inspection, outcome.staged, preview.repeated),
    }


def _assumed_currency(preview: Preview) -> str:
    """The currency that is taken for want of a word, unless it is asked or the file says it."""
    inspection = preview.inspection
    is_asked = any(question.choice == "currency" for question in inspection.questions)
    return "" if inspection.currency or is_asked else preview.currency


def _deciding_currency(preview: Preview) -> str:
    """The currency in which the ledger would count from this file on, where it has several."""
    outcome = preview.outcome
    if outcome is None or selectors.reporting_currency() or preview.inspection.choices.currency:
        return ""
    has_others = Refused.NO_RATE in outcome.staged.refused_by_reason
    return preview.currency if has_others or len(outcome.staged.net_total) > 1 else ""


def _worth_remembering(inspection: Inspection) -> Choices:
    """What holds for the next file too: the names of its parts may be others."""
    mapping = {**inspection.choices.mapping, **inspection.mapping}
    return replace(inspection.choices, mapping=mapping, sheet=None, member=None)


def _unread(inspection: Inspection) -> Preview:
    """The preview of a file whose rows could not be read as chosen."""
    return Preview(
        inspection=inspection,
        outcome=None,
        already_there=0,
        currency=selectors.shown_currency(),
        saved="",
        same_as=None,
    )


def _written(sent: QueryDict, name: str) -> str:
    """A text that came along, without what no database column can hold."""
    return sent.get(name, "").replace("\0", "").strip()


def _find(request: HttpRequest, key: str) -> Upload:
    try:
        return uploads.find(actor_of(request), key)
    except UploadGone as error:
        raise Http404 from error
