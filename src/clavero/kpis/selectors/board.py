"""A board: how one account, manager, team or the company stands, beside what is wanted."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone
from django.utils.translation import get_language

from clavero.contracts.selectors import Conventions, conventions_of
from clavero.core import audit
from clavero.core.estimates import Estimate
from clavero.core.period import Period, add_months
from clavero.core.scope import Scope
from clavero.identity.rules import Actor
from clavero.identity.selectors import names_of
from clavero.kpis import store
from clavero.kpis.models import Entry, Snapshot
from clavero.kpis.rules.catalogue import OF_DELIVERIES
from clavero.kpis.rules.framework import Item
from clavero.kpis.rules.kpi import Kpi, Level, Light, Source
from clavero.kpis.rules.parts import Parts, read, read_before
from clavero.kpis.rules.wallet import Place
from clavero.kpis.selectors.complaining import complaints_together
from clavero.kpis.selectors.frameworks import NOTHING, Holding, frameworks
from clavero.kpis.selectors.joining import (
    Group,
    Sales,
    Weights,
    estimates,
    joined_values,
    on_days,
)
from clavero.kpis.selectors.kept import (
    Catalogue,
    Value,
    all_entered,
    as_noted,
    catalogue,
    may_see,
    values,
)
from clavero.kpis.selectors.outside import whose_eyes
from clavero.kpis.selectors.said import said, sales_of
from clavero.ledger import selectors as ledger
from clavero.portfolio.rules.grouping import Forest, Tree
from clavero.portfolio.selectors import Card, Structure, seen_now
from clavero.portfolio.selectors.kept import Kept

MONTHS_SHOWN = 13
_NOT_ENTERED = {Place.WHITE_SPACE, Place.MATRIX}
_MOST_ROWS = 20_000
_OF_PEOPLE = frozenset({Level.MANAGER, Level.TEAM})
Course = Sequence[tuple[date, Decimal | None]]


@dataclass(frozen=True, slots=True)
class Line:
    """A KPI on a board: its value, that of before, and how it went between.

    What is computed is held against a year before: of a manager or a team, with the accounts led
    then; ``alike`` is the same of the accounts led today, where their lines say it. What is entered
    is held against the entry before, of ``before_on``.
    """

    value: Value
    before: Estimate | None
    course: Course = field(repr=False, default=())
    item: Item | None = None
    alike: Estimate | None = None
    before_on: date | None = None

    @property
    def kpi(self) -> Kpi:
        """Which one it is."""
        return self.value.kpi

    @property
    def light(self) -> Light:
        """How it stands against its target."""
        if self.item is None:
            return Light.GREY
        return self.item.target_of(self.kpi.direction).judge(self.value.estimate)


@dataclass(frozen=True, slots=True)
class Board:
    """Somebody's KPIs by a snapshot, those with a target first."""

    level: Level
    subject: str
    title: str
    snapshot: Snapshot
    before: Snapshot | None
    known: Catalogue = field(repr=False)
    lines: Sequence[Line]
    holding: Holding = NOTHING
    parts: Parts = field(default_factory=Parts, repr=False)
    parts_before: Parts | None = field(default=None, repr=False)
    codes: Collection[str] = ()  # of an account, in the ledger, with all below it
    names: Mapping[int, str] = field(default_factory=dict, repr=False)
    others: Sequence[tuple[Level, int]] = ()  # whose boards the reader may look at, teams first
    owners: Mapping[int, str] = field(default_factory=dict)
    windows: Conventions | None = None  # of an account: those its deliveries are counted by

    @property
    def period(self) -> Period:
        """The twelve months that it tells of."""
        return Period.ttm(self.snapshot.day)

    @property
    def counts(self) -> dict[Light, int]:
        """How many KPIs stand how, of those with a target."""
        lights = [line.light for line in self.lines if line.item is not None]
        return {light: lights.count(light) for light in Light}


_boards: Kept[Board] = Kept(limit=_MOST_ROWS, weigh=lambda board: len(board.lines) + 1)


def account_board(
    actor: Actor, customer_id: int, seen: tuple[Scope, Structure] | None = None
) -> Board | None:
    """The board of an account; ``None`` while nothing was computed. Raises ``ObjectDoesNotExist``
    for strangers to it. ``seen`` is whose sales the actor may read, with the structure, where both
    were asked for before. Two queries when it was asked for before today."""
    scope, shape = seen or seen_now(actor)
    today = timezone.localdate()
    card = shape.account(customer_id, scope)
    if card is None:
        raise ObjectDoesNotExist(customer_id)
    kept = _latest(today)
    if not kept:
        return None
    key = (
        tuple(each.file for each in kept), ledger.version(), shape.version, audit.stamp(), scope,
        card.code, today, get_language(), whose_eyes(actor),
    )  # fmt: skip
    board = _boards.get(key, lambda: _account_board(actor, card, kept, today, shape))
    return replace(board, snapshot=kept[-1])  # that it was corrected is said of it afterwards


