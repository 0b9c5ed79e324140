"""One request: what is asked, how it stands, what was said, and what can be done now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clavero.care.selectors import account_of_complaint
from clavero.coordination import selectors, services
from clavero.coordination.forms import OwnerForm, SayForm
from clavero.coordination.rules.requests import OPEN, Move
from clavero.coordination.selectors import RequestSeen
from clavero.coordination.tables import due_told
from clavero.coordination.views.common import crumb, for_those_who_ask_or_answer
from clavero.coordination.visibility import asks
from clavero.coordination.words import STATE_NAMES, URGENCY_NAMES, VERBS, WORD_NAMES, Name
from clavero.core.errors import Forbidden
from clavero.identity.doors import actor_of
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.selectors import account_of, today_of
from clavero.ui import formats
from clavero.ui.answers import back_here, or_404
from clavero.ui.parts import Crumb
from clavero.ui.steps import done
from clavero.work.rules import Origin

_SERVICES: dict[str, Callable[..., Any]] = {
    Move.ACCEPT: services.accept,
    Move.DELIVER: services.deliver,
    Move.QUESTION: services.question,
    Move.REFUSE: services.refuse,
    Move.INFORM: services.inform,
    Move.CONFIRM: services.confirm,
    Move.GIVE_BACK: services.give_back,
    Move.WITHDRAW: services.withdraw,
    "assign": services.assign,
    "comment": services.comment,
}


@for_those_who_ask_or_answer
@require_http_methods(["GET", "HEAD", "POST"])
def request_page(request: HttpRequest, request_id: int) -> HttpResponse:
    """One request; what is done with it is written down here."""
    actor = actor_of(request)
    found = or_404(lambda: selectors.request_seen(actor, request_id))
    writes = found.is_of_department or found.is_consulted or (found.is_of_account and asks(actor))
    if request.method == "POST" and not writes:
        raise Forbidden(Verb.ASK_DEPARTMENTS)
    decision = request.POST.get("decision", "comment")
    forms = _forms(request, found, decision) if writes else {}
    form = forms.get(decision)
    if request.method == "POST" and form is not None:
        if done(form, partial(_SERVICES[decision], actor, request_id=request_id)):
            messages.success(request, _("It is written down."))
            return back_here(request, redirect("coordination:request", request_id))
    elif request.method == "POST":
        messages.error(request, _("Somebody has gone on with this request: look at it again."))
    row, complaint = found.row, _complaint(actor, found)
    crumbs = [crumb(actor)]
    if found.is_of_account:
        address = reverse("coordination:account", args=[row.customer_id])
        crumbs.append(Crumb(row.account, address))
    context = {
        "crumbs": crumbs,
        "found": found,
        "row": row,
        "stands": due_told(row),
        "known": [*_facts(found), *complaint.facts],
        "moves": [
            (key, verb, icon, forms[key])
            for key, (verb, icon, _label) in VERBS.items()
            if key in forms
        ],
        "forms": forms,
        "said": [(WORD_NAMES.get(word.what, word.what), word) for word in found.words],
        "complaint": complaint.address,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "coordination/request.html", context, status=status)


def _forms(request: HttpRequest, found: RequestSeen, decision: str) -> dict[str, Any]:
    def of(name: str) -> dict[str, Any]:
        is_sent = request.method == "POST" and decision == name
        return {"data": request.POST if is_sent else None, "auto_id": f"{name}_%s"}

    forms: dict[str, Any] = {
        key: SayForm(**of(key), label=label)
        for key, (_verb, _icon, label) in VERBS.items()
        if key in found.moves
    }
    forms["comment"] = SayForm(**of("comment"), label=_("Comment"))
    if found.is_of_department and found.row.state in OPEN and found.people:
        forms["assign"] = OwnerForm(
            **of("assign"),
            people=found.people,
            initial={"owner_id": found.row.owner_id, "seen": found.seen},
        )
    return forms


def _facts(found: RequestSeen) -> Iterator[tuple[Name, Name]]:
    row = found.row
    values: list[tuple[Name, Name]] = [
        (_("State"), STATE_NAMES[row.state]),
        (_("Department"), row.department),
        (_("Who holds it"), row.holder),
        (_("What the customer was promised"), row.promise),
        (_("Promised for"), "" if row.promised_on is None else formats.day(row.promised_on)),
        (_("Urgency"), URGENCY_NAMES[row.urgency]),
        (_("Process"), row.process),
        (_("Consulted before"), ", ".join(found.consulted)),
        (_("Informed"), ", ".join(found.informed)),
        (_("Who has it"), row.owner),
        (_("Who asked"), row.asker),
        (_("Asked on"), formats.moment(row.asked_at)),
        (_("Times given back"), formats.number(row.given_back) if row.given_back else ""),
    ]
    return ((name, value) for name, value in values if value)


class _Complaint(NamedTuple):
    """The complaint of which a request comes: where it is read, and what has become of it."""

    address: str = ""
    facts: Sequence[tuple[Name, Name]] = ()


def _complaint(actor: Actor, found: RequestSeen) -> _Complaint:
    """For those who see the account of the request. A complaint that was moved to another account
    since is told to be so; its page and the other account's name are for who sees that one."""
    asked = found.request
    if asked.origin != Origin.COMPLAINT or not found.is_of_account:
        return _Complaint()
    seen = account_of_complaint(actor, int(asked.origin_key))
    if seen is None:
        told = _("It was moved to another account, or is there no longer.")
        return _Complaint(facts=[(_("The complaint"), told)])
    address = reverse("care:complaint", args=[int(asked.origin_key)])
    customer_id, name = seen
    own = today_of(asked.customer).id
    if customer_id == own:
        return _Complaint(address)
    below = account_of(actor, own).units
    if customer_id in {each.id for each in below}:
        return _Complaint(address)  # asked for a group over a complaint of one of its companies
    return _Complaint(address, [(_("The complaint"), _("Is of %(name)s now") % {"name": name})])
