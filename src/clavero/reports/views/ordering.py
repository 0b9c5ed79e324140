"""A document is ordered: of one account, or of all that one sees."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clavero.core.errors import Refusal
from clavero.identity.doors import actor_of
from clavero.identity.rules import Actor
from clavero.plans.selectors import plan_seen
from clavero.portfolio.address import customer_address
from clavero.portfolio.doors import account_seen, for_those_who_see_sales
from clavero.reports import jobs, selectors, services
from clavero.reports.forms import AccountForm, PortfolioForm, kinds_of_account
from clavero.reports.models import Document
from clavero.reports.rules import Kind
from clavero.reports.showing import listed
from clavero.reports.words import KIND_NAMES, KIND_READINGS
from clavero.ui.forms import add_refusal
from clavero.ui.parts import Crumb
from clavero.ui.steps import sent, status_of
from clavero.work.selectors import has_pack


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The documents of an account, and the form that orders one."""
    actor, customer = actor_of(request), account_seen(actor_of(request), customer_id)
    has_plan = plan_seen(actor, customer_id) is not None
    kinds = kinds_of_account(has_plan=has_plan, has_pack=has_pack(actor, customer_id))
    usual = Kind.PLAN if has_plan else Kind.ACCOUNT
    initial = {"kind": request.GET.get("kind", usual), "language": get_language()}
    form = AccountForm(sent(request), initial=initial, kinds=kinds)
    if (row := _ordered(actor, form, customer_id=customer_id)) is not None:
        return redirect("reports:document", row.pk)
    rows = selectors.of_account(actor, customer_id)[: selectors.MOST_LISTED]
    context = {
        "crumbs": [Crumb(str(customer), customer_address(request.GET)(customer_id))],
        "customer": customer,
        "form": form,
        "readings": [(KIND_NAMES[each], KIND_READINGS[each]) for each in kinds],
        "has_plan": has_plan,
        "documents": listed(rows),
    }
    return render(request, "reports/account.html", context, status=status_of(form))


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def portfolio(request: HttpRequest) -> HttpResponse:
    """The report of all accounts that one sees."""
    actor = actor_of(request)
    form = PortfolioForm(sent(request), initial={"language": get_language()})
    if (row := _ordered(actor, form, kind=Kind.PORTFOLIO)) is not None:
        return redirect("reports:document", row.pk)
    context = {
        "crumbs": [Crumb(_("Documents"), reverse("reports:home"))],
        "reading": KIND_READINGS[Kind.PORTFOLIO],
        "form": form,
    }
    return render(request, "reports/portfolio.html", context, status=status_of(form))


def _ordered(actor: Actor, form: AccountForm | PortfolioForm, **told: Any) -> Document | None:
    """What was ordered, and is made now or by the worker; ``None`` while the form has to be
    mended."""
    if not form.is_valid():
        return None
    given = {**form.cleaned_data, **told}
    if not given["kind"].has_period:
        given.pop("months", None)
    try:
        row = services.order_document(actor, **given)
    except Refusal as refusal:
        add_refusal(form, refusal)
        return None
    jobs.make.enqueue(row.pk)
    return row
