"""The alerts that a person sees: those of the accounts that they see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Max, Q, QuerySet, Sum, When, Window

from clavero.alerts.models import Alert
from clavero.alerts.rules.raising import News, State
from clavero.alerts.rules.signals import OF_ANSWERS, Severity
from clavero.core.revisions import revision_of, revisions_of
from clavero.identity.rules import Actor, Verb
from clavero.kpis.rules.catalogue import OF_JUDGEMENTS
from clavero.portfolio.visibility import accounts
from clavero.relationships.selectors import judged_customers, reads_every_judgement


class Whose(StrEnum):
    """The alerts of whom."""

    MINE = "mine"
    TEAM = "team"
    ALL = "all"


class Shown(StrEnum):
    """Those in which state."""

    OPEN = "open"
    SNOOZED = "snoozed"
    OVER = "over"


_STATES = {
    Shown.OPEN: [State.OPEN.value],
    Shown.SNOOZED: [State.SNOOZED.value],
    Shown.OVER: [State.CLOSED.value, State.RESOLVED.value],
}


@dataclass(frozen=True, slots=True)
class AlertRow:
    """An alert for a reader; ``seen`` is its revision, ``tends`` whether they may change it.
    ``gone_since`` is the first day without what it tells of, ``None`` while that is seen."""

    id: int
    kind: str
    customer_id: int
    account: str
    name: str
    severity: Severity
    since: date
    opened_on: date
    last_seen: date
    gone_since: date | None
    state: State
    snoozed_until: date | None
    assignee_id: int | None
    assignee: str
    parameters: Mapping[str, Any]
    address: str
    news: News
    news_at: datetime
    turns: int
    reason: str
    note: str
    ended_by: str
    ended_at: datetime | None
    is_mine: bool
    tends: bool
    seen: int

    @property
    def is_standing(self) -> bool:
        """Whether somebody has it before them, now or later."""
        return self.state in {State.OPEN, State.SNOOZED}


@dataclass(frozen=True, slots=True)
class Inbox:
    """A part of the alerts asked for, and how many there are of each."""

    rows: Sequence[AlertRow]
    counts: Mapping[Whose, int]
    start: int
    total: int


def alerts(actor: Actor) -> QuerySet[Alert]:
    """The alerts of the accounts that ``actor`` sees, but for those that only an account's team may
    know."""
    found = Alert.objects.filter(customer__in=accounts(actor).order_by())
    looks_after = Q(customer__in=judged_customers(actor))
    if not reads_every_judgement(actor):
        found = found.exclude(_of_judgements() & ~looks_after)
    if actor.is_outward:
        return found.exclude(_of_answers())
    if actor.user_id is None:
        return found
    # Who directs everybody reads judgements, but of what customers answered sums alone.
    return found.exclude(_of_answers() & ~(looks_after | Q(assignee_id=actor.user_id)))


def of_the_team() -> Q:
    """The alerts that only an account's team may know."""
    return _of_judgements() | _of_answers()


def _of_judgements() -> Q:
    """Those made of figures that are counted from judgements."""
    found = Q()
    for key in OF_JUDGEMENTS:
        found |= Q(key__contains=f":{key}")
    return Q(kind__startswith="kpis.") & found


def _of_answers() -> Q:
    """Those that say what one of few answered to a survey."""
    return Q(kind__in=sorted(OF_ANSWERS))


