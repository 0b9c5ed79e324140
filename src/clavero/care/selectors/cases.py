"""The complaints that a person sees: all of them, those of an account, and one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import (
    Case,
    DateTimeField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.urls import reverse
from django.utils import timezone

from clavero.care.models import AccountHours, Attachment, Complaint, Door, Word
from clavero.care.rules.calendar import Calendar
from clavero.care.rules.cases import COMES_BACK, Move, Seen, State, came_back, may
from clavero.care.rules.clock import Reading, Running, Stop, reading
from clavero.care.selectors.promised import calendar_of, names_of_hours
from clavero.care.visibility import complaints, complaints_within
from clavero.care.words import CHANGE_NAMES, FIELD_NAMES, value_in_words
from clavero.core.audit import history
from clavero.core.money import Money
from clavero.core.revisions import Words
from clavero.core.telling import MOST, Change, revision_in, told
from clavero.identity.rules import Actor, Verb
from clavero.identity.selectors import Staff, staff
from clavero.portfolio.selectors import (
    ACCOUNT,
    Account,
    account_of,
    account_within,
    people_who_see,
    seen_now,
    structure,
    today_of,
    who_see_each,
    with_account,
)
from clavero.ui import formats

ANSWER, RESOLVE = "answer", "resolve"


@dataclass(frozen=True, slots=True)
class ComplaintRow:
    """A complaint for a reader. ``clock`` is what is asked of us next, an answer or a solution, and
    ``due`` when; of a case that is resolved there is neither. ``came_back`` is the number of the
    one before of the same cause."""

    id: int
    customer_id: int
    code: str
    account: str
    text: str
    severity: str
    cause: str
    channel: str
    state: str
    owner_id: int | None
    owner: str
    from_name: str
    received_at: datetime
    answered_at: datetime | None
    resolved_at: datetime | None
    clock: str
    reading: Reading | None
    money: Money | None
    satisfied: bool | None
    reopened: int
    came_back: int | None

    @property
    def is_open(self) -> bool:
        """Whether nobody has resolved it."""
        return self.state != State.RESOLVED

    @property
    def running(self) -> str:
        """How its clock stands."""
        return "" if self.reading is None else self.reading.running.value

    @property
    def due(self) -> datetime | None:
        """When the rest of its time is over."""
        return None if self.reading is None else self.reading.due

    @property
    def is_late(self) -> bool:
        """Whether its time is over."""
        return self.running == Running.LATE

    @property
    def asks(self) -> bool:
        """Whether somebody of ours has to do something now: nobody has answered, or little time is
        left. A case that waits for the customer, or has time, asks for nothing."""
        if not self.is_open or self.state == State.WAITING:
            return False
        return self.answered_at is None or self.running in {Running.SOON, Running.LATE}


@dataclass(frozen=True, slots=True)
class ComplaintSeen:
    """One complaint with all that is known of it. Its clocks are those that were promised;
    ``before`` is the one that came back with it, by its number and its words."""

    row: ComplaintRow
    complaint: Complaint
    account: Account = field(repr=False)
    staff: Staff = field(repr=False)
    answer: Reading
    resolve: Reading
    words: Sequence[Word]
    files: Sequence[Attachment]
    before: tuple[int, str] | None
    changes: Sequence[Change]

    @property
    def seen(self) -> int:
        """Its revision."""
        return revision_in(self.changes)

    @property
    def complaint_url(self) -> str:
        """Where it is told."""
        return reverse("care:complaint", args=[self.row.id])

    @property
    def moves(self) -> frozenset[Move]:
        """What can be done with it."""
        return frozenset(move for move in Move if may(move, State(self.row.state)))


@dataclass(frozen=True, slots=True)
class AccountComplaints:
    """The complaints of an account and of those below it, and the links by which it complains."""

    account: Account = field(repr=False)
    rows: Sequence[ComplaintRow]
    doors: Sequence[Door]
    hours: str
    calendars: Sequence[str]


def complaint_rows(actor: Actor) -> list[ComplaintRow]:
    """All that ``actor`` sees, the latest first. Three queries."""
    return _rows(complaints(actor), came_back_of)


def complaints_listed(actor: Actor) -> QuerySet[Complaint]:
    """All that ``actor`` sees, for a list that reads a page of them: with ``account_name`` and
    ``account_code`` of today, ``due_at`` of what is asked next, and ``before_id`` of the one that
    each comes back from. :func:`row_of` makes a row of one."""
    due = Case(When(answered_at=None, then=F("answer_due_at")), default=F("resolve_due_at"))
    found = with_account(with_the_one_before(complaints(actor))).annotate(due_at=due)
    listed: QuerySet[Complaint] = found.select_related("owner", "hours").prefetch_related("waits")
    return listed


def row_of(complaint: Any) -> ComplaintRow:
    """One of :func:`complaints_listed`, as of now, of the account that it is today."""
    return _row(complaint, timezone.now(), {}, complaint.before_id)


def rows_at_hand(
    actor: Actor, *, owner_id: int | None = None, since: datetime | None = None
) -> list[ComplaintRow]:
    """Those that are open, and those resolved ``since`` a moment where one is given; of one owner
    alone where asked. Four queries, which read no other case but what these come back from."""
    at_hand = ~Q(state=State.RESOLVED.value)
    if since is not None:
        at_hand |= Q(resolved_at__gte=since)
    found = complaints(actor).filter(at_hand)
    if owner_id is not None:
        found = found.filter(owner=owner_id)
    return _rows(found, _came_back_among_all)


def _rows(
    found: QuerySet[Complaint], before: Callable[[Sequence[Complaint]], Mapping[int, int]]
) -> list[ComplaintRow]:
    named = with_account(found).select_related("owner", "hours")
    now, calendars = timezone.now(), dict[int | None, Calendar]()
    cases = list(named.prefetch_related("waits"))
    came = before(cases)
    return [_row(each, now, calendars, came.get(each.pk)) for each in cases]


def came_back_of(cases: Iterable[Any]) -> dict[int, int]:
    """Which of these comes back with which of them, by their numbers; each has its
    ``account_id``."""
    return came_back(
        Seen(each.pk, str(each.account_id), each.cause, each.received_at) for each in cases
    )


def _came_back_among_all(cases: Sequence[Complaint]) -> dict[int, int]:
    """The same, also with cases that are not among them. One query."""
    if not any(each.cause for each in cases):
        return {}
    return came_back_of(kin_of(cases).only("pk", "cause", "received_at"))


def kin_of(cases: Iterable[Any]) -> QuerySet[Any]:
    """The cases from which some of these, which have their ``account_id``, may come back, and
    themselves: of the same accounts and causes, and of the time that counts."""
    of_cause = [each for each in cases if each.cause]
    moments = [each.received_at for each in of_cause]
    known = Complaint.objects.annotate(account_id=ACCOUNT).filter(
        account_id__in={each.account_id for each in of_cause},
        cause__in={each.cause for each in of_cause},
        received_at__gte=min(moments) - COMES_BACK,
        received_at__lte=max(moments),
    )
    return known.order_by()


def with_the_one_before(found: QuerySet[Complaint]) -> QuerySet[Complaint]:
    """Cases with the number and the words of the one that comes back with each, if any: what
    :func:`clavero.care.rules.cases.came_back` says, for the database to find."""
    earlier = (
        Complaint.objects.annotate(account_id=ACCOUNT)
        .filter(
            Q(received_at__lt=OuterRef("received_at"))
            | Q(received_at=OuterRef("received_at"), pk__lt=OuterRef("pk")),
            account_id=OuterRef("account_id"),
            cause=OuterRef("cause"),
            received_at__gte=ExpressionWrapper(
                OuterRef("received_at") - COMES_BACK, output_field=DateTimeField()
            ),
        )
        .exclude(cause="")
    )
    last = earlier.order_by("-received_at", "-pk")
    return found.annotate(account_id=ACCOUNT).annotate(
        before_id=Subquery(last.values("pk")[:1]), before_text=Subquery(last.values("text")[:1])
    )


def account_complaints(actor: Actor, customer_id: int) -> AccountComplaints:
    """The complaints of one account. Raises ``Customer.DoesNotExist`` for strangers to it."""
    account = account_of(actor, customer_id)
    found = Complaint.objects.filter(customer__code__in=sorted(account.codes))
    own, calendars = AccountHours.objects.filter(customer_id=customer_id), names_of_hours()
    return AccountComplaints(
        account,
        _rows(found, came_back_of),
        list(Door.objects.filter(customer_id=customer_id, closed_at=None)),
        (own.values_list("name", flat=True).first() or "") if calendars else "",
        calendars,
    )


def complaint_seen(actor: Actor, complaint_id: int) -> ComplaintSeen:
    """One complaint. Raises ``Complaint.DoesNotExist`` for strangers to its account."""
    entries = list(history(Complaint(pk=complaint_id))[:MOST])  # before what they led to
    scope, shape = seen_now(actor)
    named = with_account(with_the_one_before(complaints_within(scope))).select_related(
        "customer", "owner", "hours"
    )
    complaint: Any = named.prefetch_related("waits").get(pk=complaint_id)
    everybody, now = staff(), timezone.now()
    words = Words(
        FIELD_NAMES, partial(value_in_words, people=everybody.names), formats.moment
    )  # fmt: skip
    return ComplaintSeen(
        row=_row(complaint, now, {}, complaint.before_id),
        complaint=complaint,
        account=account_within(scope, today_of(complaint.customer).code, shape),
        staff=everybody,
        answer=clock_of(complaint, ANSWER, now),
        resolve=clock_of(complaint, RESOLVE, now),
        words=list(complaint.words.order_by("-at", "-id")),
        files=list(complaint.files.all()),
        before=complaint.before_id and (complaint.before_id, complaint.before_text),
        changes=told(entries, CHANGE_NAMES, words),
    )


def account_of_complaint(actor: Actor, complaint_id: int) -> tuple[int, str] | None:
    """The account that a case is of today, by its number and name, which may be another than when
    something was written of it; ``None`` for strangers to it. One query."""
    found = with_account(complaints(actor).filter(pk=complaint_id)).first()
    return None if found is None else (found.account_id, found.account_name)


def file_of(actor: Actor, complaint_id: int, file_id: int) -> Attachment:
    """A file of a case. Raises ``Attachment.DoesNotExist`` for strangers to its account."""
    seen = complaints(actor).filter(pk=complaint_id).order_by()
    return Attachment.objects.get(pk=file_id, complaint__in=seen, erased_at=None)


def who_may_have_it(account: Account, of: Staff | None = None) -> list[tuple[int, str]]:
    """Those to whom a case of an account can be given; ``of`` is everybody, if they were read."""
    return people_who_see(account.card.code, account.shape, Verb.TEND_COMPLAINTS, of)


def without_owner(actor: Actor, rows: Iterable[ComplaintRow]) -> set[int]:
    """Of these cases, by their numbers, those that nobody has any more: who had them has no access,
    or does not see the account. Two queries, however many there are; none of ``actor``'s own."""
    owned = [each for each in rows if each.owner_id not in {None, actor.user_id}]
    if not owned:
        return set()
    seeing = who_see_each({row.code for row in owned}, structure())
    return {row.id for row in owned if row.owner_id not in seeing[row.code]}


