"""Who enters the pages of investments, and the way to them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from clavero.core.errors import Forbidden
from clavero.identity.doors import actor_of
from clavero.identity.rules import Actor, Verb
from clavero.investment.models import Case, Round
from clavero.investment.visibility import cases, decides, sees_investments
from clavero.ui.parts import Crumb

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def for_those_who_invest(view: View[P]) -> View[P]:
    """A 403 for the roles that have nothing to do with investments."""
    return _guarded(view, sees_investments, Verb.PROPOSE_INVESTMENTS)


def for_those_who_decide(view: View[P]) -> View[P]:
    """A 403 for those who neither set budgets nor approve."""
    return _guarded(view, decides, Verb.APPROVE_INVESTMENTS)


def _guarded(view: View[P], may_enter: Callable[[Actor], bool], verb: Verb) -> View[P]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not may_enter(actor_of(request)):
            raise Forbidden(verb)
        return view(request, *args, **kwargs)

    return cast("View[P]", guarded)


def round_or_404(round_id: int) -> Round:
    """A round."""
    found = Round.objects.filter(pk=round_id).first()
    if found is None:
        raise Http404("no such round")
    return found


def case_or_404(actor: Actor, case_id: int) -> Case:
    """A case of a customer that ``actor`` sees."""
    try:
        return cases(actor).get(pk=case_id)
    except ObjectDoesNotExist as stranger:
        raise Http404("no such case for this reader") from stranger


def crumbs_of(found: Round | None = None, case: Case | None = None) -> list[Crumb]:
    """The way to a page of a round, or of one of its cases."""
    crumbs = [Crumb(_("Investments"), reverse("investment:home"))]
    if found is not None:
        crumbs.append(Crumb(found.name, reverse("investment:round", args=[found.pk])))
    if case is not None:
        crumbs.append(Crumb(str(case.customer), reverse("investment:case", args=[case.pk])))
    return crumbs
