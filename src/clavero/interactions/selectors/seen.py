"""The interactions that a person sees: of all accounts, of one, and one with all that it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone

from clavero.core.models import AuditEntry
from clavero.core.telling import MOST, Change, told
from clavero.identity.rules import Actor
from clavero.interactions.models import Interaction
from clavero.interactions.rules.counting import DAYS
from clavero.interactions.rules.kinds import SPOKEN, Kind, State, step_keys
from clavero.interactions.rules.together import told_before
from clavero.interactions.selectors.standing import standing_of
from clavero.interactions.visibility import interactions, interactions_within
from clavero.interactions.words import CHANGE_NAMES, HISTORY, OUTSIDE
from clavero.portfolio.selectors import Account, account_of, account_within, seen_now, today_of
from clavero.relationships.selectors import is_of_the_team
from clavero.work.rules.tasks import Origin
from clavero.work.selectors import TaskRow, tasks_of


@dataclass(frozen=True, slots=True)
class Figures:
    """What the page of an account says in numbers: those ``held`` in the last days by kind, without
    those written down twice (``twice``), the ``last`` one, and planned ones whose day is over. What
    was with several units of a group is one; ``shared`` are those that stand at one more."""

    held: Mapping[Kind, int]
    twice: int
    last: date | None
    overdue: int
    planned: int
    next: date | None
    shared: int = 0

    @property
    def spoken(self) -> int:
        """Meetings, visits and calls."""
        return sum(count for kind, count in self.held.items() if kind in SPOKEN)


@dataclass(frozen=True, slots=True)
class AccountInteractions:
    """The interactions of an account and of those below it, and the numbers."""

    account: Account
    rows: QuerySet[Interaction]
    figures: Figures


class Taking(NamedTuple):
    """Somebody who took part: number, name, and what they are."""

    id: int
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class InteractionSeen:
    """One interaction with all that the reader may know of it."""

    row: Interaction
    account: Account
    is_team: bool
    seen: int
    ours: Sequence[Taking]
    theirs: Sequence[Taking]
    decisions: Sequence[tuple[int, str]]
    steps: Sequence[TaskRow]
    changes: Sequence[Change]

    @property
    def tells_minutes(self) -> bool:
        """Whether the reader may read the minutes and decisions."""
        return self.is_team or not self.row.is_restricted


def all_interactions(actor: Actor) -> QuerySet[Interaction]:
    """All that ``actor`` sees, for a list of them."""
    return for_a_list(interactions(actor))


def account_interactions(actor: Actor, customer_id: int) -> AccountInteractions:
    """Those of one account. Raises ``Customer.DoesNotExist`` for strangers to it."""
    account = account_of(actor, customer_id)
    found = Interaction.objects.filter(customer__code__in=sorted(account.codes))
    today = timezone.localdate()
    figures = _figures(found, today)
    if account.is_group:
        figures = _once(figures, found, account, today)
    return AccountInteractions(account, for_a_list(found), figures)


def interaction_seen(actor: Actor, interaction_id: int) -> InteractionSeen:
    """One interaction. Raises ``Interaction.DoesNotExist`` for strangers to its customer."""
    entries = _entries_of(interaction_id)  # before the values of which they tell
    scope, shape = seen_now(actor)
    row = interactions_within(scope).select_related("customer").get(pk=interaction_id)
    account = account_within(scope, today_of(row.customer).code, shape)
    is_team = is_of_the_team(actor, account.card.code, shape)
    tells = is_team or not row.is_restricted
    contacts = row.contacts.order_by("name", "pk")
    return InteractionSeen(
        row=row,
        account=account,
        is_team=is_team,
        seen=entries[0].pk if entries else 0,
        ours=[Taking(each.pk, each.name, "") for each in row.people.order_by("name", "pk")],
        theirs=[Taking(each.pk, each.name, each.title) for each in contacts],
        decisions=[(each.pk, each.text) for each in row.decisions.all()] if tells else [],
        steps=tasks_of(
            actor, account.card.id, origin=Origin.INTERACTION, origin_key=step_keys(interaction_id)
        ),
        changes=told(entries, CHANGE_NAMES, HISTORY if tells else OUTSIDE),
    )


def for_a_list(found: QuerySet[Interaction]) -> QuerySet[Interaction]:
    """With what a line of a list shows, without what only its page does."""
    return found.select_related("customer").prefetch_related("people", "contacts").defer("text")


def _figures(found: QuerySet[Interaction], today: date) -> Figures:
    """All of them in one query; in two of an account with which nobody has spoken lately."""
    since = today - timedelta(days=DAYS)
    done, planned = Q(state=State.DONE.value), Q(state=State.PLANNED.value)
    recent = done & Q(day__gt=since, day__lte=today)
    asked = {kind.value: Count("pk", filter=recent & Q(kind=kind, counts=True)) for kind in Kind}
    numbers = found.filter(planned | Q(day__gt=since)).order_by().aggregate(
        **asked,
        twice=Count("pk", filter=recent & Q(counts=False)),
        last=Max("day", filter=done),
        overdue=Count("pk", filter=planned & Q(day__lt=today)),
        planned=Count("pk", filter=planned & Q(day__gte=today)),
        next=Min("day", filter=planned & Q(day__gte=today)),
    )  # fmt: skip
    if numbers["last"] is None:
        numbers["last"] = found.filter(done).order_by().aggregate(last=Max("day"))["last"]
    held = {kind: numbers.pop(kind.value) for kind in Kind}
    return Figures(held, **numbers)


def _once(figures: Figures, found: QuerySet[Interaction], account: Account, today: date) -> Figures:
    """What was with several units of a group, once. One query, of the last days alone."""
    since = today - timedelta(days=DAYS)
    recent = Q(state=State.DONE.value, day__gt=since, day__lte=today, counts=True)
    rows = found.filter(recent | Q(state=State.PLANNED.value))
    standing = {each.number: each for each in standing_of(rows, account.shape)}
    again = [standing[number] for number in told_before(standing.values())]
    held = Counter(Kind(each.kind) for each in again if each.state == State.DONE)
    planned = [
        timezone.localtime(each.starts_at).date()
        for each in again
        if each.state == State.PLANNED
    ]  # fmt: skip
    over = sum(day < today for day in planned)
    return replace(
        figures,
        held={kind: count - held[kind] for kind, count in figures.held.items()},
        overdue=figures.overdue - over,
        planned=figures.planned - (len(planned) - over),
        shared=held.total(),
    )


def _entries_of(interaction_id: int) -> list[AuditEntry]:
    """The latest changes, newest first; of one that the reader may see."""
    entries = AuditEntry.objects.filter(
        subject_type=Interaction._meta.label, subject_id=str(interaction_id)
    )
    return list(entries.order_by("-at", "-pk")[:MOST])
