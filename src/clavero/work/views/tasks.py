"""*Work*: the tasks of a person, of their team and of all that they see; several given at once."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from clavero.core.errors import Refusal
from clavero.core.revisions import latest_revision
from clavero.identity.doors import actor_of
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.visibility import sees_sales
from clavero.ui import formats
from clavero.ui.address import EXPORT
from clavero.ui.answers import back_here, or_404
from clavero.ui.lists import Listing, Rows
from clavero.ui.steps import carried_number, done, sent, status_of
from clavero.work import selectors, services
from clavero.work.forms.tasks import GiveForm, QuickForm
from clavero.work.lists import TASKS
from clavero.work.selectors import Shown, Whose
from clavero.work.tables import FORM
from clavero.work.visibility import require

WHOSE_NAMES = {
    Whose.MINE: gettext_lazy("Mine"),
    Whose.TEAM: gettext_lazy("My team's"),
    Whose.ALL: gettext_lazy("All that I see"),
}
SHOWN_NAMES = {
    Shown.OPEN: pgettext_lazy("tasks", "Open"),
    Shown.ENDED: pgettext_lazy("tasks", "Done or dropped"),
}
_MOST_DIGITS = 18


@require_http_methods(["GET", "HEAD", "POST"])
def tasks(request: HttpRequest) -> HttpResponse:
    """The tasks asked for; a new one in one line."""
    actor = actor_of(request)
    tends = actor.may(Verb.TEND_TASKS)
    form = QuickForm(sent(request)) if tends else None
    if request.method == "POST":
        require(actor)
        if form is not None and done(form, partial(_add, actor)):
            messages.success(request, _("The task is written down."))
            return redirect(request.get_full_path())
    whose = _one_of(Whose, request.GET.get("whose")) or Whose.MINE
    shown = _one_of(Shown, request.GET.get("shown")) or Shown.OPEN
    people = selectors.givable(actor) if tends else []
    gives = len(people) > 1 and shown is Shown.OPEN
    seen = latest_revision() if gives else 0  # before the rows that it stands for
    rows = Rows(selectors.task_rows(actor, whose, shown))
    listing = Listing(
        TASKS, request, rows, hide=_hidden(whose, shown, gives, EXPORT in request.GET)
    )
    answer = listing.answer()
    if answer is not None:
        return answer
    context = {
        "listing": listing,
        "sees_load": selectors.sees_load(actor),
        "sees_accounts": sees_sales(actor),
        "form": form,
        "offered": selectors.accounts_offered(actor) if tends else [],
        "give": GiveForm(people=people) if gives else None,
        "form_id": FORM,
        "seen": seen,
        "here": request.get_full_path(),
        "tabs": [
            (name, f"?whose={each}&shown={shown}", each is whose)
            for each, name in WHOSE_NAMES.items()
            if each is not Whose.TEAM or actor.team
        ],
        "states": [
            (name, f"?whose={whose}&shown={each}", each is shown)
            for each, name in SHOWN_NAMES.items()
        ],
    }
    status = 200 if form is None else status_of(form)
    return render(request, "work/tasks.html", context, status=status)


@require_POST
def give(request: HttpRequest) -> HttpResponse:
    """Give the tasks marked to somebody."""
    actor = actor_of(request)
    require(actor)
    form = GiveForm(request.POST, people=selectors.givable(actor))
    back = redirect("work:tasks")
    if not form.is_valid():
        raise Refusal(
            _("Choose to whom you give them."),
            code="no_owner",
            hint=_("It can be yourself, or anybody who reports to you."),
        )
    marked = [
        int(each)
        for each in request.POST.getlist("task")
        if each.isascii() and each.isdigit() and len(each) <= _MOST_DIGITS
    ]
    try:
        count = services.give_tasks(
            actor, task_ids=marked, seen=carried_number(request, "seen"), **form.cleaned_data
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return back_here(request, back)
    told = ngettext("%(count)s task changed hands.", "%(count)s tasks changed hands.", count)
    messages.success(request, told % {"count": formats.number(count)})
    return back_here(request, back)


@require_POST
def finish(request: HttpRequest, task_id: int) -> HttpResponse:
    """A task is done, with one tap; on with the page."""
    actor = actor_of(request)
    following = or_404(lambda: services.finish_task(actor, task_id=task_id))
    told = _("Done.") if following is None else _("Done. The next one is written down.")
    messages.success(request, told)
    return back_here(request, redirect("work:tasks"))


def _add(actor: Actor, *, account: str, **given: Any) -> None:
    customer_id = selectors.account_named(actor, account)
    services.add_task(actor, customer_id=customer_id, **given)


def _hidden(whose: Whose, shown: Shown, gives: bool, is_file: bool) -> list[str]:
    hidden = [] if gives and not is_file else ["mark"]
    hidden += ["owner"] if whose is Whose.MINE and not is_file else []
    hidden += ["done_on", "state"] if shown is Shown.OPEN else ["end"]
    return [*hidden, "end"] if is_file else hidden


def _one_of(kind: Any, text: str | None) -> Any:
    return kind(text) if text in {each.value for each in kind} else None
