"""One task: what it is, its checklist, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from clavero.core.errors import Forbidden, Refusal
from clavero.identity.doors import actor_of
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.doors import account_seen, for_those_who_see_sales
from clavero.ui.answers import back_here, or_404
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of
from clavero.work import selectors, services
from clavero.work.forms.tasks import PointsForm, TaskForm
from clavero.work.hooks import COMES_OF
from clavero.work.selectors import TaskSeen
from clavero.work.sentences import rhythm_in_words
from clavero.work.views.common import crumb_of_work
from clavero.work.visibility import require
from clavero.work.words import ORIGIN_NAMES, STATE_NAMES

_FIELDS = ("text", "due", "owner_id", "detail")


@require_http_methods(["GET", "HEAD", "POST"])
def task(request: HttpRequest, task_id: int) -> HttpResponse:
    """A task; who tends it changes it and writes its checklist, who does it ends it."""
    actor = actor_of(request)
    found = or_404(lambda: selectors.task_seen(actor, task_id))
    decision = request.POST.get("decision", "") if request.method == "POST" else None
    if decision is not None and not (found.tends if decision != "reopen" else found.ends):
        raise Forbidden(Verb.TEND_TASKS)
    change, points = _forms(request, found, decision)
    if decision in _ENDED:
        _ENDED[decision][0](actor, task_id=task_id)
        messages.success(request, _ENDED[decision][1]())
        return redirect("work:task", task_id)
    if decision == "points" and done(points, partial(_write_points, actor, task_id)):
        messages.success(request, _("The checklist is kept."))
        return redirect("work:task", task_id)
    if decision == "change" and done(change, partial(services.change_task, actor, task_id=task_id)):
        messages.success(request, _("It is kept."))
        return redirect("work:task", task_id)
    if decision is not None and decision not in {"points", "change"}:
        raise Refusal(
            _("Choose what becomes of the task."),
            code="no_decision",
            hint=_("Change it, finish it or drop it."),
        )
    row = found.row
    context = {
        "crumbs": _crumbs(found),
        "task": found,
        "row": row,
        "rhythm": None if row.repeat is None else rhythm_in_words(row.repeat),
        "state": STATE_NAMES[row.state],
        "origin": ORIGIN_NAMES[row.origin],
        "comes_of": _comes_of(found),
        "change": change if found.tends and row.is_open else None,
        "points": points if found.tends and row.is_open else None,
        "ticked": sum(each.done_on is not None for each in found.points),
        "here": request.path,
    }
    return render(request, "work/task.html", context, status=status_of(change, points))


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, customer_id: int) -> HttpResponse:
    """A task at an account, with all that belongs to it."""
    actor = actor_of(request)
    customer = account_seen(actor, customer_id)
    require(actor)
    people = selectors.givable(actor)
    form = TaskForm(
        sent(request),
        initial={"owner_id": actor.user_id},
        people=people,
        is_taken=True,
        repeats=False,
    )
    made: list[int] = []

    def add(*, seen: int, **given: Any) -> None:
        made.append(services.add_task(actor, customer_id=customer_id, **given))

    if done(form, add):
        messages.success(request, _("The task is written down."))
        return redirect("work:task", made[0])
    context = {
        "crumbs": [
            crumb_of_work(),
            Crumb(str(customer), reverse("work:account", args=[customer_id])),
        ],
        "title": _("A task at %(name)s") % {"name": str(customer)},
        "form": form,
        "verb": _("Write it down"),
    }
    return render(request, "work/entry.html", context, status=status_of(form))


@require_POST
def tick(request: HttpRequest, point_id: int) -> HttpResponse:
    """A point of a checklist is done, or not after all."""
    actor = actor_of(request)
    is_done = request.POST.get("is_done") == "1"
    task_id = or_404(lambda: services.tick_point(actor, point_id=point_id, is_done=is_done))
    return back_here(request, redirect("work:task", task_id))


_ENDED: dict[str, tuple[Callable[..., Any], Callable[[], str]]] = {
    "drop": (services.drop_task, lambda: _("The task is dropped.")),
    "reopen": (services.reopen_task, lambda: _("The task is open again.")),
}


def _write_points(actor: Actor, task_id: int, *, points: str) -> None:
    services.write_points(actor, task_id=task_id, texts=points.splitlines())


def _forms(
    request: HttpRequest, found: TaskSeen, decision: str | None
) -> tuple[TaskForm, PointsForm]:
    row, repeat = found.row, found.row.repeat
    initial: dict[str, Any] = {"seen": found.seen} | {name: getattr(row, name) for name in _FIELDS}
    if repeat is not None:
        initial |= {
            "repeat_every": repeat.every,
            "repeat_unit": repeat.unit.value,
            "repeat_until": repeat.until,
        }
    change = TaskForm(
        request.POST if decision == "change" else None,
        initial=initial,
        people=found.people,
        is_taken=row.owner_id is not None,
        repeats=repeat is not None,
    )
    lines = {"points": "\n".join(each.text for each in found.points)}
    points = PointsForm(request.POST if decision == "points" else None, initial=lines)
    return change, points


def _crumbs(found: TaskSeen) -> list[Crumb]:
    row = found.row
    crumbs = [crumb_of_work()]
    if row.is_seen and row.customer_id is not None:
        crumbs.append(Crumb(row.account, reverse("work:account", args=[row.customer_id])))
    return crumbs


def _comes_of(found: TaskSeen) -> str:
    """The page of what a task comes of, for who sees its account, or where it is of none."""
    row = found.row
    address = COMES_OF.get(row.origin)
    if address is None or not row.origin_key or not (row.is_seen or row.customer_id is None):
        return ""
    return address(row.origin_key)
