"""What rooms above say of the days of accounts, in ``AppConfig.ready``.

``DAYS.append(tell)`` puts all that falls due elsewhere into the one list and the one calendar:
actions of plans, reviews, renewals, promises. They are rows of the database, and those of all rooms
are asked for in one query. ``KNOWN_AT_HANDOVER.append(tell)`` adds sections to what whoever takes
an account over gets to read, and ``ROWS_AT_HANDOVER.append(tell)`` one whose lines are rows of the
database: those too are asked for in one query, however many rooms tell.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

from django.db import models
from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from clavero.core.errors import Sentence
from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.ui import formats
from clavero.work.rules.tasks import DueKind, Origin

if TYPE_CHECKING:  # who registers at the start must not wait for the engine
    from clavero.portfolio.selectors import Account, Structure


@dataclass(frozen=True, slots=True)
class Due:
    """Something that falls on a day at a customer, at a ``moment`` of it where that is known;
    ``url`` is where it is done, ``ref`` what it is known by whatever day it moves to. ``marks`` are
    what its own room tells by that two are one; ``is_elsewhere`` says that its page is closed to
    the reader; ``people`` are those whose it is beside its owner, as all who come to a meeting."""

    day: date
    kind: DueKind
    text: str
    customer_id: int | None
    url: str
    owner_id: int | None = None
    is_done: bool = False
    owner: str = ""
    moment: datetime | None = None
    ref: str = ""
    marks: str = ""
    is_elsewhere: bool = False
    people: frozenset[int] = frozenset()


def _as_it_is(row: Due) -> Iterable[Due]:
    return (row,)


@dataclass(frozen=True, slots=True)
class Days:
    """What falls due as rows of the database, made by :func:`days_of`. ``address`` leads from the
    row's number, and that of its customer, to where it is done. ``told`` says what becomes of a row
    that is not one day in its own words: of what comes again, a day each time, where it says that
    it has ``many``. What is done, or has passed by itself, its rows say: open ones are asked for
    from ever on."""

    rows: QuerySet[Any]
    address: Callable[[int, int], str]
    told: Callable[[Due], Iterable[Due]] = _as_it_is
    many: bool = False


@dataclass(frozen=True, slots=True)
class Appointment:
    """What a calendar says of something to which people come: how long, where, and who else."""

    minutes: int | None
    place: str
    people: tuple[str, ...]


APPOINTMENTS: list[Callable[[Actor, Period], Mapping[str, Appointment]]] = []
"""Where somebody takes part in person within a period, by the address at which it is read."""

Tell: TypeAlias = Callable[[Actor, Collection[int] | None, Period], Days | None]
"""What falls into a period at the customers of these numbers (``None``: at all that the actor
sees), as far as the actor may know of it. The period may have no first day, or no last one: what
comes again and again is then told up to :func:`last_told`."""

EVER, NEVER = date.min, date.max  # a period without a first day, and one without a last one
_AGAIN = timedelta(days=180)  # of what comes again, where no last day is asked for


def last_told(period: Period) -> date:
    """The first day of which what comes again is no longer told."""
    return timezone.localdate() + _AGAIN if period.end == NEVER else period.end


DAYS: list[Tell] = []

TOLD_AS_ONE: dict[DueKind, Callable[[Sequence[Due], Structure], Mapping[int, int]]] = {}
"""Which of several of a kind, by their places, are another of them, as one meeting with several
units of a group is: it falls due once. It is told by the rows and their ``marks`` alone."""

ELSEWHERE: list[Tell] = []
"""The reader's own at accounts that they do not see, which are not those of the given numbers: who
takes an account over sees it only afterwards."""


def days_of(
    found: QuerySet[Any],
    kind: DueKind | Combinable,
    *,
    day: str | Combinable,
    text: str | Combinable,
    customer: str | Combinable,
    owner: str | Combinable | None,
    is_done: Q,
    owner_name: Combinable | None = None,
    number_of: str = "pk",
    moment: str | Combinable | None = None,
    marks: Combinable | None = None,
) -> QuerySet[Any]:
    """Rows of any table as days: the paths to their columns, and when one is done. An ``owner``
    that is no path needs an ``owner_name``; ``moment`` is of what has an hour, too, and ``marks``
    a text by which ``TOLD_AS_ONE`` tells."""
    number, words, flag = models.BigIntegerField(), models.TextField(), models.BooleanField()
    which = Value(kind.value) if isinstance(kind, DueKind) else kind
    done = Case(When(is_done, then=Value(True)), default=Value(False), output_field=flag)
    name: Combinable | str = owner_name or Value("")
    if isinstance(owner, str):
        name = f"{owner}__name"
    rows: QuerySet[Any] = found.order_by().annotate(
        day_is_done=done, day_of_it=Cast(day, models.DateField())
    )
    told: QuerySet[Any] = rows.values_list(
        "day_of_it",
        Cast(which, words),
        Cast(text, words),
        Cast(customer, number),
        Cast(owner if owner is not None else Value(None), number),
        Cast(number_of, number),
        Coalesce(Cast(name, words), Value(""), output_field=words),
        "day_is_done",
        Cast(moment if moment is not None else Value(None), models.DateTimeField()),
        Cast(marks if marks is not None else Value(""), words),
    )
    return told


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to know, and where there is more of it."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """What one room says to whoever takes an account over; ``key`` is stable, one a room."""

    key: str
    title: Sentence
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Giver:
    """Who hands an account over. ``last_day`` is of who does no more, because their access was
    closed or the account is handed over: the last one on which they did."""

    person_id: int
    name: str
    last_day: date | None = None


KNOWN_AT_HANDOVER: list[Callable[[Actor, Account, Giver], Iterable[Section]]] = []
"""A section on an account, which ``actor`` sees, and on what its giver takes along; nothing where
there is none."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Something of the giver's of which whoever closes a handover says what becomes: by its
    ``key``, what it is, and among which ``choices`` the ``usual`` one is proposed."""

    key: str
    text: str
    choices: tuple[tuple[str, Sentence], ...]
    usual: str


@dataclass(frozen=True, slots=True)
class Closing:
    """What a room does when a handover is closed whose giver leaves the account to a receiver, by
    their number: what it ``offers``, and how it does what was chosen of it, by key, and says what
    was done. Both are told who closes it; the second runs in the transaction of the closing."""

    offers: Callable[[Actor, Account, Giver, int], Sequence[Offer]]
    carry_out: Callable[[Actor, Account, Giver, int, Mapping[str, str]], Iterable[str]]


AT_CLOSING: list[Closing] = []


def _dated(text: str, day: date) -> str:
    return f"{formats.day(day)} · {text}"


@dataclass(frozen=True, slots=True)
class Rows:
    """A section of the rows made by :func:`lines_of`, the latest first and ``most`` of them at the
    most, ``None`` for all, as of whatever is open; ``address`` leads from the number of a row to
    its page, ``told`` puts its text and day, where it has one, into words."""

    key: str
    title: Sentence
    rows: QuerySet[Any]
    address: Callable[[int], str]
    told: Callable[[str, date], str] = _dated
    most: int | None = 10


ROWS_AT_HANDOVER: list[Callable[[Actor, Collection[int]], Rows]] = []
"""Rows on the customers of these numbers, all of which ``actor`` sees."""


def lines_of(
    found: QuerySet[Any], *, text: str | Combinable, day: str | Combinable | None = None
) -> QuerySet[Any]:
    """Rows of any table as lines: the paths to their texts and days."""
    lines: QuerySet[Any] = found.order_by().values_list(
        Cast(text, models.TextField()),
        Cast(day if day is not None else Value(None), models.DateField()),
        Cast("pk", models.BigIntegerField()),
    )
    return lines


COMES_OF: dict[Origin, Callable[[str], str]] = {}
"""Where that is read which a task of an origin comes of, by its key; empty where a key names
none."""

FILE_OF_PACK: list[Callable[[int], str]] = []
"""Where the pack of an account, by its number, is had as a file."""
KEY_CODES: list[Callable[[Structure, date], Collection[str]]] = []
"""The codes of the customers that are key accounts on a day, by which the load is reckoned."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A key account, by its code, that was arranged to go to somebody on a day, and has not yet."""

    code: str
    person_id: int
    day: date


