"""A board: how one account, manager, team or the company stands, beside what is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone

from clavero.core.estimates import Estimate
from clavero.core.period import Period, add_months
from clavero.identity.rules import Actor
from clavero.identity.selectors import names_of
from clavero.kpis import store
from clavero.kpis.models import Entry, Snapshot
from clavero.kpis.rules.framework import Item
from clavero.kpis.rules.kpi import Kpi, Level, Light, Source
from clavero.kpis.rules.parts import Parts, read
from clavero.kpis.selectors.frameworks import NOTHING, Holding, frameworks
from clavero.kpis.selectors.kept import (
    Catalogue,
    Value,
    catalogue,
    entered,
    latest,
    may_see,
    values,
)
from clavero.portfolio.selectors import Card, structure
from clavero.portfolio.visibility import accounts

MONTHS_SHOWN = 13
Course = Sequence[tuple[date, Decimal | None]]


@dataclass(frozen=True, slots=True)
class Line:
    """A KPI on a board: its value, that of a year before, and how it went between."""

    value: Value
    before: Estimate | None
    course: Course = field(repr=False, default=())
    item: Item | None = None

    @property
    def kpi(self) -> Kpi:
        """Which one it is."""
        return self.value.kpi

    @property
    def light(self) -> Light:
        """How it stands against its target."""
        if self.item is None:
            return Light.GREY
        return self.item.target_of(self.kpi.direction).light(self.value.estimate.value)


@dataclass(frozen=True, slots=True)
class Board:
    """Somebody's KPIs by a snapshot, those with a target first."""

    level: Level
    subject: str
    title: str
    snapshot: Snapshot
    before: Snapshot | None
    lines: Sequence[Line]
    holding: Holding = NOTHING
    parts: Parts = field(default_factory=Parts, repr=False)
    parts_before: Parts | None = field(default=None, repr=False)

    @property
    def period(self) -> Period:
        """The twelve months that it tells of."""
        return Period.ttm(self.snapshot.day)

    @property
    def counts(self) -> dict[Light, int]:
        """How many KPIs stand how, of those with a target."""
        lights = [line.light for line in self.lines if line.item is not None]
        return {light: lights.count(light) for light in Light}


def account_board(actor: Actor, customer_id: int) -> Board | None:
    """The board of an account; ``None`` while nothing was computed. Raises
    ``ObjectDoesNotExist`` for strangers to it."""
    customer = accounts(actor).get(pk=customer_id)
    snapshot = latest()
    if snapshot is None:
        return None
    known, today = catalogue(), timezone.localdate()
    holding = frameworks(actor, [customer.code], today, known).get(customer.code, NOTHING)
    board = _board(Level.ACCOUNT, customer.code, str(customer), snapshot, known, holding)
    told = _entered_lines(customer.code, today, known, holding)
    return _with(board, [*board.lines, *told])


