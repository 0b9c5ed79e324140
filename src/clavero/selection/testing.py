"""Factories for the tests of this domain and of those above it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils import timezone

from clavero.identity.rules import Actor
from clavero.portfolio.models import Customer
from clavero.selection.models import Candidate, Decision, SelectionCycle
from clavero.selection.rules.cycle import Stage
from clavero.selection.rules.steps import Status
from clavero.selection.selectors import open_cycle_or_none
from clavero.selection.services import Talk, decide, move_cycle, open_cycle, put_forward, rate

SYSTEM = Actor.system()


def the_open_year() -> SelectionCycle:
    """The open year; this one is opened where there is none."""
    return open_cycle_or_none() or open_cycle(SYSTEM, year=timezone.localdate().year)


def make_candidate(customer: Customer, reason: str = "It grows") -> Candidate:
    """A customer on the list of the open year, whose rating begins again if it has ended."""
    cycle = the_open_year()
    if found := Candidate.objects.filter(cycle=cycle, customer=customer).first():
        return found
    if cycle.stage == Stage.DECIDING:
        move_cycle(SYSTEM, year=cycle.year, to=Stage.RATING, seen=Stage.DECIDING)
    return put_forward(SYSTEM, customer_id=customer.pk, reason=reason)


def make_rating(rater: Actor, candidate: Candidate, score: str | int, talk: str = "") -> None:
    """The same score by every criterion of the defaults; ``talk`` is what came of the raters' talk
    where they are far apart."""
    criteria = ("volume", "growth", "share", "profitability", "fit")
    scores: dict[str, Decimal | None] = {key: Decimal(score) for key in criteria}
    talks = dict.fromkeys(criteria, Talk(talk)) if talk else {}
    rate(rater, candidate_id=candidate.pk, scores=scores, talks=talks)


def end_rating() -> None:
    """Let the committee decide."""
    cycle = the_open_year()
    if cycle.stage == Stage.RATING:
        move_cycle(SYSTEM, year=cycle.year, to=Stage.DECIDING, seen=Stage.RATING)


def make_key(customer: Customer, day: date | None = None) -> Decision:
    """A key account by decision of the committee, whatever the rules say."""
    candidate = make_candidate(customer)
    end_rating()
    return make_decision(candidate, Status.KEY, day)


def make_decision(candidate: Candidate, status: Status, day: date | None = None) -> Decision:
    """A decision of the committee, whatever the rules say."""
    decided = Decision.objects.valid().filter(candidate__customer=candidate.customer)
    last = decided.order_by("day", "pk").last()
    if day is not None:  # the year was open by then
        years = SelectionCycle.objects.filter(pk=candidate.cycle_id, opened_on__gt=day)
        years.update(opened_on=day)
    return decide(
        SYSTEM,
        candidate_id=candidate.pk,
        status=status,
        day=day or timezone.localdate(),
        members="Ana, Luis",
        reason="It is strategic",
        against="The committee knows it",
        seen=0 if last is None else last.pk,
    )
