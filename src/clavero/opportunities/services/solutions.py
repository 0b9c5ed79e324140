"""The director decides which solutions the company offers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.identity.rules import Actor, Verb
from clavero.opportunities.models import FAMILY_LENGTH, Solution
from clavero.opportunities.services._changing import as_told, changed, refuse_empty, require, tidy

MOST_FAMILIES = 30


@transaction.atomic
def add_solution(
    actor: Actor, *, name: str, families: Sequence[str] = (), description: str = ""
) -> Solution:
    """Something that the company offers from now on."""
    require(actor, Verb.GOVERN_OPPORTUNITIES)
    given = _checked(name=name, families=families, description=description)
    solution = Solution.objects.create(by_name=actor.name, **given)
    record(actor, "solution.added", solution, after=as_told(given))
    return solution


@transaction.atomic
def change_solution(actor: Actor, *, solution_id: int, seen: int = 0, **given: Any) -> Solution:
    """Put it right; fields that are not given stay. ``seen`` is the revision looked at."""
    solution = _to_change(actor, solution_id)
    changed(actor, solution, _checked(solution, **given), seen=seen, verb="solution.changed")
    return solution


@transaction.atomic
def retire_solution(actor: Actor, *, solution_id: int) -> Solution:
    """It is no longer offered; needs that it was linked to keep it."""
    solution = _to_change(actor, solution_id)
    if solution.is_retired:
        raise Refusal(_("This solution is no longer offered."), code="already_retired")
    solution.is_retired = True
    solution.save(update_fields=["is_retired"])
    record(actor, "solution.retired", solution)
    return solution


@transaction.atomic
def offer_again(actor: Actor, *, solution_id: int) -> Solution:
    """It is offered after all."""
    solution = _to_change(actor, solution_id)
    if not solution.is_retired:
        raise Refusal(_("This solution is offered already."), code="already_offered")
    _refuse_twin(solution.name)
    solution.is_retired = False
    solution.save(update_fields=["is_retired"])
    record(actor, "solution.offered_again", solution)
    return solution


def _to_change(actor: Actor, solution_id: int) -> Solution:
    require(actor, Verb.GOVERN_OPPORTUNITIES)
    return Solution.objects.select_for_update().get(pk=solution_id)


def _checked(solution: Solution | None = None, **given: Any) -> dict[str, Any]:
    found = tidy(Solution, given)
    refuse_empty(found, "name", _("A solution needs a name."))
    if "families" in found:
        named = dict.fromkeys(each.strip() for each in found["families"])
        found["families"] = [each for each in named if each]
        if len(found["families"]) > MOST_FAMILIES or any(
            len(each) > FAMILY_LENGTH for each in found["families"]
        ):
            raise Refusal(
                _("A solution belongs to %(most)s product families at most."),
                code="too_many_families",
                field="families",
                hint=_("Write them one a line, as the sales ledger calls them."),
                most=MOST_FAMILIES,
            )
    if "name" in found and (solution is None or found["name"] != solution.name):
        _refuse_twin(found["name"])
    return found


def _refuse_twin(name: str) -> None:
    if Solution.objects.filter(name=name, is_retired=False).exists():
        raise Refusal(
            _("There is such a solution already."),
            code="name_taken",
            field="name",
            hint=_("Choose another name, or change the one that there is."),
        )