def board_of(actor: Actor, level: Level, subject: str) -> Board | None:
    """The board of a manager, a team or the company; ``None`` while nothing was computed. Raises
    ``ObjectDoesNotExist`` for those whom the reader may not see."""
    if not may_see(actor, level, subject):
        raise ObjectDoesNotExist(subject)
    title = "" if level is Level.COMPANY else names_of([int(subject)]).get(int(subject))
    if title is None:
        raise ObjectDoesNotExist(subject)
    snapshot = latest()
    if snapshot is None:
        return None
    return _board(level, subject, title, snapshot, catalogue(), NOTHING)


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account on the board of whoever leads it."""

    card: Card
    parts: Parts
    counts: dict[Light, int]


def led_accounts(
    actor: Actor, people: Sequence[int] | None, snapshot: Snapshot
) -> list[AccountLine]:
    """The accounts that people lead (``None``: whoever leads one), with the lights of each, those
    that need somebody first; only such as ``actor`` sees."""
    rows = (
        store.read_led(snapshot.file) if people is None else store.read_owned(snapshot.file, people)
    )
    known, shape = catalogue(), structure()
    seen = set(accounts(actor).values_list("code", flat=True)) if rows else set()
    rows = [row for row in rows if row.subject in seen and row.subject in shape.cards]
    codes = [row.subject for row in rows]
    held = frameworks(actor, codes, timezone.localdate(), known)
    told = entered(codes, timezone.localdate(), known)
    lines = []
    for row in rows:
        items = held.get(row.subject, NOTHING).framework.by_key
        found = [*values(row.parts, Level.ACCOUNT, snapshot.day, known), *told.get(row.subject, [])]
        by_key = {value.kpi.key: value for value in found}
        lights = [
            item.target_of(known.by_key[key].direction).light(
                by_key[key].estimate.value if key in by_key else None
            )
            for key, item in items.items()
            if key in known.by_key
        ]
        counts = {light: lights.count(light) for light in Light}
        lines.append(AccountLine(shape.cards[row.subject], row.parts, counts))
    return sorted(
        lines,
        key=lambda line: (
            -line.counts[Light.RED],
            -line.counts[Light.AMBER],
            -(line.parts.net_sales or Decimal(0)),
            line.card.code,
        ),
    )


def _with(board: Board, lines: Sequence[Line]) -> Board:
    ordered = sorted(lines, key=lambda line: line.item is None)
    return Board(
        board.level, board.subject, board.title, board.snapshot, board.before, ordered,
        board.holding, board.parts, board.parts_before,
    )  # fmt: skip


def _board(
    level: Level, subject: str, title: str, snapshot: Snapshot, known: Catalogue, holding: Holding
) -> Board:
    first = add_months(snapshot.day, 1 - MONTHS_SHOWN)
    kept = list(Snapshot.objects.filter(day__gte=first, day__lt=snapshot.day).order_by("day"))
    history = {each.day: _parts(each, level, subject) for each in kept}
    parts = _parts(snapshot, level, subject) or Parts()
    earlier = next((each for each in kept if each.day == first), None)
    before = None if earlier is None else history[first]
    items = holding.framework.by_key
    lines = []
    for value in values(parts, level, snapshot.day, known):
        is_own = value.kpi.source is Source.RATIO
        course = () if is_own else _course(value, history, snapshot.day)
        then = None if before is None or is_own else read(value.kpi.key, value.kpi.version, before)
        lines.append(Line(value, then, course, items.get(value.kpi.key)))
    board = Board(level, subject, title, snapshot, earlier, lines, holding, parts, before)
    return _with(board, lines)


def _parts(snapshot: Snapshot, level: Level, subject: str) -> Parts | None:
    found = store.read(snapshot.file, level, [subject])
    return found[0].parts if found else None


def _course(value: Value, history: dict[date, Parts | None], day: date) -> Course:
    kpi = value.kpi
    past = [
        (each, None if parts is None else read(kpi.key, kpi.version, parts).value)
        for each, parts in history.items()
    ]
    return (*past, (day, value.estimate.value))


def _entered_lines(code: str, today: date, known: Catalogue, holding: Holding) -> list[Line]:
    """The entered KPIs that have a value or are asked for, with what was entered before."""
    items = holding.framework.by_key
    rows: dict[str, list[Entry]] = {}
    for each in Entry.objects.filter(customer__code=code, day__lte=today).order_by("day"):
        rows.setdefault(each.key, []).append(each)
    last = {value.kpi.key: value for value in entered([code], today, known).get(code, [])}
    lines = []
    for kpi in known.kpis:
        if kpi.source is not Source.ENTRY or not (kpi.key in last or kpi.key in items):
            continue
        told = rows.get(kpi.key, [])
        value = last.get(kpi.key) or Value.missing(kpi, today)
        before = Estimate(told[-2].value, n=told[-2].n) if len(told) > 1 else None
        course = [(each.day, each.value) for each in told[-MONTHS_SHOWN:]]
        lines.append(Line(value, before, course, items.get(kpi.key)))
    return lines


def people_with_boards(actor: Actor, snapshot: Snapshot) -> list[tuple[Level, int]]:
    """The teams and managers that the reader may look at, teams first."""
    return [
        (level, int(row.subject))
        for level in (Level.TEAM, Level.MANAGER)
        for row in store.read(snapshot.file, level)
        if may_see(actor, level, row.subject)
    ]