def _account_board(
    actor: Actor, card: Card, kept: Sequence[Snapshot], today: date, shape: Structure
) -> Board:
    known = catalogue(kept[-1])
    holding = frameworks(actor, [card.code], today, known, shape).get(card.code, NOTHING)
    board = _board(Level.ACCOUNT, card.code, card.title, kept, known, holding)
    told = _entered_lines(actor, board, today, shape)
    asked = {item.owner_id for item in holding.framework.items if item.owner_id is not None}
    codes = shape.forests[Tree.LEGAL].codes(card.code)
    lines = [*board.lines, *told]
    tells_deliveries = any(
        line.kpi.key in OF_DELIVERIES and line.value.estimate.value is not None for line in lines
    )
    return replace(
        _with(board, lines),
        codes=codes,
        windows=conventions_of(codes, board.period, shape) if tells_deliveries else None,
        owners=names_of(asked) if asked else {},
    )


def board_of(
    actor: Actor, level: Level, subject: str, names: Mapping[int, str] | None = None
) -> Board | None:
    """The board of a manager, a team or the company; ``None`` while nothing was computed. Raises
    ``ObjectDoesNotExist`` for those whom the reader may not see. ``names`` are everybody's, where
    they were asked for before."""
    if not may_see(actor, level, subject):
        raise ObjectDoesNotExist(subject)
    kept = _latest(timezone.localdate())
    others = _people_with_boards(actor, kept[-1]) if kept else []
    person = set() if level is Level.COMPANY else {int(subject)}
    if names is None:
        names = names_of(person | {each for _level, each in others})
    if not person <= names.keys():
        raise ObjectDoesNotExist(subject)
    if not kept:
        return None
    title = "" if level is Level.COMPANY else names[int(subject)]
    board = _board(level, subject, title, kept, catalogue(kept[-1]), NOTHING)
    return replace(board, names=names, others=others)


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account on the board of whoever leads it."""

    card: Card
    parts: Parts
    counts: dict[Light, int]
    codes: Collection[str] = ()  # in the ledger, with all below it


@dataclass(frozen=True, slots=True)
class Led:
    """The accounts of a board, and what is said of them all together, a line a KPI."""

    accounts: Sequence[AccountLine]
    lines: Sequence[Line]


_leds: Kept[Led] = Kept(limit=_MOST_ROWS, weigh=lambda led: len(led.accounts) + len(led.lines) + 1)


def led_accounts(
    actor: Actor,
    people: Sequence[int] | None,
    board: Board,
    seen: tuple[Scope, Structure] | None = None,
) -> Led:
    """The accounts that people lead (``None``: whoever leads one), with the lights of each, those
    that need somebody first; only such as ``actor`` sees: ``seen`` is as in
    :func:`account_board`. One query when it was asked for before within the hour: open complaints
    grow older."""
    scope, shape = seen or seen_now(actor)
    now = timezone.localtime()
    key = (
        board.snapshot.file, ledger.version(), audit.stamp(), scope,
        None if people is None else tuple(people), now.date(), now.hour, get_language(),
        whose_eyes(actor),
    )  # fmt: skip
    return _leds.get(key, lambda: _led(actor, people, board, scope, shape))


def _led(
    actor: Actor,
    people: Sequence[int] | None,
    board: Board,
    scope: Scope,
    shape: Structure,
) -> Led:
    snapshot, known = board.snapshot, board.known
    rows = (
        store.read_led(snapshot.file) if people is None else store.read_owned(snapshot.file, people)
    )
    theirs, forest = scope.customers, shape.forests[Tree.LEGAL]
    leads = {row.subject: row.owner for row in rows}
    led = [
        row
        for row in rows
        if row.subject in shape.cards and (theirs is None or row.subject in theirs)
    ]
    # Who leads a group is not shown each of its members beside it.
    shown = [row for row in led if leads.get(forest.parent(row.subject) or "") != row.owner]
    codes, today = [row.subject for row in shown], timezone.localdate()
    held = frameworks(actor, codes, today, known, shape)
    group = Group(None if people is None else {row.subject for row in led})
    entries = all_entered(actor, group.codes, today, known, shape)
    sales = sales_of(led) if people is not None else store.read_sales(snapshot.file)
    told = said(sales, entries, today, known, shape, is_all=people is None)
    lines = []
    for row in shown:
        judged = judged_values(row, snapshot.day, held.get(row.subject, NOTHING), known, told)
        lights = [light for _item, _value, light in judged]
        counts = {light: lights.count(light) for light in Light}
        below = () if people is None else forest.codes(row.subject)
        lines.append(AccountLine(shape.cards[row.subject], row.parts, counts, below))
    lines.sort(
        key=lambda line: (
            -line.counts[Light.RED],
            -line.counts[Light.AMBER],
            -(line.parts.net_sales or Decimal(0)),
            line.card.code,
        ),
    )
    return Led(lines, _joined_lines(group, entries, told, sales, today, known, forest))


def _joined_lines(
    group: Group,
    entries: Sequence[tuple[str, Entry]],
    told: Mapping[str, Sequence[Value]],
    sales: Sales,
    today: date,
    known: Catalogue,
    forest: Forest,
) -> list[Line]:
    """What is said of the accounts of a board together: today, a year before and between. Of what
    more than entries tells, what was said then is not put together again."""
    days = [add_months(today, months) for months in range(1 - MONTHS_SHOWN, 0)]
    courses: dict[str, list[tuple[date, Decimal | None]]] = {}
    values: list[Value] = []
    now = estimates(told)
    weights = Weights(sales, now)
    for day, on_day in [*on_days(entries, days, known), (today, now)]:
        codes = on_day.keys() if group.codes is None else group.codes
        values = joined_values(codes, on_day, day, known, forest, weights)
        for each in values:
            if each.kpi.source is Source.ENTRY:
                courses.setdefault(each.kpi.key, []).append((day, each.estimate.value))
    counted = complaints_together({"": group.records(forest)}, today, known).get("", [])
    lines = [Line(each, None) for each in counted]
    there = {each.kpi.key for each in counted}
    for each in values:
        if each.kpi.key not in there:
            course = courses.get(each.kpi.key, [])
            then = course[0][1] if course and course[0][0] == days[0] else None
            lines.append(Line(each, None if then is None else Estimate(then), course))
    return lines


def judged_values(
    row: store.Standing,
    day: date,
    holding: Holding,
    known: Catalogue,
    told: Mapping[str, Sequence[Value]],
) -> list[tuple[Item, Value | None, Light]]:
    """What an account is held to, with its value by a snapshot and its light; ``told`` is what was
    entered, by account."""
    if not holding.framework.items:
        return []
    found = [*values(row.parts, Level.ACCOUNT, day, known), *told.get(row.subject, ())]
    by_key, kpis = {value.kpi.key: value for value in found}, known.by_key
    judged: list[tuple[Item, Value | None, Light]] = []
    for item in holding.framework.items:
        if item.key not in kpis:
            continue
        value = by_key.get(item.key)
        target = item.target_of(kpis[item.key].direction)
        light = target.judge(value.estimate) if value else Light.GREY
        judged.append((item, value, light))
    return judged


def _with(board: Board, lines: Sequence[Line]) -> Board:
    ordered = sorted(lines, key=lambda line: line.item is None)
    return replace(board, lines=ordered)


def _board(
    level: Level,
    subject: str,
    title: str,
    kept: Sequence[Snapshot],
    known: Catalogue,
    holding: Holding,
) -> Board:
    *past, snapshot = kept
    first = add_months(snapshot.day, 1 - MONTHS_SHOWN)
    history = {each.day: _parts(each, level, subject) for each in past if each.day >= first}
    parts = _parts(snapshot, level, subject) or Parts()
    earlier = next((each for each in past if each.day == first), None)
    before = None if earlier is None else history[first]
    items = holding.framework.by_key
    lines = []
    for value in values(parts, level, snapshot.day, known):
        is_own = value.kpi.source is Source.RATIO
        course = () if is_own else _course(value, history, snapshot.day)
        then = None if before is None or is_own else read(value.kpi.key, value.kpi.version, before)
        alike = (
            None if then is None or level not in _OF_PEOPLE else read_before(value.kpi.key, parts)
        )
        lines.append(Line(value, then, course, items.get(value.kpi.key), alike))
    board = Board(
        level, subject, title, snapshot, earlier, known, lines, holding,
        parts=parts, parts_before=before,
    )  # fmt: skip
    return _with(board, lines)


def _latest(on: date) -> list[Snapshot]:
    """The snapshots of a board, the one that holds last."""
    return list(Snapshot.objects.filter(day__lte=on).order_by("-day")[:MONTHS_SHOWN])[::-1]


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


def _entered_lines(actor: Actor, board: Board, today: date, shape: Structure) -> list[Line]:
    """The KPIs that people say, as far as they have a value or are asked for, with what was entered
    before."""
    known, code, items = board.known, board.subject, board.holding.framework.by_key
    entries = all_entered(actor, {code}, today, known, shape)
    by_day = {(each.key, each.day): each for _account, each in entries}
    rows: dict[str, list[Entry]] = {}
    for each in by_day.values():
        rows.setdefault(each.key, []).append(each)
    found = said({code: board.parts.net_sales}, entries, today, known, shape)
    last = {value.kpi.key: value for value in found.get(code, [])}
    lines = []
    for kpi in known.kpis:
        if not kpi.is_said or not (kpi.key in last or kpi.key in items):
            continue
        told = rows.get(kpi.key, [])
        value = last.get(kpi.key) or Value.missing(kpi, today)
        earlier = told if value.place in _NOT_ENTERED else told[:-1]
        last_one = earlier[-1] if earlier else None
        before = None if last_one is None else as_noted(last_one)
        course = [(each.day, each.value) for each in told[-MONTHS_SHOWN:]]
        before_on = None if last_one is None else last_one.day
        lines.append(Line(value, before, course, items.get(kpi.key), before_on=before_on))
    return lines


def _people_with_boards(actor: Actor, snapshot: Snapshot) -> list[tuple[Level, int]]:
    """The teams and managers that the reader may look at, teams first."""
    return [
        (level, int(row.subject))
        for level in (Level.TEAM, Level.MANAGER)
        for row in store.read(snapshot.file, level)
        if may_see(actor, level, row.subject)
    ]
