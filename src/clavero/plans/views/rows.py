"""The rows of sections: added, changed, confirmed, taken out, linked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from clavero.identity.doors import actor_of
from clavero.identity.rules import Actor, Verb
from clavero.plans import selectors, services
from clavero.plans.examples import shown_examples
from clavero.plans.forms.rows import (
    DATA,
    LinkForm,
    QuickRowForm,
    RowForm,
    besides,
    fields_of,
    row_initial,
    target_of,
)
from clavero.plans.models import Plan, PlanItem, PlanLink
from clavero.plans.rules.catalogue import BY_KEY, KINDS, Kind
from clavero.plans.selectors import RowSeen
from clavero.plans.views._common import (
    crumbs_to,
    demand,
    of_accounts_seen,
    people_of_account,
    targets_of,
)
from clavero.plans.views.plan import redirect_to_section, section_address
from clavero.plans.views.tending import (
    Adding,
    Changing,
    Retiring,
    add_row,
    changing,
    page,
    retiring,
)
from clavero.plans.words import ADD_NAMES, KIND_NAMES
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of


def _changed(request: HttpRequest, actor: Actor, found: RowSeen[PlanItem]) -> RowForm:
    row, kind = found.row, BY_KEY[found.row.kind]
    return RowForm(
        sent(request),
        kind=kind,
        people=people_of_account(row.plan.customer_id),
        initial={**row_initial(kind, row), "seen": found.seen},
    )


def _change(actor: Actor, *, item_id: int, **given: Any) -> None:
    services.change_item(actor, item_id=item_id, fields=fields_of(given), **besides(given))


def _adding(kind: Kind) -> Adding:
    def form(request: HttpRequest, _actor: Actor, _plan: Plan) -> QuickRowForm:
        known = {"text", *(DATA + field.key for field in kind.fields)}
        start = {name: value for name, value in request.GET.items() if name in known}
        # From a tool of analysis or an example all fields are asked for, and some are known.
        return QuickRowForm(sent(request), kind=kind, is_quick=not start, initial=start)

    def add(actor: Actor, *, customer_id: int, text: str, **given: Any) -> None:
        fields = fields_of(given)
        services.add_item(actor, customer_id=customer_id, kind=kind.key, text=text, fields=fields)

    return Adding(
        form=form,
        add=add,
        title=ADD_NAMES[kind.key],
        added=gettext_lazy("It is in the plan."),
        lands=lambda plan: redirect_to_section(plan.customer_id, kind.section),
        examples=lambda customer_id: shown_examples(customer_id, kind.section, kind.key),
    )


def _lands(row: PlanItem) -> HttpResponse:
    return redirect(_back(row))


def _links(row: PlanItem) -> list[tuple[PlanLink, str, str]]:
    """What it goes with, and where that is taken away."""
    return [
        (link, text, reverse("plans:unlink_item", args=[row.pk, link.pk]))
        for link, text in selectors.links_of(row.plan, item=row)
    ]


def _back(row: PlanItem) -> str:
    return section_address(row.plan.customer_id, BY_KEY[row.kind].section)


_ADDING = {kind.key: _adding(kind) for kind in KINDS}
item = changing(
    Changing(
        model=PlanItem,
        argument="item_id",
        out="plans:retire_item",
        form=_changed,
        change=_change,
        title=lambda row: KIND_NAMES[row.kind],
        lands=_lands,
        template="plans/item.html",
        back=_back,
        more=lambda _actor, row: {"links": _links(row), "note": row.note},
    )
)
retire_item = retiring(
    Retiring(
        model=PlanItem,
        argument="item_id",
        page="plans:item",
        retire=services.retire_item,
        title=gettext_lazy("Take a row out"),
        lands=_lands,
    )
)


@page
def add_item(request: HttpRequest, customer_id: int, kind: str) -> HttpResponse:
    """A new row: the form of the plan's page, which comes back here where it has to be mended."""
    if kind not in _ADDING:
        raise Http404("no such kind of row")
    return add_row(request, _ADDING[kind], customer_id)


@of_accounts_seen
@require_POST
def confirm_item(request: HttpRequest, item_id: int) -> HttpResponse:
    """It still holds."""
    row = services.confirm_item(actor_of(request), item_id=item_id)
    messages.success(request, _("Noted: it still holds."))
    return redirect_to_section(row.plan.customer_id, BY_KEY[row.kind].section)


@page
def link_item(request: HttpRequest, item_id: int) -> HttpResponse:
    """It goes with another row, an objective, an action or an initiative."""
    actor = actor_of(request)
    row = selectors.row_seen(actor, PlanItem, item_id).row
    demand(actor, Verb.WRITE_PLANS)
    form = LinkForm(sent(request), targets=targets_of(row.plan, row))

    def keep(target: str) -> None:
        services.link_item(actor, item_id=item_id, **target_of(target))

    if request.method == "POST" and done(form, keep):
        messages.success(request, _("They go together."))
        return redirect("plans:item", item_id)
    back = reverse("plans:item", args=[item_id])
    context = {
        "crumbs": crumbs_to(row.plan.customer, Crumb(row.text, back)),
        "title": _("What answers “%(text)s”?") % {"text": row.text},
        "form": form,
        "verb": _("Link them"),
        "back": back,
    }
    return render(request, "plans/form.html", context, status=status_of(form))


@of_accounts_seen
@require_POST
def unlink_item(request: HttpRequest, item_id: int, link_id: int) -> HttpResponse:
    """They have nothing to do with each other."""
    services.unlink_item(actor_of(request), item_id=item_id, link_id=link_id)
    messages.success(request, _("The link is taken away."))
    return redirect("plans:item", item_id)
