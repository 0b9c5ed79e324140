"""All that falls due: tasks, and what the rooms above say."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from clavero.core.period import Period, add_months, first_of_month
from clavero.core.scope import Scope
from clavero.identity.rules import Actor
from clavero.portfolio.selectors import (
    Account,
    Structure,
    account_within,
    leads_of,
    seen_now,
    structure_at,
)
from clavero.portfolio.visibility import account_with_version, scope_for
from clavero.ui import formats
from clavero.work.hooks import EVER, NEVER, TOLD_AS_ONE, Days, Due, days_of, days_told
from clavero.work.models import Task
from clavero.work.rules.repeating import WEEK
from clavero.work.rules.tasks import DueKind, State, When, when
from clavero.work.visibility import tasks, told_to

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Item:
    """Something that falls on a day, for a reader. ``task_id`` is a task's, which can be done with
    one tap; with its kind and address ``ref`` is what it is known by on any day. ``also`` are those
    that are one with it at other accounts: ``account`` names them all, and it is done when all of
    them are."""

    day: date
    kind: DueKind
    text: str
    customer_id: int | None
    account: str
    url: str
    owner_id: int | None
    owner: str
    is_done: bool
    when: When
    task_id: int | None = None
    moment: datetime | None = None
    ref: str = ""
    also: tuple[Item, ...] = ()
    people: frozenset[int] = frozenset()

    @property
    def owner_ids(self) -> set[int]:
        """Whose it is, at any of its accounts: its owners, and all who come."""
        every = (self, *self.also)
        owners = {each.owner_id for each in every if each.owner_id is not None}
        return owners.union(*(each.people for each in every))

    @property
    def has_day(self) -> bool:
        """Whether a day was said."""
        return self.when is not When.NEVER

    @property
    def is_late(self) -> bool:
        """Whether its day, or its hour where it has one, has passed and it is not done."""
        return not self.is_done and self.when is When.LATE

    @property
    def hour(self) -> str:
        """The hour that it falls on, by the reader's clock; empty where none was said."""
        return "" if self.moment is None else f"{timezone.localtime(self.moment):%H:%M}"


@dataclass(frozen=True, slots=True)
class AccountDue:
    """All that falls due at an account: of a month, and beside it what is late or to come."""

    account: Account
    month: date
    of_month: Sequence[Item]
    late: Sequence[Item]
    coming: Sequence[Item]
    undated: Sequence[Item]

    @property
    def weeks(self) -> list[list[tuple[date, bool, list[Item]]]]:
        """The month as a calendar."""
        return weeks_of(self.month, self.of_month)


def account_due(
    actor: Actor, customer_id: int, month: date | None, *, ahead: timedelta
) -> AccountDue:
    """What falls due at an account and at those below it, in a month (this one unless said) and
    until ``ahead``, with all that is late, however old. Raises ``Customer.DoesNotExist`` for
    strangers to it."""
    today = timezone.localdate()
    customer, version = account_with_version(actor, customer_id)
    shape = structure_at(version or 0)
    account = account_within(scope_for(actor), customer.code, shape)
    month = first_of_month(month or today)
    next_month, last = add_months(month, 1), today + ahead
    period = Period(min(month, today), max(next_month, last + _DAY))
    ids = [shape.cards[code].id for code in sorted(account.codes)]
    found = told_to(actor, Task.objects.filter(customer__in=ids))
    items, undated = _items(found, actor, ids, period, shape, late_ones=True)
    return AccountDue(
        account=account,
        month=month,
        of_month=[each for each in items if month <= each.day < next_month],
        late=[each for each in items if each.is_late],
        coming=[
            each
            for each in items
            if not each.is_done and not each.is_late and today <= each.day <= last
        ],
        undated=undated,
    )


def due_of_all(actor: Actor, period: Period, *, owner_ids: Collection[int] | None) -> list[Item]:
    """What falls into a period at all accounts that a reader sees, with their tasks of none; only
    what some people do, where asked."""
    scope, shape = seen_now(actor)
    items = _of_all(actor, scope, shape, period, only_open=False)
    return [each for each in items if owner_ids is None or not each.owner_ids.isdisjoint(owner_ids)]


def due_of_one(actor: Actor, period: Period, *, only_open: bool = False) -> list[Item]:
    """What falls into a period at all accounts that a reader sees; what rooms say of nobody, of a
    contract's last day as of others, is whoever's leads the account. Four queries."""
    scope, shape = seen_now(actor)
    items = _of_all(actor, scope, shape, period, only_open=only_open)
    nobodys = {
        each.customer_id: shape.alone.survivor(shape.codes[each.customer_id])
        for each in items
        if _is_nobodys(each) and each.customer_id in shape.codes
    }
    leads = leads_of(set(nobodys.values()), shape, timezone.localdate()) if nobodys else {}
    found = []
    for each in items:
        code = nobodys.get(each.customer_id or 0, "") if _is_nobodys(each) else ""
        lead = leads.get(code)
        if lead is not None:
            each = replace(each, owner_id=lead.person_id, owner=lead.name)
        found.append(each)
    return found


def _is_nobodys(item: Item) -> bool:
    """A task of nobody waits to be taken; of what a room says, the account's lead is told."""
    return item.owner_id is None and item.task_id is None


def open_until(actor: Actor, last: date, scope: Scope, shape: Structure) -> list[Item]:
    """What is late, however old, or falls due until a day, ``last`` among it, at the accounts in
    ``scope``, the reader's own, with their tasks of none: their own, that of those below them and
    of nobody; of everybody for who sees everything. One query."""
    period = Period(EVER, last + _DAY)
    items = _of_all(actor, scope, shape, period, only_open=True)
    whose = {actor.user_id, *actor.team}  # nobody's among the system's own
    if scope.customers is None:
        return [each for each in items if each.owner_id is not None]
    return [each for each in items if each.owner_id is None or not each.owner_ids.isdisjoint(whose)]


