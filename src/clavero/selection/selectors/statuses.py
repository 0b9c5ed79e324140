"""What each customer is: key, on probation, neither; as the committee's decisions say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from clavero.identity.rules import Actor
from clavero.portfolio.selectors import Card, Structure, structure
from clavero.portfolio.visibility import scope_for
from clavero.selection.models import Candidate, Decision, Decisions
from clavero.selection.rules.steps import IN_PROGRAMME, Status
from clavero.selection.visibility import sees_selection


@dataclass(frozen=True, slots=True)
class KeyAccount:
    """A customer in the programme: since when it has its status, and the decision that last
    confirmed it."""

    card: Card
    status: Status
    since: date
    decision: Decision


@dataclass(frozen=True, slots=True)
class Course:
    """The decisions on one customer, the latest first."""

    decisions: tuple[Decision, ...]

    @property
    def status(self) -> Status:
        """What the customer is."""
        return Status(self.decisions[0].status)

    @property
    def since(self) -> date:
        """Since when it is that, without a break."""
        since = self.decisions[0].day
        for each in self.decisions:
            if each.status != self.decisions[0].status:
                break
            since = each.day
        return since


def courses(
    shape: Structure, *, as_of: date | None = None, until_year: int | None = None
) -> dict[str, Course]:
    """Every customer's valid decisions by its code, until a day or a year; those on records merged
    since count for what they became. One query."""
    decisions = Decision.objects.valid()
    if as_of is not None:
        decisions = decisions.filter(day__lte=as_of)
    if until_year is not None:
        decisions = decisions.filter(candidate__cycle__year__lte=until_year)
    return {code: Course(tuple(rows)) for code, rows in _by_code(shape, decisions).items()}


def courses_and_withdrawn(
    shape: Structure, *, until_year: int
) -> tuple[dict[str, Course], dict[str, list[Decision]]]:
    """What :func:`courses` says until a year, and the decisions that were withdrawn, by code. One
    query."""
    decisions = Decision.objects.filter(candidate__cycle__year__lte=until_year)
    found: dict[str, Course] = {}
    withdrawn: dict[str, list[Decision]] = {}
    for code, rows in _by_code(shape, decisions).items():
        if valid := tuple(each for each in rows if each.withdrawn_at is None):
            found[code] = Course(valid)
        withdrawn[code] = [each for each in rows if each.withdrawn_at is not None]
    return found, withdrawn


def _by_code(shape: Structure, decisions: Decisions) -> dict[str, list[Decision]]:
    found: dict[str, list[Decision]] = {}
    named = decisions.select_related("candidate__cycle", "candidate__customer")
    for each in named.order_by("-day", "-pk"):
        code = shape.alone.survivor(each.candidate.customer.code)
        found.setdefault(code, []).append(each)
    return found


def in_programme(found: Iterable[Course]) -> int:
    """How many take capacity."""
    return sum(each.status in IN_PROGRAMME for each in found)


def key_accounts(actor: Actor, as_of: date) -> list[KeyAccount]:
    """The key accounts on a day, those on probation too, among the customers that ``actor`` sees,
    by name."""
    if not sees_selection(actor):
        return []
    shape, codes = structure(), scope_for(actor).customers
    found = [
        KeyAccount(shape.cards[code], course.status, course.since, course.decisions[0])
        for code, course in courses(shape, as_of=as_of).items()
        if course.status in IN_PROGRAMME and (codes is None or code in codes)
    ]
    return sorted(found, key=lambda each: (each.card.title.casefold(), each.card.code))


def status_of_customer(actor: Actor, customer_id: int, as_of: date) -> Status | None:
    """What a customer is, for its page: ``None`` for one that was never on a list, and for those
    who have nothing to do with the selection. Two queries."""
    if not sees_selection(actor):
        return None
    records = structure().records(customer_id)
    decisions = Decision.objects.valid().filter(candidate__customer__in=records, day__lte=as_of)
    last = decisions.order_by("-day", "-pk").values_list("status", flat=True).first()
    if last is not None and Status(last) in IN_PROGRAMME:
        return Status(last)
    on_a_list = Candidate.objects.filter(customer__in=records, cycle__closed_on__isnull=True)
    if on_a_list.exclude(decisions__in=decisions.order_by()).exists():
        return Status.CANDIDATE
    return None if last is None else Status(last)
