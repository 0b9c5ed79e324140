"""One candidate with all that was said of it, and one customer's course through the programme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clavero.core.telling import Change
from clavero.identity.rules import Actor
from clavero.portfolio.selectors import Card, structure, structure_at
from clavero.portfolio.visibility import account_with_version
from clavero.selection.models import Candidate, Decision, Evidence
from clavero.selection.selectors.history import changes_of_candidate
from clavero.selection.selectors.rows import CandidateRow, CycleList, list_with
from clavero.selection.visibility import sees_selection


@dataclass(frozen=True, slots=True)
class CandidatePage:
    """A candidate in its list, with its evidence and its history."""

    listed: CycleList
    row: CandidateRow
    evidence: list[Evidence]
    changes: list[Change]


@dataclass(frozen=True, slots=True)
class CustomerCourse:
    """A customer's years on the list, and what was decided of it and what was withdrawn, the latest
    first; ``records`` are the numbers that it has or had."""

    card: Card
    records: list[int]
    candidacies: list[Candidate]
    decisions: list[Decision]
    withdrawn: list[Decision]


def candidate_page(actor: Actor, candidate_id: int) -> CandidatePage:
    """All of a candidate. Raises ``Candidate.DoesNotExist`` for who does not see it."""
    listed, row = list_with(actor, candidate_id)
    settings = listed.holding.settings
    return CandidatePage(
        listed=listed,
        row=row,
        evidence=list(row.candidate.evidence.all()),
        changes=changes_of_candidate(row.candidate, settings, is_hidden=row.is_hidden),
    )


def customer_course(actor: Actor, customer_id: int, as_of: date) -> CustomerCourse:
    """A customer's course. Raises ``Customer.DoesNotExist`` for who does not see it."""
    customer, version = account_with_version(actor, customer_id)
    if not sees_selection(actor):
        raise type(customer).DoesNotExist
    shape = structure() if version is None else structure_at(version)
    records = shape.records(customer_id)
    found = Candidate.objects.filter(customer__in=records).select_related("cycle")
    decided = Decision.objects.filter(candidate__customer__in=records, day__lte=as_of)
    decisions = list(decided.select_related("candidate__cycle"))
    return CustomerCourse(
        card=shape.cards[customer.code],
        records=records,
        candidacies=list(found.order_by("-cycle__year")),
        decisions=[each for each in decisions if each.withdrawn_at is None],
        withdrawn=[each for each in decisions if each.withdrawn_at is not None],
    )


def decision_in_list(actor: Actor, decision_id: int) -> tuple[CycleList, CandidateRow, Decision]:
    """A decision with its candidate's list and row. Raises ``Decision.DoesNotExist`` or
    ``Candidate.DoesNotExist`` for who does not see it."""
    decision = Decision.objects.select_related("candidate__cycle").get(pk=decision_id)
    listed, row = list_with(actor, decision.candidate_id)
    return listed, row, decision


def withdrawn_decision(candidate: Candidate, decision_id: int | None) -> Decision | None:
    """A decision on a candidate that was withdrawn, to be entered again as it should have been."""
    if decision_id is None:
        return None
    found = candidate.decisions.filter(pk=decision_id, withdrawn_at__isnull=False)
    return found.first()