def _of_all(
    actor: Actor, scope: Scope, shape: Structure, period: Period, *, only_open: bool
) -> list[Item]:
    codes = scope.customers
    ids = None if codes is None else [shape.cards[code].id for code in sorted(codes)]
    found = tasks(actor, scope)
    items, _undated = _items(found, actor, ids, period, shape, only_open=only_open, elsewhere=True)
    return items


def open_at(actor: Actor, ids: Collection[int], shape: Structure) -> list[Item]:
    """All open tasks, and all that is open by what rooms say, at customers that the reader sees,
    however late or far; those without a day last. One query."""
    found = told_to(actor, Task.objects.filter(customer__in=ids))
    dated, undated = _items(found, actor, ids, Period(EVER, NEVER), shape, only_open=True)
    return [*dated, *undated]


def weeks_of(month: date, items: Sequence[Item]) -> list[list[tuple[date, bool, list[Item]]]]:
    """The weeks that a month touches, from Monday: each day, whether it is of the month, and what
    falls on it."""
    by_day: dict[date, list[Item]] = {}
    for each in items:
        by_day.setdefault(each.day, []).append(each)
    end, day = add_months(month, 1), month - timedelta(days=month.weekday())
    weeks = []
    while day < end:
        days = [day + timedelta(days=each) for each in range(WEEK)]
        weeks.append([(each, month <= each < end, by_day.get(each, [])) for each in days])
        day += timedelta(days=WEEK)
    return weeks


def _items(
    found: QuerySet[Task],
    actor: Actor,
    ids: Collection[int] | None,
    period: Period,
    shape: Structure,
    *,
    only_open: bool = False,
    late_ones: bool = False,
    elsewhere: bool = False,
) -> tuple[list[Item], list[Item]]:
    """What has a day in a period, in order, with ``late_ones`` what is open from before it, and the
    open tasks that have none. One query."""
    today, now = timezone.localdate(), timezone.now()
    within = Q(due__lt=period.end)
    if not late_ones:
        within &= Q(due__gte=period.start)
    without = Q(due__isnull=True, state=State.OPEN.value)
    own = days_of(
        found.filter(within | without).exclude(state=State.DROPPED.value),
        DueKind.TASK,
        day=Coalesce("due", Value(NEVER)),
        text="text",
        customer="customer",
        owner="owner",
        is_done=Q(state=State.DONE.value),
    )
    own_days = Days(own, _address)
    rows = days_told(
        actor, ids, period, own_days,
        only_open=only_open, late_ones=late_ones, elsewhere=elsewhere,
    )  # fmt: skip
    told = [
        Item(
            day=each.day,
            kind=DueKind(each.kind),
            text=each.text,
            customer_id=each.customer_id,
            account=_title(shape, each.customer_id),
            url=each.url,
            owner_id=each.owner_id,
            owner=each.owner,
            is_done=each.is_done,
            when=_when(each, today, now),
            task_id=task_id or None,
            moment=each.moment,
            ref=each.ref,
            people=each.people,
        )
        for each, task_id in rows
    ]
    items = _once([due for due, _task_id in rows], told, shape)
    items.sort(key=lambda each: (each.day, each.hour, each.account, each.text))
    dated = [each for each in items if each.when is not When.NEVER]
    return dated, [each for each in items if each.when is When.NEVER]


def _once(dues: Sequence[Due], items: Sequence[Item], shape: Structure) -> list[Item]:
    """Each of them once, also where rooms say that several are one."""
    first = list(range(len(items)))
    for kind, tell in TOLD_AS_ONE.items():
        places = [place for place, due in enumerate(dues) if due.kind is kind]
        for later, earlier in tell([dues[place] for place in places], shape).items():
            first[places[later]] = places[earlier]
    groups: dict[int, list[int]] = {}
    for place, at in enumerate(first):
        groups.setdefault(at, []).append(place)
    return [
        items[places[0]] if len(places) == 1 else _together(places, dues, items)
        for places in groups.values()
    ]


def _together(places: Sequence[int], dues: Sequence[Due], items: Sequence[Item]) -> Item:
    """Several that are one: where the reader can open it, and where it is not done yet, first."""
    ordered = sorted(places, key=lambda at: (dues[at].is_elsewhere, dues[at].is_done, at))
    lead, *others = (items[at] for at in ordered)
    still = [each for each in (lead, *others) if not each.is_done]
    owned = next((each for each in (lead, *others) if each.owner_id is not None), lead)
    said = [
        items[at].text for at in ordered if dues[at].is_elsewhere == dues[ordered[0]].is_elsewhere
    ]
    return replace(
        lead,
        account=formats.listed(list(dict.fromkeys(each.account for each in (lead, *others)))),
        text=" · ".join(dict.fromkeys(said)),
        owner_id=owned.owner_id,
        owner=owned.owner,
        is_done=not still,
        when=still[0].when if still else lead.when,
        also=tuple(others),
    )


def _when(due: Due, today: date, now: datetime) -> When:
    """How near it is; what has an hour is late after it, not only the day after."""
    if due.moment is not None and due.moment < now and not due.is_done:
        return When.LATE
    return when(None if due.day == NEVER else due.day, today)


def _address(task_id: int, customer_id: int | None) -> str:
    return reverse("work:task", args=[task_id])


def _title(shape: Structure, customer_id: int | None) -> str:
    code = None if customer_id is None else shape.codes.get(customer_id)
    return "" if code is None else shape.cards[shape.alone.survivor(code)].title