COMING: list[Callable[[Structure], Iterable[Coming]]] = []
"""The accounts that go to somebody, which count for who takes them before they have them."""


def coming_to(shape: Structure) -> dict[int, list[Coming]]:
    """All of them, by who takes them, the next first."""
    found: dict[int, list[Coming]] = {}
    for each in sorted((one for tell in COMING for one in tell(shape)), key=lambda one: one.day):
        found.setdefault(each.person_id, []).append(each)
    return found


def key_codes(shape: Structure, day: date) -> set[str]:
    """All of them; none where nobody selects key accounts."""
    return {code for tell in KEY_CODES for code in tell(shape, day)}


def days_told(
    actor: Actor,
    customer_ids: Collection[int] | None,
    period: Period,
    own: Days,
    *,
    only_open: bool = False,
    late_ones: bool = False,
    elsewhere: bool = False,
) -> list[tuple[Due, int]]:
    """What all the rooms say, ``own`` with them, each with the number of its row where it is one of
    these; with ``late_ones`` what is open counts however long ago its day was. One query."""
    rooms = [*DAYS, *ELSEWHERE] if elsewhere else DAYS
    asked = Period(EVER, period.end) if late_ones else period
    told = [found for tell in rooms if (found := tell(actor, customer_ids, asked)) is not None]
    sources = [own, *told]
    wanted = Q(day_is_done=False)
    if not only_open:
        wanted |= Q(day_of_it__gte=period.start)  # no more of what is over than was asked for
    narrows = only_open or late_ones
    parts = [
        (each.rows.filter(wanted) if narrows else each.rows).annotate(
            source=Value(place, output_field=models.IntegerField())
        )
        for place, each in enumerate(sources)
    ]
    return [
        (replace(due, ref=_known_by(due, ref, sources[source])), ref if source == 0 else 0)
        for day, kind, text, at, owner, ref, name, done, moment, marks, source in parts[0].union(
            *parts[1:], all=True
        )
        for due in sources[source].told(
            Due(
                day,
                DueKind(kind),
                text,
                at,
                sources[source].address(ref, at),
                owner,
                done,
                name,
                moment,
                marks=marks,
            )
        )
        if source == 0
        or (due.day in (period if due.is_done else asked) and not (only_open and due.is_done))
    ]


