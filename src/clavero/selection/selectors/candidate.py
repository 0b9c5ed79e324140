"""One candidate with all that was said of it, and one customer's course through the programme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clavero.identity.rules import Actor
from clavero.portfolio.selectors import Card, structure
from clavero.portfolio.visibility import accounts
from clavero.selection.models import Candidate, Decision, Evidence
from clavero.selection.selectors.history import Change, changes_of_candidate
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
    """A customer's years on the list and what was decided of it, the latest first."""

    card: Card
    candidacies: list[Candidate]
    decisions: list[Decision]


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
    customer = accounts(actor).get(pk=customer_id)
    if not sees_selection(actor):
        raise type(customer).DoesNotExist
    found = Candidate.objects.filter(customer=customer).select_related("cycle")
    decided = Decision.objects.filter(candidate__customer=customer, day__lte=as_of)
    return CustomerCourse(
        card=structure().cards[customer.code],
        candidacies=list(found.order_by("-cycle__year")),
        decisions=list(decided.select_related("candidate__cycle")),
    )
