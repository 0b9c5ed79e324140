"""The requests that a person sees: a department's queue, those of accounts, and one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from clavero.coordination.models import Request, Word
from clavero.coordination.rules.requests import (
    OF_DEPARTMENT,
    OPEN,
    OWED,
    WITH_DEPARTMENT,
    Move,
    Standing,
    State,
    kept,
    may,
    standing,
)
from clavero.coordination.selectors.governed import members_of, named_in
from clavero.coordination.visibility import (
    answers,
    asks,
    of_accounts,
    of_consulted,
    of_departments,
    requests,
)
from clavero.core.estimates import Estimate, proportion
from clavero.core.revisions import revision_of
from clavero.identity.rules import Actor
from clavero.portfolio.selectors import Account, account_of, today_of


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request for a reader. ``holder`` is who has to do something now, nobody once it ended;
    ``due`` is when: by when it is accepted, then by when it is delivered."""

    id: int
    customer_id: int
    code: str
    account: str
    department_id: int
    department: str
    process: str
    text: str
    promise: str
    promised_on: date | None
    urgency: str
    state: str
    standing: str
    asker_id: int | None
    asker: str
    owner_id: int | None
    owner: str
    holder: str
    asked_at: datetime
    due: datetime | None
    due_at: datetime | None
    delivered_at: datetime | None
    given_back: int

    @property
    def is_open(self) -> bool:
        """Whether somebody has still to do something."""
        return self.state in OPEN

    @property
    def is_late(self) -> bool:
        """Whether its time is over, and nothing was delivered."""
        return self.standing == Standing.LATE

    @property
    def clock(self) -> str:
        """What is due next."""
        if self.state == State.ASKED:
            return "accept"
        return "deliver" if self.state in OWED else ""


@dataclass(frozen=True, slots=True)
class RequestSeen:
    """One request with what was said of it; ``seen`` is its revision. ``moves`` are those that this
    reader can make; people of the department see no more of the account than ``row`` says."""

    row: RequestRow
    request: Request
    seen: int
    words: Sequence[Word]
    moves: frozenset[Move]
    checklist: Sequence[str]
    people: Sequence[tuple[int, str]]
    is_of_department: bool
    is_of_account: bool
    is_consulted: bool
    consulted: Sequence[str]
    informed: Sequence[str]


@dataclass(frozen=True, slots=True)
class KeptRow:
    """The part of what was due that was delivered in time, of a department or an account."""

    name: str
    share: Estimate = field(repr=False)


def request_rows(actor: Actor) -> list[RequestRow]:
    """All at the accounts that ``actor`` sees. One query."""
    return rows_of(of_accounts(actor))


def queue_rows(actor: Actor, *, since: datetime | None = None) -> list[RequestRow]:
    """What their departments are asked and has not ended, what is most urgent first; with what
    ended ``since`` a moment where one is given. One query."""
    wanted = Q(state__in=OPEN)
    if since is not None:
        wanted |= Q(ended_at__gte=since)
    return sorted(rows_of(of_departments(actor).filter(wanted)), key=_urgency)


def account_requests(actor: Actor, customer_id: int) -> tuple[Account, list[RequestRow]]:
    """Those of one account and of what is below it. Raises ``Customer.DoesNotExist`` for
    strangers."""
    account = account_of(actor, customer_id)
    found = Request.objects.filter(customer__code__in=sorted(account.codes))
    return account, sorted(rows_of(found), key=_urgency)


def request_seen(actor: Actor, request_id: int) -> RequestSeen:
    """One request. Raises ``Request.DoesNotExist`` for strangers to it."""
    seen = revision_of(Request(pk=request_id))  # before what it led to
    asked = _named(requests(actor)).get(pk=request_id)
    is_of_account = of_accounts(actor).filter(pk=request_id).exists()
    is_of_department = answers(actor) and of_departments(actor).filter(pk=request_id).exists()
    state = State(asked.state)
    asking = is_of_account and asks(actor)
    moves = frozenset(
        move
        for move in Move
        if may(move, state) and (is_of_department if move in OF_DEPARTMENT else asking)
    )
    return RequestSeen(
        _row(asked, timezone.now()),
        asked,
        seen,
        list(asked.words.order_by("-at", "-id")),
        moves,
        asked.process.checklist if asked.process is not None else (),
        members_of(asked.department_id) if is_of_department else (),
        is_of_department,
        is_of_account,
        of_consulted(actor).filter(pk=request_id).exists(),
        *named_in(asked.process),
    )


def kept_by(rows: Iterable[RequestRow], name: Callable[[RequestRow], str]) -> list[KeptRow]:
    """How much of what was due was delivered in time, by a name of each; the worst first."""
    groups: dict[str, list[RequestRow]] = {}
    for row in rows:
        groups.setdefault(name(row), []).append(row)
    now, found = timezone.now(), []
    for called, own in groups.items():
        told = kept(((State(row.state), row.due_at, row.delivered_at) for row in own), now)
        if told.due:
            found.append(KeptRow(called, proportion(told.in_time, told.due)))
    return sorted(found, key=lambda each: (each.share.value or 0, each.name))


def rows_of(found: QuerySet[Request]) -> list[RequestRow]:
    """Requests as rows. One query."""
    now = timezone.now()
    return [_row(each, now) for each in _named(found)]


def _named(found: QuerySet[Request]) -> QuerySet[Request]:
    return found.select_related(
        "customer", "department__lead", "process__process", "asker", "owner"
    )


def _row(asked: Request, now: datetime) -> RequestRow:
    state = State(asked.state)
    account = today_of(asked.customer)
    is_asked = state is State.ASKED
    return RequestRow(
        id=asked.pk,
        customer_id=account.id,
        code=account.code,
        account=account.title,
        department_id=asked.department_id,
        department=asked.department.name,
        process="" if asked.process is None else asked.process.process.name,
        text=asked.text,
        promise=asked.promise,
        promised_on=asked.promised_on,
        urgency=asked.urgency,
        state=asked.state,
        standing=standing(
            state,
            now=now,
            accept_due=asked.accept_due_at,
            due=asked.due_at,
            warn=asked.warn_at,
            delivered=asked.delivered_at,
        ).value,
        asker_id=asked.asker_id,
        asker="" if asked.asker is None else asked.asker.name,
        owner_id=asked.owner_id,
        owner="" if asked.owner is None else asked.owner.name,
        holder=_holder(asked, state),
        asked_at=asked.asked_at,
        due=(asked.accept_due_at if is_asked else asked.due_at) if state in OWED else None,
        due_at=asked.due_at,
        delivered_at=asked.delivered_at,
        given_back=asked.given_back,
    )


def _holder(asked: Request, state: State) -> str:
    """Who has to do something: the owner, else whoever leads the department, else the department;
    where an answer is wanted, whoever asked."""
    if state not in OPEN:
        return ""
    if state not in WITH_DEPARTMENT:
        return "" if asked.asker is None else asked.asker.name
    person = asked.owner or asked.department.lead
    return asked.department.name if person is None else person.name


def _urgency(row: RequestRow) -> tuple[bool, bool, float, int]:
    due = row.due
    return (not row.is_open, due is None, 0.0 if due is None else due.timestamp(), row.id)