def clock_of(
    complaint: Complaint, clock: str, now: datetime, calendar: Calendar | None = None
) -> Reading:
    """A clock of a case, whose waits were read with it."""
    is_answer = clock == ANSWER
    minutes = complaint.answer_minutes if is_answer else complaint.resolve_minutes
    stops = complaint.waits.all() if complaint.stops else ()
    return reading(
        calendar or calendar_of(complaint.hours),
        complaint.received_at,
        timedelta(minutes=minutes),
        now=now,
        stops=[Stop(each.begun_at, each.ended_at) for each in stops],
        met_at=complaint.answered_at if is_answer else complaint.resolved_at,
    )


def open_rows(rows: Iterable[ComplaintRow]) -> list[ComplaintRow]:
    """Those that are open, what is most urgent first."""
    return sorted((row for row in rows if row.is_open), key=_urgency)


def _urgency(row: ComplaintRow) -> tuple[bool, float, int]:
    return (row.due is None, 0.0 if row.due is None else row.due.timestamp(), row.id)


def money_of(complaint: Any) -> Money | None:
    """What is at stake in a case, in the currency in which it was said; ``None`` where nobody has
    said it."""
    return None if complaint.money is None else Money(complaint.money, complaint.currency)


def _row(
    complaint: Any,
    now: datetime,
    calendars: dict[int | None, Calendar],
    came_back_from: int | None,
) -> ComplaintRow:
    clock, shown = "", None
    if complaint.is_open:
        key = complaint.hours_id
        if key not in calendars:
            calendars[key] = calendar_of(complaint.hours)
        clock = ANSWER if complaint.answered_at is None else RESOLVE
        shown = clock_of(complaint, clock, now, calendars[key])
    return ComplaintRow(
        id=complaint.pk,
        customer_id=complaint.account_id,
        code=complaint.account_code,
        account=complaint.account_name,
        text=complaint.text,
        severity=complaint.severity,
        cause=complaint.cause,
        channel=complaint.channel,
        state=complaint.state,
        owner_id=complaint.owner_id,
        owner="" if complaint.owner is None else str(complaint.owner),
        from_name=complaint.from_name,
        received_at=complaint.received_at,
        answered_at=complaint.answered_at,
        resolved_at=complaint.resolved_at,
        clock=clock,
        reading=shown,
        money=money_of(complaint),
        satisfied=complaint.satisfied,
        reopened=complaint.reopened,
        came_back=came_back_from,
    )