def inbox(
    actor: Actor, *, whose: Whose, shown: Shown = Shown.OPEN, start: int = 0, size: int = 25
) -> Inbox:
    """Account by account, the one with the most severe first, of equals the latest news; of those
    that are over, the last one first. Five queries at most."""
    found = alerts(actor).filter(state__in=_STATES[shown])
    conditions = {
        Whose.MINE: Q(assignee_id=actor.user_id),
        Whose.TEAM: Q(assignee_id__in=actor.team),
        Whose.ALL: Q(pk__isnull=False),
    }
    counted = found.order_by().aggregate(
        **{each.value: Count("pk", filter=condition) for each, condition in conditions.items()}
    )
    counts = {each: counted[each.value] for each in Whose}
    asked = found.filter(conditions[whose])
    asked = asked.order_by("-ended_at", "-pk") if shown is Shown.OVER else _by_account(asked)
    total = counts[whose]
    start = min(start, max(0, (total - 1) // size * size))
    return Inbox(_rows(actor, asked[start : start + size]), counts, start, total)


@dataclass(frozen=True, slots=True)
class Listed:
    """The alerts that a reader sees in one state, to be taken in parts."""

    actor: Actor
    found: QuerySet[Alert]

    def count(self) -> int:
        """How many there are."""
        return self.found.order_by().count()

    def __getitem__(self, part: slice) -> Sequence[AlertRow]:
        return _rows(self.actor, self.found[part])


def listed(actor: Actor, shown: Shown = Shown.OPEN) -> Listed:
    """The most severe first; of those that are over, the last one first."""
    found = alerts(actor).filter(state__in=_STATES[shown])
    return Listed(actor, found.order_by("-ended_at", "-pk") if shown is Shown.OVER else found)


def count_mine(actor: Actor) -> int:
    """How many open alerts are the actor's own. One query."""
    mine = alerts(actor).filter(state=State.OPEN.value, assignee_id=actor.user_id)
    return mine.order_by().count()


@dataclass(frozen=True, slots=True)
class Urgent:
    """An open alert as far as a line tells of it."""

    id: int
    kind: str
    name: str
    severity: Severity
    since: date
    gone_since: date | None
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MostUrgent:
    """The most severe open alerts that concern somebody: their own, or where they have none those
    of their people, or of everybody for who sees the whole portfolio. ``mine`` and ``others`` count
    them all, ``new`` those that were opened lately."""

    alerts: Sequence[Urgent] = ()
    mine: int = 0
    others: int = 0
    new: int = 0


def most_urgent(actor: Actor, most: int, since: date | None = None) -> MostUrgent:
    """The open alerts that somebody is shown first, and how many of all were opened ``since`` a
    day. One query."""
    is_mine = Q(assignee_id=actor.user_id)
    sees_all = actor.may(Verb.SEE_WHOLE_PORTFOLIO)
    concerns = Q() if sees_all else is_mine | Q(assignee_id__in=actor.team)
    found = alerts(actor).filter(concerns, state=State.OPEN.value).select_related("customer")
    counted = found.annotate(
        is_mine=Case(When(is_mine, then=1), default=0, output_field=IntegerField()),
        total=Window(Count("pk")),
        own=Window(Sum("is_mine")),
        fresh=Window(
            Sum(
                Case(
                    When(opened_on__gte=since or date.max, then=1),
                    default=0,
                    output_field=IntegerField(),
                )
            )
        ),
    ).order_by("-is_mine", "-severity", "-news_at", "-pk")
    rows: list[Any] = list(counted[:most])
    if not rows:
        return MostUrgent()
    mine = rows[0].own
    shown = [
        Urgent(
            each.pk, each.kind, str(each.customer), Severity(each.severity), each.since,
            each.gone_since, each.parameters,
        )
        for each in rows
        if each.is_mine or not mine
    ]  # fmt: skip
    return MostUrgent(shown, mine, rows[0].total - mine, rows[0].fresh)


def told_in_digest(actor: Actor) -> list[AlertRow]:
    """The open alerts that a daily message may tell of: the actor's own, and nobody's to whoever
    can change that. What is no longer so is told to nobody."""
    whose = Q(assignee_id=actor.user_id)
    if actor.may(Verb.ASSIGN_COVERAGE):
        whose |= Q(assignee_id=None)
    found = alerts(actor).filter(whose, state=State.OPEN.value, gone_since=None)
    return _rows(actor, _by_account(found))


def _by_account(found: QuerySet[Alert]) -> QuerySet[Alert]:
    """What stands of an account together, the account with the most severe first."""
    account = [F("customer_id")]
    ranked = found.annotate(
        worst=Window(Max("severity"), partition_by=account),
        latest=Window(Max("news_at"), partition_by=account),
    )
    return ranked.order_by("-worst", "-latest", "customer_id", "-severity", "-news_at", "-pk")


def alert_row(actor: Actor, alert_id: int) -> AlertRow:
    """One alert. Raises ``Alert.DoesNotExist`` for strangers to its account."""
    seen = revision_of(Alert(pk=alert_id))  # before the values that it stands for
    found = alerts(actor).select_related("customer", "assignee").get(pk=alert_id)
    return _row(actor, found, actor.may(Verb.TEND_ALERTS), seen)


def of_customer(actor: Actor, customer_id: int, *, most: int = 100) -> tuple[str, list[AlertRow]]:
    """The name of an account and its alerts, the open ones first.

    Raises ``Customer.DoesNotExist`` for strangers to it.
    """
    customer = accounts(actor).get(pk=customer_id)
    rows = _rows(actor, alerts(actor).filter(customer=customer).order_by("-pk")[:most])
    return str(customer), sorted(rows, key=lambda row: (not row.is_standing, -row.severity))


def _rows(actor: Actor, found: QuerySet[Alert]) -> list[AlertRow]:
    keys = [str(pk) for pk in found.values_list("pk", flat=True)]
    seen = revisions_of(Alert, keys)  # before the values that they stand for
    tends = actor.may(Verb.TEND_ALERTS)
    rows = found.select_related("customer", "assignee")
    return [_row(actor, each, tends, seen.get(str(each.pk), 0)) for each in rows]


def _row(actor: Actor, alert: Alert, tends: bool, seen: int) -> AlertRow:
    return AlertRow(
        id=alert.pk,
        kind=alert.kind,
        customer_id=alert.customer_id,
        account=alert.customer.code,
        name=str(alert.customer),
        severity=Severity(alert.severity),
        since=alert.since,
        opened_on=alert.opened_on,
        last_seen=alert.last_seen,
        gone_since=alert.gone_since,
        state=State(alert.state),
        snoozed_until=alert.snoozed_until,
        assignee_id=alert.assignee_id,
        assignee="" if alert.assignee is None else alert.assignee.name,
        parameters=alert.parameters,
        address=alert.address,
        news=News(alert.news),
        news_at=alert.news_at,
        turns=alert.turns,
        reason=alert.reason,
        note=alert.note,
        ended_by=alert.ended_by,
        ended_at=alert.ended_at,
        is_mine=alert.assignee_id is not None and alert.assignee_id == actor.user_id,
        tends=tends,
        seen=seen,
    )
