"""What a person finds in the morning: what is due, and what has changed about their accounts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby, islice

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.alerts.selectors import MostUrgent, most_urgent
from clavero.commercial.selectors import versions_to_decide
from clavero.identity.rules import Actor, Verb
from clavero.kpis.selectors import AccountHealth, MonthSoFar, health, lights, month_so_far
from clavero.ledger.selectors import shown_currency
from clavero.pages.news import News, news_of
from clavero.plans import selectors as plans
from clavero.plans.selectors import Submitted
from clavero.playbook.selectors import Due, Waiting, to_do
from clavero.playbook.words import item_in_words
from clavero.portfolio.selectors import Recent, recent_changes, seen_now
from clavero.ui import formats
from clavero.work.rules import DueKind
from clavero.work.selectors import Item, open_until
from clavero.work.words import DUE_ICONS

AHEAD = timedelta(days=14)
MOST = 12  # lines of a section: a morning's worth
MOST_ALERTS = 5
MOST_CHANGES = 6  # of what people did: the numbers say more
LOOKED_AT = 60  # changes, of which those that belong together are one line
_SATURDAY = 5
_TOLD_TOGETHER = {DueKind.PROMISE, DueKind.REVIEW}  # the playbook's: a line an account and day
_COMPANY = "company"  # whose commercial plan waits beside those of accounts


@dataclass(frozen=True, slots=True)
class Line:
    """Something to do: about whom, what, when, and the page on which it is done.

    ``day`` is ``None`` for what simply waits; ``who`` has to do it where it is not the reader.
    """

    account: str
    what: str
    address: str
    icon: str
    day: date | None = None
    who: str = ""
    task_id: int | None = None  # of a task, which is done with one tap
    is_late: bool = False  # of what had an hour, already on its day


@dataclass(frozen=True, slots=True)
class Changed:
    """A change, and how often it was made one after the other."""

    recent: Recent
    times: int


@dataclass(frozen=True, slots=True)
class Today:
    """A person's morning; ``since`` is from when on changes are told."""

    day: date
    since: datetime
    lines: tuple[Line, ...]
    changes: tuple[Changed, ...]
    accounts: Sequence[AccountHealth] = ()  # the reader's, worst first, those gone for good last
    urgent: MostUrgent = field(default_factory=MostUrgent)
    sees_all: bool = False  # of all accounts, not only the own and those of the own people
    month: MonthSoFar | None = None
    currency: str = ""
    news: Sequence[News] = ()

    @property
    def late(self) -> int:
        """How many lines should have been done before."""
        return sum(line.day is not None and line.day < self.day for line in self.lines)


def today(actor: Actor) -> Today:
    """What ``actor`` should know this morning, of the accounts that they see."""
    day = timezone.localdate()
    scope, shape = seen_now(actor)
    beside = {_COMPANY: versions_to_decide(actor)}
    asked = to_do(actor, scope, today=day, until=day + AHEAD, shape=shape)
    lines = [
        *(_decision(each) for each in plans.submitted(actor, scope, beside=beside)),
        *(_waiting(each) for each in asked.waiting),
        *_due(asked.due),
        *(
            _item(each, actor)
            for each in open_until(actor, day + AHEAD, scope, shape)
            if each.kind not in _TOLD_TOGETHER
        ),
    ]
    picture = health(actor, scope)
    accounts = () if picture is None else lights(actor, picture)
    urgent = most_urgent(actor, MOST_ALERTS, _since(day).date())
    changed = recent_changes(scope, since=_since(day), most=LOOKED_AT, shape=shape)
    return Today(
        day=day,
        since=_since(day),
        lines=tuple(sorted(lines, key=lambda line: (bool(line.who), line.day or day))),
        changes=tuple(islice(_together(changed), MOST_CHANGES)),
        accounts=sorted(accounts, key=_is_gone),
        urgent=urgent,
        news=news_of(accounts, urgent.new, None if picture is None else picture.snapshot.day, day),
        sees_all=actor.may(Verb.SEE_WHOLE_PORTFOLIO),
        month=month_so_far(scope, day),
        currency=shown_currency() if picture is None else picture.currency,
    )


def _is_gone(account: AccountHealth) -> bool:
    """Whether its loss is confirmed: nobody has to call it this morning."""
    silence = account.silence
    return silence is not None and silence.said is not None and silence.said.is_loss


def _since(day: date) -> datetime:
    """From when on changes are told on a day."""
    return timezone.make_aware(datetime.combine(working_day_before(day), time.min))


def working_day_before(day: date) -> date:
    """The last day before ``day`` that was no Saturday or Sunday.

    >>> working_day_before(date(2026, 11, 30))
    datetime.date(2026, 11, 27)
    """
    before = day - timedelta(days=1)
    return before - timedelta(days=max(0, before.weekday() - _SATURDAY + 1))


def _decision(each: Submitted) -> Line:
    if each.what == _COMPANY:
        return Line(
            account=_("The company's commercial plan"),
            what=_("%(name)s has handed it in: approve it or give it back") % {"name": each.by},
            address=reverse("commercial:company"),
            icon="target-arrow",
        )
    return Line(
        account=each.account,
        what=_("%(name)s has handed in its plan: approve it or give it back") % {"name": each.by},
        address=reverse("plans:decide", args=[each.customer_id]),
        icon="map-2",
    )


def _item(each: Item, actor: Actor) -> Line:
    return Line(
        account=each.account or _("At no account"),
        what=each.text,
        address=each.url,
        icon=DUE_ICONS[each.kind],
        day=each.day,
        who="" if each.owner_id is None or actor.user_id in each.owner_ids else each.owner,
        task_id=each.task_id,
        is_late=each.is_late,
    )


def _waiting(each: Waiting) -> Line:
    count = sum(each.open.values())
    what = ngettext(
        "%(count)s proposal of the playbook waits to be decided",
        "%(count)s proposals of the playbook wait to be decided",
        count,
    )
    told = what % {"count": formats.number(count)}
    if each.lead is None:  # nobody may decide it before somebody leads the account
        return Line(
            account=each.card.title,
            what=_("Nobody leads it; %(told)s") % {"told": formats.lower_first(told)},
            address=reverse("portfolio:coverage", args=[each.card.id]),
            icon="user-plus",
        )
    return Line(
        account=each.card.title,
        what=told,
        address=reverse("playbook:account", args=[each.card.id]),
        icon="checklist",
        who="" if each.is_mine else each.lead.name,
    )


def _due(due: Sequence[Due]) -> Iterator[Line]:
    """A line for each account and day, with all that is due then."""
    by_account = groupby(due, key=lambda each: (each.day, not each.is_mine, each.card.code))
    for (day, _theirs, _code), together in by_account:
        first, *others = together
        what = [item_in_words(each.what) for each in (first, *others)]
        yield Line(
            account=first.card.title,
            what="; ".join(what),
            address=reverse("playbook:account", args=[first.card.id]),
            icon="calendar-due",
            day=day,
            who="" if first.is_mine or first.lead is None else first.lead.name,
        )


def _together(changes: Iterable[Recent]) -> Iterator[Changed]:
    """The same done to the same account by the same person is told once, with its latest time."""
    of_one = groupby(
        changes, key=lambda each: (each.card.id, str(each.change.what), each.change.by)
    )
    for _key, same in of_one:
        latest, *others = same
        yield Changed(latest, 1 + len(others))
