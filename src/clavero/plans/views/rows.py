"""The rows of sections: added, changed, confirmed, taken out, linked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from clavero.identity.doors import actor_of
from clavero.identity.rules import Verb
from clavero.plans import selectors, services
from clavero.plans.forms.rows import (
    LinkForm,
    QuickRowForm,
    RowForm,
    besides,
    fields_of,
    row_initial,
)
from clavero.plans.models import PlanItem
from clavero.plans.rules.catalogue import BY_KEY
from clavero.plans.views._common import crumbs_to, demand, of_accounts_seen, people_of_account
from clavero.plans.views.plan import redirect_to_section
from clavero.plans.words import ADD_NAMES, KIND_NAMES
from clavero.portfolio.selectors import accounts
from clavero.ui.answers import ask
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of


@of_accounts_seen
@require_http_methods(["GET", "HEAD", "POST"])
def add_item(request: HttpRequest, customer_id: int, kind: str) -> HttpResponse:
    """A new row: the form of the plan's page, which comes back here where it has to be mended."""
    actor = actor_of(request)
    customer = accounts(actor).get(pk=customer_id)
    demand(actor, Verb.WRITE_PLANS)
    if kind not in BY_KEY:
        raise Http404("no such kind of row")
    known = BY_KEY[kind]
    form = QuickRowForm(sent(request), kind=known)

    def keep(text: str, **given: Any) -> None:
        fields = fields_of(given)
        services.add_item(actor, customer_id=customer_id, kind=kind, text=text, fields=fields)

    if request.method == "POST" and done(form, keep):
        messages.success(request, _("It is in the plan."))
        return redirect_to_section(customer_id, known.section)
    context = {
        "crumbs": crumbs_to(customer),
        "title": ADD_NAMES[kind],
        "form": form,
        "verb": _("Add"),
        "back": reverse("plans:plan", args=[customer_id]),
    }
    return render(request, "plans/form.html", context, status=status_of(form))


@of_accounts_seen
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, item_id: int) -> HttpResponse:
    """A row with all that is known of it, and what it goes with."""
    actor = actor_of(request)
    found = selectors.row_seen(actor, PlanItem, item_id)
    row, kind = found.row, BY_KEY[found.row.kind]
    customer = row.plan.customer
    if request.method == "POST":
        demand(actor, Verb.WRITE_PLANS)
    form = RowForm(
        sent(request),
        kind=kind,
        people=people_of_account(actor, customer.pk),
        initial={**row_initial(kind, row), "seen": found.seen},
    )

    def keep(**given: Any) -> None:
        services.change_item(actor, item_id=item_id, fields=fields_of(given), **besides(given))

    if request.method == "POST" and done(form, keep):
        messages.success(request, _("It is written down."))
        return redirect_to_section(customer.pk, kind.section)
    context = {
        "crumbs": crumbs_to(customer),
        "title": KIND_NAMES[kind.key],
        "row": row,
        "form": form,
        "writes": found.writes,
        "links": selectors.links_of(row),
        "changes": selectors.changes_of_row(row),
        "back": f"{reverse('plans:plan', args=[customer.pk])}?section={int(kind.section)}"
        f"#section-{int(kind.section)}",
    }
    return render(request, "plans/item.html", context, status=status_of(form))


@of_accounts_seen
@require_POST
def confirm_item(request: HttpRequest, item_id: int) -> HttpResponse:
    """It still holds."""
    row = services.confirm_item(actor_of(request), item_id=item_id)
    messages.success(request, _("Noted: it still holds."))
    return redirect_to_section(row.plan.customer_id, BY_KEY[row.kind].section)


@of_accounts_seen
@require_http_methods(["GET", "HEAD", "POST"])
def retire_item(request: HttpRequest, item_id: int) -> HttpResponse:
    """It no longer holds."""
    actor = actor_of(request)
    row = selectors.row_seen(actor, PlanItem, item_id).row
    demand(actor, Verb.WRITE_PLANS)
    if request.method == "POST":
        services.retire_item(actor, item_id=item_id)
        messages.success(request, _("It is out of the plan."))
        return redirect_to_section(row.plan.customer_id, BY_KEY[row.kind].section)
    return ask(
        request,
        title=_("Take a row out"),
        question=_("Take “%(text)s” out of the plan?") % {"text": row.text},
        consequences=[_("The history keeps it, and approved versions hold it as it was.")],
        verb=_("Take it out"),
        back=reverse("plans:item", args=[item_id]),
        is_destructive=True,
    )


@of_accounts_seen
@require_http_methods(["GET", "HEAD", "POST"])
def link_item(request: HttpRequest, item_id: int) -> HttpResponse:
    """It goes with another row, an action or an initiative."""
    actor = actor_of(request)
    row = selectors.row_seen(actor, PlanItem, item_id).row
    demand(actor, Verb.WRITE_PLANS)
    form = LinkForm(sent(request), targets=_grouped(row))

    def keep(target: str) -> None:
        kind, number = target.split(":")
        services.link_item(actor, item_id=item_id, kind=kind, target_id=int(number))

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


def _grouped(row: PlanItem) -> list[tuple[Any, Any]]:
    """What a row can go with, under the names of what that is."""
    names = {
        "action": _("Actions"), "initiative": _("Initiatives for both"), "other": _("Rows"),
    }  # fmt: skip
    return [(names[kind], choices) for kind, choices in selectors.targets_of(row) if choices]
