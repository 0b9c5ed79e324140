"""*Solutions*: what the company offers for its customers' needs."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from clavero.core.errors import Forbidden
from clavero.core.revisions import revision_of
from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.opportunities import selectors, services
from clavero.opportunities.forms.needs import SolutionForm
from clavero.opportunities.models import Solution
from clavero.opportunities.tables import SolutionsTable
from clavero.opportunities.views.common import crumb_of_needs
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui.answers import or_404
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def solutions(request: HttpRequest) -> HttpResponse:
    """All of them, and a form for one more to who decides."""
    actor = actor_of(request)
    governs = actor.may(Verb.GOVERN_OPPORTUNITIES)
    if request.method == "POST" and not governs:
        raise Forbidden(Verb.GOVERN_OPPORTUNITIES)
    form = SolutionForm(sent(request))

    def add(*, seen: int, **given: object) -> None:
        services.add_solution(actor, **given)  # type: ignore[arg-type]

    if governs and done(form, add):
        messages.success(request, _("The solution is offered."))
        return redirect("opportunities:solutions")
    found = list(selectors.solutions())
    offered = [each for each in found if not each.is_retired]
    retired = [each for each in found if each.is_retired]
    context = {
        "crumbs": [crumb_of_needs()],
        "form": form,
        "governs": governs,
        "offered": SolutionsTable(offered, governs=governs) if offered else None,
        "retired": SolutionsTable(retired, governs=governs) if retired else None,
    }
    return render(request, "opportunities/solutions.html", context, status=status_of(form))


@allowed(Verb.GOVERN_OPPORTUNITIES)
@require_http_methods(["GET", "HEAD", "POST"])
def solution(request: HttpRequest, solution_id: int) -> HttpResponse:
    """Put one right."""
    actor = actor_of(request)
    seen = revision_of(Solution(pk=solution_id))
    found = or_404(lambda: Solution.objects.get(pk=solution_id))
    initial = {
        "seen": seen,
        "name": found.name,
        "families": "\n".join(found.families),
        "description": found.description,
    }
    form = SolutionForm(sent(request), initial=initial)
    if done(form, partial(services.change_solution, actor, solution_id=solution_id)):
        messages.success(request, _("It is kept."))
        return redirect("opportunities:solutions")
    context = {
        "crumbs": [
            crumb_of_needs(),
            Crumb(_("Solutions"), reverse("opportunities:solutions")),
        ],
        "solution": found,
        "form": form,
        "changes": selectors.changes_of(found),
    }
    return render(request, "opportunities/solution.html", context, status=status_of(form))


@allowed(Verb.GOVERN_OPPORTUNITIES)
@require_POST
def offer(request: HttpRequest, solution_id: int) -> HttpResponse:
    """Offer it no more, or again."""
    actor = actor_of(request)
    found = or_404(lambda: Solution.objects.get(pk=solution_id))
    if found.is_retired:
        services.offer_again(actor, solution_id=solution_id)
        messages.success(request, _("The solution is offered again."))
    else:
        services.retire_solution(actor, solution_id=solution_id)
        messages.success(request, _("The solution is no longer offered."))
    return redirect("opportunities:solutions")
