"""Documents: their versions, beside each other, approvals and signatures."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clavero.core.files import store
from clavero.core.writing import plain_lines
from clavero.identity.doors import actor_of
from clavero.identity.rules import Actor
from clavero.negotiations import selectors, services
from clavero.negotiations.forms.documents import (
    AskForm,
    DocumentForm,
    ReleaseForm,
    SendForm,
    SignedForm,
    SignForm,
    VerdictForm,
    VersionForm,
    WhyForm,
)
from clavero.negotiations.lists import DocumentTable
from clavero.negotiations.rules.documents import State, Step
from clavero.negotiations.selectors import DocumentSeen, Home
from clavero.negotiations.selectors.documents import document_home, has_text
from clavero.negotiations.views.common import crumbs_of_home, entry
from clavero.negotiations.visibility import knows, require
from clavero.negotiations.words import (
    DOCUMENT_NAMES,
    DOCUMENT_STATE_NAMES,
    UNREAD_SENTENCES,
    VERDICT_NAMES,
)
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui import formats
from clavero.ui.answers import or_404
from clavero.ui.downloads import handed_out
from clavero.ui.forms import carry_instead, was_overtaken
from clavero.ui.html import stands
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent

_RELEASE = "release"
_STEPS: dict[str, Callable[..., Any]] = {
    Step.ASK: services.ask_approval,
    Step.APPROVE: services.approve,
    Step.RETURN: services.give_back,
    Step.SEND: services.send,
    Step.THEY_SIGN: services.sign_by_them,
    Step.BOTH_SIGN: services.sign_by_both,
    Step.THEY_REFUSE: services.refused_by_them,
    Step.UNSIGN: services.unsign,
    _RELEASE: services.release_approver,
}
_SIGNS = {
    State.DRAFT: ("plain", "edit"),
    State.APPROVED: ("good", "check"),
    State.SENT: ("plain", "send"),
    State.SIGNED_BY_THEM: ("plain", "signature"),
    State.SIGNED: ("good", "signature"),
}
_VERDICT_SIGNS = {
    "waiting": ("plain", "clock"), "approved": ("good", "check"), "returned": ("bad", "x"),
}  # fmt: skip
_NUMBER = re.compile(r"[0-9]{1,5}")


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def of_negotiation(request: HttpRequest, negotiation_id: int) -> HttpResponse:
    """A new document of a negotiation."""
    actor = actor_of(request)
    head = or_404(lambda: selectors.negotiation_head(actor, negotiation_id))
    require(actor)
    home = selectors.home_of_negotiation(head.negotiation)
    return _new(request, actor, home)


@for_those_who_see_sales
@require_safe
def of_contract(request: HttpRequest, contract_id: int) -> HttpResponse:
    """The documents of a contract, with those of the negotiation that it came of."""
    actor = actor_of(request)
    home = or_404(lambda: selectors.home_of_contract(actor, contract_id))
    rows = selectors.contract_documents(contract_id)
    context = {
        "crumbs": crumbs_of_home(home),
        "home": home,
        "documents": DocumentTable(rows) if rows else None,
        "writes": knows(actor),
    }
    return render(request, "negotiations/contract_documents.html", context)


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def new_of_contract(request: HttpRequest, contract_id: int) -> HttpResponse:
    """A new document of a contract."""
    actor = actor_of(request)
    home = or_404(lambda: selectors.home_of_contract(actor, contract_id))
    require(actor)
    return _new(request, actor, home)


def _new(request: HttpRequest, actor: Actor, home: Home) -> HttpResponse:
    form = DocumentForm(sent(request), request.FILES if request.method == "POST" else None)
    made: list[int] = []

    def add(**given: Any) -> None:
        found = services.add_document(
            actor, negotiation_id=home.negotiation_id, contract_id=home.contract_id, **given
        )
        made.append(found.pk)

    if done(form, add):
        messages.success(request, _("The document is kept."))
        return redirect("negotiations:document", made[0])
    return entry(
        request, form, "negotiations/brought.html", title=_("A document"), intro=home.title,
        verb=_("Keep"), crumbs=crumbs_of_home(home),
    )  # fmt: skip


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def document(request: HttpRequest, document_id: int) -> HttpResponse:
    """One document; what comes of it is written down here."""
    actor = actor_of(request)
    found = or_404(lambda: selectors.document_seen(actor, document_id))
    if request.method == "POST" and found.mine is None:
        require(actor)
    decision = request.POST.get("decision", "")
    forms = _forms(request, found, decision)
    releases = _release_forms(request, found, decision)
    form = forms.get(decision)
    if decision == _RELEASE:
        form = releases.get(_number(request.POST.get("person_id", "")))
    if request.method == "POST" and form is not None:
        if done(form, partial(_STEPS[decision], actor, document_id=document_id)):
            messages.success(request, _("It is written down."))
            return redirect("negotiations:document", document_id)
        if "version" in form.fields and was_overtaken(form):
            # Told of another version, they decide on it knowingly.
            carry_instead(form, {"version": str(found.latest.number)})
    elif request.method == "POST":
        messages.error(request, _("Somebody has gone on with this document: look at it again."))
    tone, sign = _SIGNS[State(found.document.state)]
    titles = _titles()
    texts = [each.number for each in found.versions if has_text(each)]
    context = {
        "crumbs": crumbs_of_home(found.home),
        "found": found,
        "document": found.document,
        "stands": stands(tone, sign, DOCUMENT_STATE_NAMES[found.document.state]),
        "known": _facts(found),
        "steps": [(key, *titles[key], form) for key, form in forms.items()],
        "approvals": [
            (
                each,
                stands(*_VERDICT_SIGNS[each.verdict], VERDICT_NAMES[each.verdict]),
                releases.get(each.person_id),
            )
            for each in found.approvals
        ],
        "compares": len(texts) > 1,
        "adds": Step.VERSION in found.steps,
        "changes": found.changes,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "negotiations/document.html", context, status=status)


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def version(request: HttpRequest, document_id: int) -> HttpResponse:
    """Another version; a text begins with the last one."""
    actor = actor_of(request)
    found, home = or_404(lambda: document_home(actor, document_id))
    require(actor)
    last = found.versions.first()
    assert last is not None, "a document has a version from its beginning"
    start: dict[str, Any] = {"seen": last.number, "text": last.text if last.file_id is None else ""}
    form = VersionForm(
        sent(request), request.FILES if request.method == "POST" else None, initial=start
    )

    def add(**given: Any) -> None:
        if given["content"] is not None and plain_lines(given["text"]) == start["text"].strip():
            given["text"] = ""  # the text that the form began with: the file takes its place
        services.add_version(actor, document_id=document_id, **given)

    if done(form, add):
        messages.success(request, _("The version is kept; it has to be approved."))
        return redirect("negotiations:document", document_id)
    if was_overtaken(form):  # told of another version, they send theirs again knowingly
        carry_instead(form, {"seen": str(last.number)})
    return entry(
        request, form, "negotiations/brought.html", intro=found.title, verb=_("Keep"),
        title=_("Version %(number)s") % {"number": formats.number(last.number + 1)},
        crumbs=[*crumbs_of_home(home), _crumb(found.pk, found.title)],
    )  # fmt: skip


@for_those_who_see_sales
@require_safe
def compare(request: HttpRequest, document_id: int) -> HttpResponse:
    """Two versions of a text side by side."""
    actor = actor_of(request)
    old, new = (_number(request.GET.get(name, "")) for name in ("old", "new"))
    found = or_404(lambda: selectors.compared_versions(actor, document_id, old, new))
    if found is None:
        raise Http404("there are not two texts")
    context = {
        "crumbs": [
            *crumbs_of_home(found.home), _crumb(found.document.pk, found.document.title),
        ],
        "found": found,
        "unread": [
            UNREAD_SENTENCES[why] % {"number": formats.number(number)}
            for number, why in sorted(found.unread.items())
        ],
        "others": ", ".join(formats.number(each) for each in found.others),
    }  # fmt: skip
    return render(request, "negotiations/compare.html", context)


@for_those_who_see_sales
@require_safe
def file(request: HttpRequest, document_id: int, file_id: int) -> HttpResponse:
    """A file of a document, to be saved, once it was compared with its digest."""
    actor = actor_of(request)
    row = or_404(lambda: selectors.file_of(actor, document_id, file_id))
    try:
        content = store.read(row.file, row.digest)
    except store.FileChanged:
        messages.error(
            request,
            _("“%(name)s” is not there any more as it was kept, and is not handed out: its "
              "fingerprint differs. Tell whoever runs Clavero.") % {"name": row.name},
        )  # fmt: skip
        return redirect("negotiations:document", document_id)
    return handed_out(content, row.name)


def _number(text: str) -> int | None:
    return int(text) if _NUMBER.fullmatch(text) else None


def _crumb(document_id: int, title: str) -> Crumb:
    return Crumb(title, reverse("negotiations:document", args=[document_id]))


def _titles() -> dict[str, tuple[str, str]]:
    return {
        Step.APPROVE: (_("Approve"), "check"),
        Step.RETURN: (_("Give back"), "arrow-back-up"),
        Step.ASK: (_("Ask for approval"), "user"),
        Step.SEND: (_("It was sent"), "send"),
        Step.THEY_SIGN: (_("They have signed"), "signature"),
        Step.BOTH_SIGN: (_("Both have signed"), "signature"),
        Step.THEY_REFUSE: (_("They do not sign"), "ban"),
        Step.UNSIGN: (_("They have not signed"), "arrow-back-up"),
    }


def _forms(request: HttpRequest, found: DocumentSeen, decision: str) -> dict[str, Any]:
    """What can be done now, by the decision that each form sends."""

    def of(name: str) -> dict[str, Any]:
        is_sent = request.method == "POST" and decision == name
        return {
            "data": request.POST if is_sent else None,
            "files": request.FILES if is_sent else None,
            "auto_id": f"{name}_%s",
        }

    today, number = timezone.localdate(), found.latest.number
    makers: dict[Step, Callable[[dict[str, Any]], Any]] = {
        Step.APPROVE: lambda given: VerdictForm(
            **given, label=_("A word with it, if you want"), initial={"version": number}
        ),
        Step.RETURN: lambda given: VerdictForm(
            **given,
            label=_("What has to be different"),
            initial={"version": number},
            is_needed=True,
        ),
        Step.ASK: lambda given: AskForm(**given, people=found.people),
        Step.SEND: lambda given: SendForm(**given, initial={"sent_on": today}),
        Step.THEY_SIGN: lambda given: SignedForm(**given, initial={"signed_on": today}),
        Step.BOTH_SIGN: lambda given: SignForm(**given, initial={"signed_on": today}),
        Step.THEY_REFUSE: lambda given: WhyForm(**given, label=_("Why they do not sign")),
        Step.UNSIGN: lambda given: WhyForm(**given, label=_("Why it is taken back")),
    }
    return {
        key.value: make(of(key))
        for key, make in makers.items()
        if key in found.steps and (key != Step.ASK or found.people)
    }


def _release_forms(
    request: HttpRequest, found: DocumentSeen, decision: str
) -> dict[int | None, ReleaseForm]:
    """One for each who can be taken off, by their numbers."""
    is_sent = request.method == "POST" and decision == _RELEASE
    sent_of = _number(request.POST.get("person_id", "")) if is_sent else None
    return {
        each: ReleaseForm(
            request.POST if each == sent_of else None, auto_id=f"release_{each}_%s",
            people=found.people, initial={"person_id": each},
        )
        for each in found.releases
    }  # fmt: skip


def _facts(found: DocumentSeen) -> list[tuple[Any, Any]]:
    held = found.document
    told = [
        (DOCUMENT_NAMES["sent_to"], held.sent_to),
        (DOCUMENT_NAMES["sent_on"], formats.day(held.sent_on) if held.sent_on else ""),
        (
            DOCUMENT_NAMES["expected_on"],
            formats.day(held.expected_on) if held.expected_on and not held.signed else "",
        ),
        (DOCUMENT_NAMES["signed_on"], formats.day(held.signed_on) if held.signed_on else ""),
    ]
    return [(name, value) for name, value in told if value]
