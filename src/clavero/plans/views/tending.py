"""Adding, changing and taking out a row of a plan: one view of each, told what kind of row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from clavero.identity.doors import actor_of
from clavero.identity.rules import Actor, Verb
from clavero.plans import selectors
from clavero.plans.examples import ShownExample
from clavero.plans.models import Plan
from clavero.plans.models._parts import Row
from clavero.plans.selectors import RowSeen
from clavero.plans.views._common import crumbs_to, demand, of_accounts_seen, plan_or_404
from clavero.plans.words import Name
from clavero.ui.answers import ask, back_here
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, status_of

RowT = TypeVar("RowT", bound=Row)
_ADD = gettext_lazy("Add")
_RETIRED = gettext_lazy("It is out of the plan.")
_KEPT = gettext_lazy("The history keeps it, and approved versions hold it as it was.")


def plan_address(row: Row) -> str:
    """Where the plan of a row is."""
    return reverse("plans:plan", args=[row.plan.customer_id])


def _nothing_more(_actor: Actor, _row: Any) -> Mapping[str, Any]:
    return {}


def _answered(row: Row) -> list[tuple[str, str]]:
    """What rows and needs go with one, and where these are."""
    return [
        (each.item.text, reverse("plans:item", args=[each.item_id]))
        if each.item is not None
        else (str(each.need), reverse("plans:need", args=[row.plan.customer_id, each.need_id]))
        for each in selectors.answered_by(row)
    ]


@dataclass(frozen=True, slots=True)
class Adding:
    """How a kind of row is added: its form, the service that writes, and where one goes then."""

    form: Callable[[HttpRequest, Actor, Plan], BaseForm]
    add: Callable[..., object]
    title: Name
    added: Name
    lands: Callable[[Plan], HttpResponse]
    verb: Name = _ADD
    examples: Callable[[int], Sequence[ShownExample]] = lambda _customer_id: ()


@dataclass(frozen=True, slots=True)
class Changing(Generic[RowT]):
    """How a row is changed; ``argument`` is what addresses and the service call its number, and
    ``out`` the page that takes it out."""

    model: type[RowT]
    argument: str
    out: str
    form: Callable[[HttpRequest, Actor, RowSeen[RowT]], BaseForm]
    change: Callable[..., object]
    title: Callable[[RowT], Name]
    lands: Callable[[RowT], HttpResponse]
    template: str = "plans/row.html"
    back: Callable[[RowT], str] = plan_address
    trail: Callable[[RowT], tuple[Crumb, ...]] = lambda _row: ()
    more: Callable[[Actor, RowT], Mapping[str, Any]] = _nothing_more
    is_answer: bool = False  # rows and needs of the plan go with it


@dataclass(frozen=True, slots=True)
class Retiring(Generic[RowT]):
    """How a row is taken out; ``page`` is its own."""

    model: type[RowT]
    argument: str
    page: str
    retire: Callable[..., object]
    title: Name
    lands: Callable[[RowT], HttpResponse]
    consequence: Name = _KEPT
    retired: Name = _RETIRED


def add_row(request: HttpRequest, kind: Adding, customer_id: int) -> HttpResponse:
    """The page that adds a row."""
    actor = actor_of(request)
    plan = plan_or_404(selectors.plan_seen(actor, customer_id))
    demand(actor, Verb.WRITE_PLANS)
    form = kind.form(request, actor, plan)

    def keep(seen: int = 0, **given: Any) -> None:
        kind.add(actor, customer_id=customer_id, **given)

    if request.method == "POST" and done(form, keep):
        messages.success(request, str(kind.added))
        return back_here(request, kind.lands(plan))
    context = {
        "crumbs": crumbs_to(plan.customer),
        "title": kind.title,
        "form": form,
        "verb": kind.verb,
        "back": reverse("plans:plan", args=[customer_id]),
        "examples": kind.examples(customer_id),
    }
    return render(request, "plans/form.html", context, status=status_of(form))


def change_row(request: HttpRequest, kind: Changing[RowT], number: int) -> HttpResponse:
    """The page of a row: changed, with its history."""
    actor = actor_of(request)
    found = selectors.row_seen(actor, kind.model, number)
    row = found.row
    if request.method == "POST":
        demand(actor, Verb.WRITE_PLANS)
    form = kind.form(request, actor, found)

    def keep(**given: Any) -> None:
        kind.change(actor, **{kind.argument: number}, **given)

    if request.method == "POST" and done(form, keep):
        messages.success(request, _("It is written down."))
        return back_here(request, kind.lands(row))
    context = {
        "crumbs": crumbs_to(row.plan.customer, *kind.trail(row)),
        "title": kind.title(row),
        "row": row,
        "form": form,
        "writes": found.writes,
        "take_out": reverse(kind.out, args=[number]),
        "changes": selectors.changes_of_row(row),
        "back": kind.back(row),
        "answered": _answered(row) if kind.is_answer else [],
        **kind.more(actor, row),
    }
    return render(request, kind.template, context, status=status_of(form))


def retire_row(request: HttpRequest, kind: Retiring[Any], number: int) -> HttpResponse:
    """The question before a row is taken out."""
    actor = actor_of(request)
    row = selectors.row_seen(actor, kind.model, number).row
    demand(actor, Verb.WRITE_PLANS)
    if request.method == "POST":
        kind.retire(actor, **{kind.argument: number})
        messages.success(request, str(kind.retired))
        return kind.lands(row)
    return ask(
        request,
        title=str(kind.title),
        question=_("Take “%(text)s” out of the plan?") % {"text": row.text},
        consequences=[str(kind.consequence)],
        verb=_("Take it out"),
        back=reverse(kind.page, args=[number]),
        is_destructive=True,
    )


Page = Callable[..., HttpResponseBase]


def page(view: Callable[..., HttpResponse]) -> Page:
    """A page with a form, which strangers to its account do not find."""
    found: Page = of_accounts_seen(require_http_methods(["GET", "HEAD", "POST"])(view))
    return found


def adding(kind: Adding) -> Page:
    """The view that adds a row of ``kind``."""
    return page(lambda request, customer_id: add_row(request, kind, customer_id))


def changing(kind: Changing[Any]) -> Page:
    """The view of one row of ``kind``."""
    return page(lambda request, **numbered: change_row(request, kind, numbered[kind.argument]))


def retiring(kind: Retiring[Any]) -> Page:
    """The view that takes a row of ``kind`` out."""
    return page(lambda request, **numbered: retire_row(request, kind, numbered[kind.argument]))
