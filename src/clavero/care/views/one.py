"""One complaint: its clocks in words, what was said, its files, and what can be done now."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clavero.care import selectors, services
from clavero.care.forms import ComplaintForm, FileForm, OwnerForm, SatisfiedForm, SayForm
from clavero.care.hooks import onward
from clavero.care.rules.cases import Move
from clavero.care.selectors import ComplaintSeen
from clavero.care.showing import clocks_of, facts_of, moves_of, said_of
from clavero.care.tables import clock_told
from clavero.care.views.common import crumb_of_account, crumbs_of
from clavero.care.visibility import handles, require
from clavero.core.files import store
from clavero.identity.doors import actor_of
from clavero.identity.rules import Actor
from clavero.ledger.selectors import known_currencies
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui.answers import ask, back_here, or_404
from clavero.ui.downloads import handed_out
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of

_VERBS: dict[str, Callable[..., Any]] = {
    Move.ACKNOWLEDGE: services.acknowledge,
    Move.ANSWER: services.answer,
    Move.WAIT: services.wait,
    Move.GO_ON: services.go_on,
    Move.RESOLVE: services.resolve,
    Move.REOPEN: services.reopen,
    "note": services.note,
    "assign": services.assign,
    "satisfied": services.say_satisfied,
    "file": services.add_file,
}


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def complaint(request: HttpRequest, complaint_id: int) -> HttpResponse:
    """One complaint; what is done with it is written down here."""
    actor = actor_of(request)
    found = or_404(lambda: selectors.complaint_seen(actor, complaint_id))
    if request.method == "POST":
        require(actor)
    decision = request.POST.get("decision", "note")
    forms = _forms(request, actor, found, decision) if handles(actor) else {}
    form = forms.get(decision)
    if request.method == "POST" and form is not None:
        verb: Callable[..., Any] = partial(_VERBS[decision], actor, complaint_id=complaint_id)
        if decision == "file":
            verb = _of_file(verb)
        if done(form, verb):
            messages.success(request, _("It is written down."))
            return redirect("care:complaint", complaint_id)
    elif request.method == "POST":
        messages.error(request, _("Somebody has gone on with this complaint: look at it again."))
    row = found.row
    context = {
        "crumbs": [*crumbs_of(request, found.account), crumb_of_account(found.account.card.id)],
        "found": found,
        "row": row,
        "clock": clock_told(row),
        "clocks": clocks_of(found),
        "known": facts_of(found),
        "said": said_of(found),
        "moves": moves_of(found, forms),
        "forms": forms,
        "handles": handles(actor),
        "changes": found.changes,
        "onward": onward(actor, row.id, found.account.card.id),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "care/complaint.html", context, status=status)


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, complaint_id: int) -> HttpResponse:
    """Put right what is known of a complaint, and say what caused it."""
    actor = actor_of(request)
    found = or_404(lambda: selectors.complaint_seen(actor, complaint_id))
    require(actor)
    kept = found.complaint
    initial = {name: getattr(kept, name) for name in ComplaintForm.base_fields if name != "seen"}
    currencies = known_currencies()
    initial["currency"] = initial["currency"] or currencies[0]
    form = ComplaintForm(
        sent(request), initial={"seen": found.seen, **initial}, currencies=currencies
    )
    if done(form, partial(services.change_complaint, actor, complaint_id=complaint_id)):
        messages.success(request, _("It is kept."))
        return back_here(request, redirect("care:complaint", complaint_id))
    context = {
        "crumbs": [
            *crumbs_of(request, found.account), crumb_of_account(found.account.card.id),
            Crumb(found.row.text, found.complaint_url),
        ],
        "title": _("Cause and facts of a complaint"),
        "intro": found.row.text,
        "form": form,
        "verb": _("Keep"),
        "wide": True,
    }  # fmt: skip
    return render(request, "ui/entry.html", context, status=status_of(form))


@for_those_who_see_sales
@require_safe
def file(request: HttpRequest, complaint_id: int, file_id: int) -> HttpResponse:
    """A file of a case, to be saved and never shown: whoever sent it is none of ours."""
    actor = actor_of(request)
    row = or_404(lambda: selectors.file_of(actor, complaint_id, file_id))
    try:
        content = store.read(row.file, row.digest)
    except store.FileChanged as gone:
        raise Http404("the file is not what was brought") from gone
    return handed_out(content, row.name)


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def erase_file(request: HttpRequest, complaint_id: int, file_id: int) -> HttpResponse:
    """Erase a file of a case for somebody who is in it and asked to be forgotten."""
    actor = actor_of(request)
    row = or_404(lambda: selectors.file_of(actor, complaint_id, file_id))
    require(actor)
    if request.method == "POST":
        or_404(lambda: services.erase_file(actor, complaint_id=complaint_id, file_id=file_id))
        messages.success(request, _("The file is erased; that there was one stays."))
        return redirect("care:complaint", complaint_id)
    return ask(
        request,
        title=_("Erase a file"),
        question=_("Erase the file “%(name)s”?") % {"name": row.name},
        consequences=[
            _("Its content and its name go, from the history too; that there was a file stays."),
            _("It cannot be undone."),
        ],
        verb=_("Erase"),
        back=reverse("care:complaint", args=[complaint_id]),
        is_destructive=True,
    )


def _of_file(verb: Callable[..., Any]) -> Callable[..., Any]:
    def bring(content: tuple[str, bytes]) -> None:
        verb(name=content[0], content=content[1])

    return bring


def _forms(
    request: HttpRequest, actor: Actor, found: ComplaintSeen, decision: str
) -> dict[str, Any]:
    """What can be done now, by the decision that each form sends."""

    def of(name: str) -> dict[str, Any]:
        return {"data": sent(request) if decision == name else None, "auto_id": f"{name}_%s"}

    labels = {
        Move.ACKNOWLEDGE: _("What you told them"),
        Move.ANSWER: _("What you answered"),
        Move.WAIT: _("What we wait for"),
        Move.GO_ON: _("What they replied"),
        Move.RESOLVE: _("How it was resolved"),
        Move.REOPEN: _("What is wrong again"),
        "note": _("Note"),
    }
    forms: dict[str, Any] = {
        name: SayForm(**of(name), label=label)
        for name, label in labels.items()
        if name == "note" or name in found.moves
    }
    files = request.FILES if decision == "file" and request.method == "POST" else None
    forms["file"] = FileForm(**of("file"), files=files)
    if found.row.is_open:
        people = selectors.who_may_have_it(found.account, found.staff)
        forms["assign"] = OwnerForm(
            **of("assign"),
            people=people,
            initial={"owner_id": found.row.owner_id, "seen": found.seen},
        )
    else:
        forms["satisfied"] = SatisfiedForm(**of("satisfied"))
    return forms
