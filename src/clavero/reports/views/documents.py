"""*Documents*: those that were made, one of them, its file."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clavero.core.errors import Forbidden, Refusal
from clavero.identity.doors import actor_of
from clavero.plans.selectors import plan_rows
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.reports import selectors, services
from clavero.reports.forms import WhichForm
from clavero.reports.lists import DOCUMENTS
from clavero.reports.models import Document
from clavero.reports.rules import PROGRESS, State
from clavero.reports.showing import CONTENT_TYPES, file_name, shown
from clavero.reports.store import FileChanged
from clavero.reports.words import STATE_NAMES
from clavero.ui.answers import ask, finish_progress, show_progress
from clavero.ui.lists import Listing
from clavero.ui.parts import Crumb, Progress

View = Callable[[HttpRequest, int], HttpResponse]


def _of_those_who_may_open(view: View) -> View:
    """To everybody else there is no such document."""

    @wraps(view)
    def found(request: HttpRequest, document_id: int) -> HttpResponse:
        try:
            return view(request, document_id)
        except Document.DoesNotExist as stranger:
            raise Http404("no such document for this reader") from stranger

    return found


@for_those_who_see_sales
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """All documents that one may open, and the way to a new one."""
    actor = actor_of(request)
    # Which accounts there are is asked for by who wants one: it costs more than the list.
    asks = not {"new", "account"}.isdisjoint(request.GET)
    accounts = [(row.customer_id, row.name) for row in plan_rows(actor)] if asks else []
    which = WhichForm(request.GET if "account" in request.GET else None, accounts=accounts)
    if which.is_valid():
        return redirect("reports:account", which.cleaned_data["account"])
    listing = Listing(DOCUMENTS, request, selectors.documents(actor))
    context = {
        "listing": listing,
        "which": which,
        "has_accounts": bool(accounts),
    }
    return listing.answer() or render(request, "reports/home.html", context)


@for_those_who_see_sales
@_of_those_who_may_open
@require_safe
def document(request: HttpRequest, document_id: int) -> HttpResponse:
    """How far a document is and, once it is ready, its file."""
    actor = actor_of(request)
    row = selectors.document_of(actor, document_id)
    told = shown(row)
    if row.is_under_way:
        return show_progress(request, _progress(row, request.path), title=told.title)
    if getattr(request, "htmx", False):
        return finish_progress(request, request.path)
    crumbs = [Crumb(_("Documents"), reverse("reports:home"))]
    if row.customer is not None:
        crumbs.append(Crumb(str(row.customer), reverse("reports:account", args=[row.customer_id])))
    context = {
        "crumbs": crumbs,
        "row": row,
        "told": told,
        "removes": selectors.may_remove(actor, row),
    }
    return render(request, "reports/document.html", context)


def _progress(row: Document, url: str) -> Progress:
    state = State(row.state)
    return Progress(
        label=STATE_NAMES[state],
        done=PROGRESS[state],
        total=None if state is State.WAITING else 100,
        url=url,
        note=_("You may leave this page: the document waits under “Documents”."),
    )


@for_those_who_see_sales
@_of_those_who_may_open
@require_safe
def download(request: HttpRequest, document_id: int) -> HttpResponse:
    """Its file."""
    try:
        found = selectors.file_of(actor_of(request), document_id)
    except FileChanged as changed:
        raise Refusal(
            _("The file of this document is not there, or is not what was made."),
            code="file_changed",
            hint=_("Order the document again."),
        ) from changed
    return HttpResponse(
        found.content,
        content_type=CONTENT_TYPES[found.row.form],
        headers={"Content-Disposition": content_disposition_header(True, file_name(found.row))},
    )


@for_those_who_see_sales
@_of_those_who_may_open
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, document_id: int) -> HttpResponse:
    """Throw it away, after asking."""
    actor = actor_of(request)
    row = selectors.document_of(actor, document_id)
    if not selectors.may_remove(actor, row):
        raise Forbidden("a document of somebody else")
    if request.method != "POST":
        return ask(
            request,
            title=_("Throw a document away"),
            question=_("Throw “%(title)s” away?") % {"title": shown(row).title},
            consequences=[_("Its file is gone. The same document can be ordered again.")],
            verb=_("Throw it away"),
            back=reverse("reports:document", args=[document_id]),
            is_destructive=True,
        )
    services.remove_document(actor, document_id=document_id)
    messages.success(request, _("The document is gone."))
    return redirect("reports:home")
