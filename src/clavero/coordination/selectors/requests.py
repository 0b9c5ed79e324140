"""The requests that a person sees: a department's queue, those of accounts, and one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from clavero.coordination.models import Request, Word
from clavero.coordination.rules.requests import (
    OF_DEPARTMENT,
    OPEN,
    OWED,
    WITH_ASKER,
    WITH_DEPARTMENT,
    Move,
    Standing,
    State,
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
from clavero.portfolio.selectors import Account, account_of, with_account


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


def requests_listed(actor: Actor, now: datetime) -> QuerySet[Any]:
    """All at the accounts that ``actor`` sees, for a list that reads a page of them: with the
    account of today, and with ``standing``, ``holder`` and ``due`` as they are at a moment.
    :func:`row_of` makes a row of one."""
    listed: QuerySet[Any] = _named(of_accounts(actor)).annotate(
        standing=_standing(now), holder=_HOLDER, due=_DUE
    )
    return listed


def row_of(asked: Any, now: datetime | None = None) -> RequestRow:
    """One of :func:`requests_listed`, as of now."""
    return _row(asked, now or timezone.now())


def late_holders(actor: Actor, now: datetime) -> list[tuple[str, str, int]]:
    """Who holds what is late, of which department, and how many; most first. One query."""
    late = requests_listed(actor, now).filter(standing=Standing.LATE.value).order_by()
    found = late.values_list("holder", "department__name").annotate(count=Count("pk"))
    return sorted(found, key=lambda each: (-each[2], each[0], each[1]))


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


@dataclass(frozen=True, slots=True)
class Kept:
    """How much of what was due was delivered in time, the worst first."""

    by_department: Sequence[KeptRow]
    by_account: Sequence[KeptRow]


def kept_at(actor: Actor, now: datetime) -> Kept:
    """How much of what was due was delivered in time at the accounts that ``actor`` sees. What was
    refused or withdrawn was not owed; what is open counts once its time is over. One query."""
    is_due = Q(delivered_at__isnull=False) | Q(due_at__lt=now)
    owed = with_account(of_accounts(actor)).filter(is_due, due_at__isnull=False)
    owed = owed.exclude(state__in=[State.REFUSED.value, State.WITHDRAWN.value]).order_by()
    in_time = Count("pk", filter=Q(delivered_at__lte=F("due_at")))
    groups = owed.values_list("department", "department__name", "account_id", "account_name")
    departments: dict[tuple[int, str], list[int]] = {}
    accounts: dict[tuple[int, str], list[int]] = {}
    for department, its_name, account, called, *told in groups.annotate(
        kept=in_time, of=Count("pk")
    ):
        for found, key in ((departments, (department, its_name)), (accounts, (account, called))):
            so_far = found.setdefault(key, [0, 0])
            so_far[0] += told[0]
            so_far[1] += told[1]
    return Kept(_worst_first(departments), _worst_first(accounts))


def _worst_first(found: Mapping[tuple[int, str], Sequence[int]]) -> list[KeptRow]:
    rows = [KeptRow(name, proportion(*told)) for (_key, name), told in found.items()]
    return sorted(rows, key=lambda each: (each.share.value or 0, each.name))


def rows_of(found: QuerySet[Request]) -> list[RequestRow]:
    """Requests as rows. One query."""
    now = timezone.now()
    return [_row(each, now) for each in _named(found)]


def _named(found: QuerySet[Request]) -> QuerySet[Any]:
    return with_account(found).select_related(
        "department__lead", "process__process", "asker", "owner"
    )


def _row(asked: Any, now: datetime) -> RequestRow:
    state = State(asked.state)
    is_asked = state is State.ASKED
    return RequestRow(
        id=asked.pk,
        customer_id=asked.account_id,
        code=asked.account_code,
        account=asked.account_name,
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


def _of(states: Collection[State]) -> list[str]:
    return sorted(each.value for each in states)


_DUE = Case(
    When(state=State.ASKED.value, then=F("accept_due_at")),
    When(state__in=_of(OWED), then=F("due_at")),
)
_HOLDER = Case(
    When(state__in=_of(WITH_ASKER), then=Coalesce("asker__name", Value(""))),
    When(
        state__in=_of(WITH_DEPARTMENT),
        then=Coalesce("owner__name", "department__lead__name", "department__name"),
    ),
    default=Value(""),
    output_field=CharField(),
)
"""As :func:`_holder`, for the database to find."""


def _standing(now: datetime) -> Case:
    """As :func:`clavero.coordination.rules.requests.standing`, for the database to find."""
    is_late = Q(due_at__lt=now) | Q(state=State.ASKED.value, accept_due_at__lt=now)
    cases = (
        (Q(state__in=_of({State.REFUSED, State.WITHDRAWN})), Standing.ENDED),
        (Q(delivered_at__gt=F("due_at")), Standing.MISSED),
        (Q(delivered_at__isnull=False), Standing.KEPT),
        (is_late, Standing.LATE),
        (Q(state=State.UNCLEAR.value), Standing.WAITS),
        (Q(warn_at__lte=now), Standing.SOON),
    )
    return Case(
        *(When(when, then=Value(stands.value)) for when, stands in cases),
        default=Value(Standing.RUNS.value),
        output_field=CharField(),
    )
