"""What the pages of a plan share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, cast

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from clavero.core.errors import Forbidden
from clavero.identity.rules import Actor, Verb
from clavero.plans import selectors
from clavero.plans.models import Plan, PlanItem
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.portfolio.selectors import people_who_see, structure
from clavero.ui.parts import Crumb

if TYPE_CHECKING:
    from clavero.portfolio.models import Customer

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def of_accounts_seen(view: View[P]) -> View[P]:
    """A page about sales, which strangers to its account do not find."""

    @wraps(view)
    def found(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except ObjectDoesNotExist as stranger:
            raise Http404("nothing of this kind for this reader") from stranger

    return for_those_who_see_sales(cast("View[P]", found))


def demand(actor: Actor, verb: Verb) -> None:
    """A 403 for those who see it and may not."""
    if not actor.may(verb):
        raise Forbidden(verb)


def plan_or_404(plan: Plan | None) -> Plan:
    """The plan that a page is about."""
    if plan is None:
        raise Http404("no plan has begun")
    return plan


def crumbs_to(customer: Customer, *further: Crumb) -> list[Crumb]:
    """The way to a page of an account's plan."""
    return [
        Crumb(_("Customer plans"), reverse("plans:home")),
        Crumb(str(customer), reverse("plans:plan", args=[customer.pk])),
        *further,
    ]


def people_of_account(customer_id: int) -> list[tuple[int, str]]:
    """Whom something in the plan of an account can be given to; whoever calls has found the plan
    among those that they see."""
    shape = structure()
    return people_who_see(shape.codes[customer_id], shape)


def targets_of(plan: Plan, row: PlanItem | None = None) -> list[tuple[Any, Any]]:
    """What a row or a need of a plan can go with, under the names of what that is."""
    names = {
        "objective": _("Objectives"), "action": _("Actions"),
        "initiative": _("Initiatives for both"), "other": _("Rows"),
    }  # fmt: skip
    return [(names[kind], choices) for kind, choices in selectors.targets_of(plan, row) if choices]