def _known_by(due: Due, number: int, of: Days) -> str:
    """The number of its row, with the day where that has more than one."""
    return f"{number}-{due.day:%Y%m%d}" if of.many else str(number)


def told_at_handover(
    actor: Actor, account: Account, customer_ids: Collection[int], giver: Giver
) -> list[Section]:
    """The sections of the rooms above, in the order of their keys: on an account, on who hands it
    over, and on all that belong to it. One query for all that are rows."""
    told = [section for tell in KNOWN_AT_HANDOVER for section in tell(actor, account, giver)]
    return sorted([*told, *_of_rows(actor, customer_ids)], key=lambda each: each.key)


def _of_rows(actor: Actor, customer_ids: Collection[int]) -> list[Section]:
    rooms = [tell(actor, customer_ids) for tell in ROWS_AT_HANDOVER]
    if not rooms:
        return []
    parts = [
        each.rows.annotate(source=Value(place, output_field=models.IntegerField()))
        for place, each in enumerate(rooms)
    ]
    lines: list[list[tuple[date, str, int]]] = [[] for _room in rooms]
    for text, day, number, source in parts[0].union(*parts[1:], all=True):
        lines[source].append((day or date.min, text, number))
    return [
        Section(
            room.key,
            room.title,
            tuple(
                Line(text if day == date.min else room.told(text, day), room.address(number))
                for day, text, number in sorted(found, reverse=True)[: room.most]
            ),
        )
        for room, found in zip(rooms, lines, strict=True)
    ]
