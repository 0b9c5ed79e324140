"""What the selection says of customers in a word, beside their names."""

from __future__ import annotations

from datetime import date

from django.db.models import FilteredRelation, Q

from clavero.identity.rules import Actor
from clavero.portfolio.marks import Mark
from clavero.portfolio.selectors import Structure
from clavero.selection.models import Candidate
from clavero.selection.rules.steps import IN_PROGRAMME, Status
from clavero.selection.visibility import sees_selection
from clavero.selection.words import STATUS_NAMES, STATUS_TONES


def status_marks(actor: Actor, shape: Structure) -> dict[str, Mark]:
    """Key accounts, those on probation and this year's candidates, by code. One query.

    Those who are neither have no mark: most customers are not key.
    """
    if not sees_selection(actor):
        return {}
    return {
        code: Mark(STATUS_NAMES[status], STATUS_TONES.get(status, "plain"))
        for code, status in _statuses(shape).items()
    }


def key_codes(shape: Structure, day: date) -> set[str]:
    """The key accounts of today, those on probation too, for who counts them. One query."""
    return {code for code, status in _statuses(shape).items() if status in IN_PROGRAMME}


def _statuses(shape: Structure) -> dict[str, Status]:
    decided: dict[str, Status] = {}
    listed, spoken = set(), set()
    valid = FilteredRelation("decisions", condition=Q(decisions__withdrawn_at__isnull=True))
    found = (
        Candidate.objects.annotate(valid=valid)
        .order_by("valid__day", "valid__pk")
        .values_list("pk", "customer__code", "cycle__closed_on", "valid__status")
    )
    for candidate_id, own_code, closed_on, status in found:
        code = shape.alone.survivor(own_code)
        if status is not None:
            decided[code] = Status(status)
            spoken.add(candidate_id)
        if closed_on is None:
            listed.add((candidate_id, code))
    waiting = {code for candidate_id, code in listed if candidate_id not in spoken}
    statuses = {code: status for code, status in decided.items() if status in IN_PROGRAMME}
    return dict.fromkeys(waiting, Status.CANDIDATE) | statuses
