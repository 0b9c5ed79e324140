"""The needs that a person sees, and the solutions that there are for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from clavero.core.freshness import is_stale
from clavero.core.revisions import revision_of
from clavero.identity.rules import Actor
from clavero.opportunities.models import Need, Opportunity, Solution
from clavero.opportunities.rules.needs import Gate, gate
from clavero.opportunities.selectors.history import Change, changes_of, revision_in
from clavero.opportunities.selectors.seen import (
    Account,
    account_of,
    account_within,
    of_those_seen,
    today_of,
    within,
)
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import Structure, structure
from clavero.portfolio.visibility import scope_for


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A need for a reader; ``customer_id`` and ``name`` are those of the customer today."""

    id: int
    customer_id: int
    code: str
    name: str
    text: str
    horizon: str
    function: str
    urgency: int
    fit: int | None
    certainty: str
    evidence: str
    source: str
    said_on: date
    is_old: bool
    owner_id: int | None
    owner: str | None
    is_shared: bool
    solutions: str
    closed_on: date | None
    closed_reason: str
    closed_note: str

    @property
    def is_open(self) -> bool:
        """Whether it is still to be met."""
        return self.closed_on is None


@dataclass(frozen=True, slots=True)
class AccountNeeds:
    """The needs of an account and of those below it, the most urgent first, and how well the open
    ones are known."""

    account: Account
    open: Sequence[NeedRow]
    closed: Sequence[NeedRow]
    gate: Gate


@dataclass(frozen=True, slots=True)
class Link:
    """A solution linked to a need."""

    id: int
    solution_id: int
    name: str
    families: Sequence[str]
    tailoring: str
    by: str


@dataclass(frozen=True, slots=True)
class NeedSeen:
    """One need with all that belongs to it: the solutions for it, the opportunities that would
    meet it, and what happened to it, of which ``seen`` is the revision."""

    row: NeedRow
    links: Sequence[Link]
    opportunities: Sequence[tuple[int, str]]
    changes: Sequence[Change]

    @property
    def seen(self) -> int:
        """Its revision."""
        return revision_in(self.changes)


@dataclass(frozen=True, slots=True)
class NeedToChange:
    """A need as its form needs it: without its solutions, with its account and its revision."""

    row: NeedRow
    account: Account
    seen: int


def needs(actor: Actor) -> QuerySet[Need]:
    """The needs of the customers that ``actor`` sees."""
    return Need.objects.filter(of_those_seen(actor))


def need_rows(actor: Actor, *, is_open: bool = True) -> list[NeedRow]:
    """All needs that ``actor`` sees, open or closed, the most urgent first. Two queries."""
    found = needs(actor).filter(closed_on__isnull=is_open)
    return _rows(found)


def account_needs(actor: Actor, customer_id: int) -> AccountNeeds:
    """The needs of one account. Raises ``Customer.DoesNotExist`` for strangers to it."""
    account = account_of(actor, customer_id)
    rows = _rows(Need.objects.filter(customer__code__in=sorted(account.codes)))
    standing = [row for row in rows if row.is_open]
    closed = sorted(
        (row for row in rows if not row.is_open), key=lambda row: row.closed_on or date.min,
        reverse=True,
    )  # fmt: skip
    return AccountNeeds(account, standing, closed, gate(standing, timezone.localdate()))


def open_needs(code: str, *, shape: Structure | None = None) -> list[NeedRow]:
    """The open needs of an account that the reader sees and of those below it, which they see with
    it; the most urgent first. Two queries, and one with the structure of a moment ago."""
    return _rows(_within(code, shape).filter(closed_on=None))


def needs_shared(ids: Collection[int]) -> QuerySet[Need]:
    """Those of some needs that are open and marked for the customer, for who has found them in a
    plan."""
    return Need.objects.filter(pk__in=list(ids), closed_on=None, is_shared=True).order_by()


def need_of_account(code: str, need_id: int) -> Need:
    """One of them, open or closed. Raises ``Need.DoesNotExist``. Two queries."""
    return _within(code).get(pk=need_id)


def need_row_of_account(code: str, need_id: int) -> NeedRow:
    """The same, as its readers have it. Raises ``Need.DoesNotExist``. Two queries."""
    found = _rows(_within(code).filter(pk=need_id))
    if not found:
        raise Need.DoesNotExist
    return found[0]


def _within(code: str, shape: Structure | None = None) -> QuerySet[Need]:
    legal = (shape or structure()).forests[Tree.LEGAL]
    codes = {same for below in legal.subtree(code) for same in legal.same(below)}
    return Need.objects.filter(customer__code__in=sorted(codes))


