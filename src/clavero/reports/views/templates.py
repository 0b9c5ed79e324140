"""*Document templates*: the company's own design for slides and texts, for administrators."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clavero.core.errors import Refusal
from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.reports import selectors, services
from clavero.reports.forms import TemplateForm
from clavero.reports.models import Template
from clavero.reports.rendering.findings import Place
from clavero.reports.rendering.words import DOCX
from clavero.reports.rules import TemplateKind
from clavero.reports.template_words import TEMPLATE_NAMES, Name, names_of, places_in_words
from clavero.ui.answers import ask
from clavero.ui.forms import add_refusal
from clavero.ui.slides import PPTX
from clavero.ui.steps import carried_number, status_of

_TYPES = {TemplateKind.SLIDES: PPTX, TemplateKind.TEXT: DOCX}


@dataclass(frozen=True, slots=True)
class _Shown:
    """The versions of a kind; ``unknown`` are the names in the one in use that nobody fills."""

    kind: TemplateKind
    name: Name
    places: list[str]
    rows: list[Template]
    used: Template | None
    unknown: str


@allowed(Verb.BRING_TEMPLATES)
@require_http_methods(["GET", "HEAD", "POST"])
def templates(request: HttpRequest) -> HttpResponse:
    """What documents are made with, all versions there are, and a form for one more."""
    actor = actor_of(request)
    form = TemplateForm(request.POST, request.FILES) if request.method == "POST" else TemplateForm()
    if form.is_valid():
        try:
            row = services.bring_template(actor, name=form.file_name, **form.cleaned_data)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            told = _("Documents are made with “%(name)s” from now on.") % {"name": row.name}
            messages.success(request, told)
            return redirect("reports:templates")
    rows = list(selectors.templates(actor))
    context = {"kinds": [_shown(kind, rows) for kind in TemplateKind], "form": form}
    return render(request, "reports/templates.html", context, status=status_of(form))


def _shown(kind: TemplateKind, every: list[Template]) -> _Shown:
    rows = [each for each in every if each.kind == kind.value]
    used = next((each for each in rows if each.is_used), None)
    unknown = [Place(*each) for each in used.unknown] if used else []
    return _Shown(
        kind, TEMPLATE_NAMES[kind], names_of(kind), rows, used, places_in_words(kind, unknown)
    )


@allowed(Verb.BRING_TEMPLATES)
@require_safe
def example(request: HttpRequest, kind: str) -> HttpResponse:
    """The house's design with all its places, to be changed into the company's."""
    wanted, language = _kind(kind), get_language() or "en"
    # Made anew each time, and large to import: nothing of it is in the repository.
    if wanted is TemplateKind.SLIDES:
        from clavero.reports.rendering.decks.house import example as slides

        content = slides(language)
    else:
        from clavero.reports.rendering.words.house import example as text

        content = text(language, _("Page {page} of {pages}"))
    name = _("Clavero example")
    return _file(content, f"{name}.{wanted.value}", wanted)


@allowed(Verb.BRING_TEMPLATES)
@require_safe
def template_file(request: HttpRequest, template_id: int) -> HttpResponse:
    """A version as it was brought."""
    row = _row(request, template_id)
    return _file(bytes(row.content), row.name, TemplateKind(row.kind))


@allowed(Verb.BRING_TEMPLATES)
@require_http_methods(["GET", "HEAD", "POST"])
def use(request: HttpRequest, template_id: int) -> HttpResponse:
    """Make documents with a version that was brought before, after asking."""
    row = _row(request, template_id)
    if request.method != "POST":
        return ask(
            request,
            title=_("Use a template"),
            question=_("Make documents with “%(name)s” from now on?") % {"name": row.name},
            consequences=[_("Those that are made already stay as they are.")],
            verb=_("Use it"),
            back=reverse("reports:templates"),
            carried=_seen(request, TemplateKind(row.kind)),
        )
    services.use_template(
        actor_of(request), template_id=template_id, seen=carried_number(request, "seen")
    )
    messages.success(
        request, _("Documents are made with “%(name)s” from now on.") % {"name": row.name}
    )
    return redirect("reports:templates")


@allowed(Verb.BRING_TEMPLATES)
@require_http_methods(["GET", "HEAD", "POST"])
def plain(request: HttpRequest, kind: str) -> HttpResponse:
    """Make documents in Clavero's own design again, after asking."""
    wanted = _kind(kind)
    if request.method != "POST":
        return ask(
            request,
            title=_("Use Clavero's design"),
            question=_("Make documents in Clavero's own design from now on?"),
            consequences=[
                _("The versions of your template stay, and can be used again."),
                _("Those that are made already stay as they are."),
            ],
            verb=_("Use Clavero's design"),
            back=reverse("reports:templates"),
            carried=_seen(request, wanted),
        )
    services.drop_template(actor_of(request), kind=wanted, seen=carried_number(request, "seen"))
    messages.success(request, _("Documents are made in Clavero's own design from now on."))
    return redirect("reports:templates")


def _seen(request: HttpRequest, kind: TemplateKind) -> dict[str, str]:
    used = selectors.templates(actor_of(request)).filter(kind=kind.value, is_used=True).first()
    return {} if used is None else {"seen": str(used.pk)}


def _kind(kind: str) -> TemplateKind:
    try:
        return TemplateKind(kind)
    except ValueError as unknown:
        raise Http404("no such kind of template") from unknown


def _row(request: HttpRequest, template_id: int) -> Template:
    try:
        return selectors.template_of(actor_of(request), template_id)
    except ObjectDoesNotExist as gone:
        raise Http404("no such template") from gone


def _file(content: bytes, name: str, kind: TemplateKind) -> HttpResponse:
    named = content_disposition_header(True, name)
    return HttpResponse(content, content_type=_TYPES[kind], headers={"Content-Disposition": named})
