"""One alert: why it is there, what has happened to it, and what to do with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clavero.alerts import selectors, services
from clavero.alerts.forms.tending import AssignForm, CloseForm, ReopenForm, SnoozeForm
from clavero.alerts.models import Alert
from clavero.alerts.rules.closing import Snooze, until
from clavero.alerts.rules.raising import State
from clavero.alerts.selectors import AlertRow
from clavero.alerts.showing import shown
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.doors import actor_of
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.address import customer_address
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui.parts import Crumb
from clavero.ui.steps import carried_number, done, status_of

DECISION = "decision"


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def alert(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Its evidence and history; who tends it gives it away, puts it off, closes or reopens it."""
    actor = actor_of(request)
    try:
        row = selectors.alert_row(actor, alert_id)
    except Alert.DoesNotExist as stranger:
        raise Http404("no such alert for this reader") from stranger
    decision = request.POST.get(DECISION, "") if request.method == "POST" else None
    if decision is not None and not row.tends:
        raise Forbidden(Verb.TEND_ALERTS)
    forms = _forms(request, actor, row, decision)
    if decision is not None:
        if decision not in _VERBS:
            raise Refusal(
                _("Choose what becomes of the alert."),
                code="no_decision",
                hint=_("Give it to somebody, put it off, close it or open it again."),
            )
        if decision not in forms:
            _tell_meanwhile(request, actor, alert_id, decision)
            return redirect("alerts:alert", alert_id)
        if done(forms[decision], partial(_VERBS[decision], actor, alert_id=alert_id)):
            messages.success(request, _TOLD[decision]())
            return redirect("alerts:alert", alert_id)
    context = {
        "crumbs": [
            Crumb(_("Alerts"), reverse("alerts:inbox")),
            Crumb(row.name, customer_address(request.GET)(row.customer_id)),
        ],
        "alert": shown(row),
        "forms": forms,
        "changes": selectors.changes_of(alert_id),
    }
    return render(request, "alerts/alert.html", context, status=status_of(*forms.values()))


_VERBS: dict[str, Callable[..., Alert]] = {
    "assign": services.assign,
    "snooze": services.snooze,
    "close": services.close,
    "reopen": services.reopen,
}
_TOLD: dict[str, Callable[[], str]] = {
    "assign": lambda: _("The alert is given away."),
    "snooze": lambda: _("The alert is put off."),
    "close": lambda: _("The alert is closed."),
    "reopen": lambda: _("The alert is open again."),
}


def _tell_meanwhile(request: HttpRequest, actor: Actor, alert_id: int, decision: str) -> None:
    """Somebody else has ended the alert, or opened it again: who, when and why. What the reader
    wrote is not lost."""
    refuse = services.reopen if decision == "reopen" else services.check_standing
    try:
        refuse(actor, alert_id=alert_id, seen=carried_number(request, "seen") or 0)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    if note := request.POST.get("note", "").strip():
        messages.info(request, _("You had written: “%(note)s”.") % {"note": note})


def _forms(
    request: HttpRequest, actor: Actor, row: AlertRow, decision: str | None
) -> dict[str, BaseForm]:
    """What can be done with it now, by the decision that each form sends."""
    if not row.tends:
        return {}

    def of(name: str, **initial: Any) -> dict[str, Any]:
        return {
            "data": request.POST if name == decision else None,
            "initial": {"seen": row.seen, **initial},
            "auto_id": f"{name}_%s",
        }

    if not row.is_standing:
        return {"reopen": ReopenForm(**of("reopen"))}
    today = timezone.localdate()
    forms: dict[str, BaseForm] = {
        **({"reopen": ReopenForm(**of("reopen"))} if row.state is State.SNOOZED else {}),
        "close": CloseForm(**of("close")),
        "snooze": SnoozeForm(today=today, **of("snooze", until=until(Snooze.WEEK, today))),
        "assign": AssignForm(
            people=selectors.assignees(actor, row.customer_id),
            **of("assign", person_id=row.assignee_id),
        ),
    }
    return forms