class Choice(NamedTuple):
    """A need that an opportunity could meet, and whether it is one of those named."""

    id: int
    text: str
    is_chosen: bool


def needs_to_meet(account: Account, opportunity_id: int | None = None) -> list[Choice]:
    """The open needs of an account, and those that an opportunity names. One query."""
    naming = Opportunity.needs.through.objects.filter(
        opportunity=opportunity_id, need=OuterRef("pk")
    )
    found = Need.objects.filter(customer__code__in=sorted(account.codes)).annotate(
        is_chosen=Exists(naming)
    )
    offered = found.filter(Q(closed_on__isnull=True) | Q(is_chosen=True))
    return [Choice(*each) for each in offered.values_list("pk", "text", "is_chosen")]


def need_seen(actor: Actor, need_id: int) -> NeedSeen:
    """One need. Raises ``Need.DoesNotExist`` for strangers to its customer."""
    changes = changes_of(Need(pk=need_id))  # before the values that they led to
    scope = scope_for(actor)
    found = Need.objects.filter(within(scope)).select_related("customer", "owner")
    need = found.get(pk=need_id)
    links = [
        Link(
            each.pk,
            each.solution_id,
            each.solution.name,
            each.solution.families,
            each.tailoring,
            each.by_name,
        )
        for each in need.solutions.select_related("solution")
    ]
    meeting = Opportunity.objects.filter(within(scope), needs=need).values_list("pk", "title")
    row = _row(need, [link.name for link in links], timezone.localdate())
    return NeedSeen(row, links, list(meeting), changes)


def need_to_change(actor: Actor, need_id: int) -> NeedToChange:
    """The same for its form. Raises ``Need.DoesNotExist`` for strangers to its customer."""
    seen = revision_of(Need(pk=need_id))  # before the values that it stands for
    scope = scope_for(actor)
    found = Need.objects.filter(within(scope)).select_related("customer", "owner")
    row = _row(found.get(pk=need_id), (), timezone.localdate())
    return NeedToChange(row, account_within(scope, row.code, structure()), seen)


def solutions(*, offered_only: bool = False) -> QuerySet[Solution]:
    """The company's solutions, with how many needs each is for (``used``)."""
    found = Solution.objects.filter(is_retired=False) if offered_only else Solution.objects.all()
    open_needs = Count("uses", filter=Q(uses__need__closed_on__isnull=True))
    return found.annotate(used=open_needs).order_by("is_retired", "name", "pk")


def need_as_data(row: NeedRow) -> dict[str, Any]:
    """A need for programs."""
    return {
        "id": row.id,
        "account": row.code,
        "name": row.name,
        "need": row.text,
        "horizon": row.horizon,
        "function": row.function,
        "urgency": row.urgency,
        "fit": row.fit,
        "status": row.certainty,
        "evidence": row.evidence,
        "source": row.source,
        "date": row.said_on.isoformat(),
        "owner": row.owner,
        "shared": row.is_shared,
        "solutions": row.solutions,
        "closed_on": None if row.closed_on is None else row.closed_on.isoformat(),
        "closed_reason": row.closed_reason or None,
    }


def _rows(found: QuerySet[Need]) -> list[NeedRow]:
    """In their order, each once: the query has one row for each of its solutions."""
    today = timezone.localdate()
    listed = found.select_related("customer", "owner").annotate(
        solution=F("solutions__solution__name")
    )
    rows: dict[int, tuple[Need, list[str]]] = {}
    for each in listed.order_by("-urgency", "-said_on", "-pk", "solutions__pk"):
        _need, names = rows.setdefault(each.pk, (each, []))
        if each.solution is not None:
            names.append(each.solution)
    return [_row(need, names, today) for need, names in rows.values()]


def _row(need: Need, linked: Iterable[str], today: date) -> NeedRow:
    card = today_of(need.customer)
    return NeedRow(
        id=need.pk,
        customer_id=card.id,
        code=card.code,
        name=card.title,
        text=need.text,
        horizon=need.horizon,
        function=need.function,
        urgency=need.urgency,
        fit=need.fit,
        certainty=need.certainty,
        evidence=need.evidence,
        source=need.source,
        said_on=need.said_on,
        is_old=is_stale(need.said_on, today),
        owner_id=need.owner_id,
        owner=None if need.owner is None else need.owner.name,
        is_shared=need.is_shared,
        solutions=", ".join(linked),
        closed_on=need.closed_on,
        closed_reason=need.closed_reason,
        closed_note=need.closed_note,
    )
