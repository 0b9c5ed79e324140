"""Who looks after a customer, today and before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from clavero.identity.rules import Actor
from clavero.portfolio.models import Coverage, Customer
from clavero.portfolio.rules.coverage import CoverageRole, Stretch
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors.structure import Structure, structure
from clavero.portfolio.visibility import accounts, names_seen, records, scope_for


class CoverageRow(NamedTuple):
    """A person's part in looking after a customer. ``through`` names the group, or the merged
    record, that the coverage was written for, when it is not the customer itself; it is ``None``
    for a group that the reader does not see."""

    id: int
    person_id: int
    person: str
    role: CoverageRole
    start: date
    end: date | None
    is_current: bool
    through: str | None

    @property
    def last_day(self) -> date | None:
        """The last day inside, as people say it."""
        return None if self.end is None else self.end - timedelta(days=1)


def customers(actor: Actor) -> QuerySet[Customer]:
    """The customers whose business ``actor`` may see, for lists and choices."""
    return accounts(actor).order_by("name", "code")


def customer_records(actor: Actor) -> QuerySet[Customer]:
    """The customers' names and addresses, for who keeps them in order: merged ones too."""
    return records(actor).select_related("merged_into").order_by("name", "code")


def group_to_dissolve(actor: Actor, group_id: int) -> tuple[Customer, str]:
    """A group, and a stamp that its members change. Raises ``Customer.DoesNotExist``."""
    members = {"count": Count("links_below"), "latest": Max("links_below")}
    group: Any = customer_records(actor).annotate(**members).get(pk=group_id)
    return group, members_stamp(group.count, group.latest)


def members_stamp(count: int, latest: int | None) -> str:
    """What changes when a member comes or goes: how many there are, and the latest link."""
    return f"{count}.{latest or 0}"


def merged_into(actor: Actor, customer_id: int) -> int | None:
    """The customer that a merged record is today, for an old address to lead on.

    ``None`` for one that is not merged. Raises ``Customer.DoesNotExist`` for who may not see it.
    """
    record = records(actor).get(pk=customer_id)
    if record.merged_into_id is None:
        return None
    shape = structure()
    return shape.cards[shape.alone.survivor(record.code)].id


class Lead(NamedTuple):
    """The key account manager of a customer."""

    person_id: int
    name: str


def anybody_leads(day: date) -> bool:
    """Whether any customer has a key account manager on ``day``. One query."""
    held = Coverage.objects.filter(role=CoverageRole.LEAD.value, start__lte=day)
    return held.filter(Q(end__isnull=True) | Q(end__gt=day)).exists()


def leads_of(codes: Iterable[str], shape: Structure, day: date) -> dict[str, Lead]:
    """Who leads each customer on ``day``: by coverage of its own or of a record merged into it,
    else of the nearest group above. Those whom nobody leads are left out. One query."""
    held = Coverage.objects.filter(role=CoverageRole.LEAD.value, start__lte=day)
    open_ones = held.filter(Q(end__isnull=True) | Q(end__gt=day)).order_by("-start")
    by_record: dict[str, Lead] = {}
    for each in open_ones.select_related("person", "customer"):
        by_record.setdefault(each.customer.code, Lead(each.person_id, str(each.person)))
    forest = shape.forests[Tree.LEGAL]
    found: dict[str, Lead] = {}
    for code in codes:
        records = (same for above in (code, *forest.ancestors(code)) for same in forest.same(above))
        lead = next((by_record[record] for record in records if record in by_record), None)
        if lead is not None:
            found[code] = lead
    return found


class Held(NamedTuple):
    """Who leads a customer, and for which account: the customer itself or a group above it."""

    account: str
    person_id: int


def held_on(day: date, shape: Structure) -> dict[str, Held]:
    """Each customer that somebody leads on ``day``, by its code; where more than one does, through
    groups above, it is the nearest. Merged records are left out. One query."""
    return held_on_days([day], shape)[day]


def held_on_days(days: Sequence[date], shape: Structure) -> dict[date, dict[str, Held]]:
    """The same on each of several days. One query."""
    held = Coverage.objects.filter(role=CoverageRole.LEAD.value, start__lte=max(days))
    ever = held.filter(Q(end__isnull=True) | Q(end__gt=min(days))).order_by("-start")
    rows = list(ever.values_list("customer__code", "person_id", "start", "end"))
    found = {}
    for day in days:
        by_record: dict[str, int] = {}
        for code, person, start, end in rows:
            if start <= day and (end is None or end > day):
                by_record.setdefault(code, person)
        found[day] = _held(by_record, shape)
    return found


def _held(by_record: Mapping[str, int], shape: Structure) -> dict[str, Held]:
    forest = shape.forests[Tree.LEGAL]
    accounts_led: dict[str, int] = {}
    for record in by_record:
        code = forest.survivor(record)
        leads = (by_record[same] for same in forest.same(code) if same in by_record)
        accounts_led.setdefault(code, next(leads))
    found: dict[str, Held] = {}
    for code in sorted(accounts_led, key=lambda each: len(forest.ancestors(each))):
        for member in forest.subtree(code):
            found[member] = Held(code, accounts_led[code])
    return found


def coverage_of(actor: Actor, customer_id: int) -> list[CoverageRow]:
    """Who looks after a customer: itself, its groups above and its merged records.

    Today's first, then those to come and those of the past. Raises ``Customer.DoesNotExist``
    for who does not see the customer.
    """
    customer = records(actor).get(pk=customer_id)
    return coverage_rows(customer.code, structure(), names_seen(actor, scope_for(actor)))


def coverage_rows(code: str, shape: Structure, named: frozenset[str] | None) -> list[CoverageRow]:
    """The coverage that concerns a customer; only records ``named`` are (``None``: all). One
    query."""
    forest = shape.forests[Tree.LEGAL]
    lookers = [code for above in (code, *forest.ancestors(code)) for code in forest.same(above)]
    rows = (
        Coverage.objects.filter(customer__code__in=lookers)
        .select_related("person", "customer")
        .order_by("customer_id", "start")
    )
    today, own = timezone.localdate(), forest.survivor(code)

    def through(record: Customer) -> str | None:
        if record.code == own:
            return ""
        return str(record) if named is None or record.code in named else None

    found = [
        CoverageRow(
            id=each.pk,
            person_id=each.person_id,
            person=str(each.person),
            role=CoverageRole(each.role),
            start=each.start,
            end=each.end,
            is_current=today in Stretch(each.start, each.end),
            through=through(each.customer),
        )
        for each in rows
    ]
    roles = list(CoverageRole)
    return sorted(
        found,
        key=lambda row: (not row.is_current, -row.start.toordinal(), roles.index(row.role)),
    )
