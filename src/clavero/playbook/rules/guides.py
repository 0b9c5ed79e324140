"""What a strategy asks for, and when a playbook contradicts itself.

Where a company has written nothing, Clavero's own words stand, which every reader gets in their
language; what it has written is its own text, the same for everybody. Source: methods §2.4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from clavero.core.faults import Fault, Faulty
from clavero.matrix.rules.position import Stage
from clavero.matrix.rules.quadrants import Strategy

HUNDRED = 100
LONGEST_RHYTHM = 36  # months
LONGEST_TEXT = 5_000
LONGEST_ITEM = 500
LONGEST_KEY = 60


class Aspect(StrEnum):
    """What a guide says in words."""

    AIM = "aim"
    ACTIVITIES = "activities"  # one a line
    METRICS = "metrics"  # one a line
    INVESTMENT = "investment"
    PLAN = "plan"
    REVIEW = "review"


class Direction(StrEnum):
    """On which side of its target a figure is good."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Unit(StrEnum):
    """In what a target is written."""

    PERCENT = "percent"
    POINTS = "points"  # of percentage
    SCORE = "score"  # of 10
    DAYS = "days"
    NUMBER = "number"
    THOUSANDS = "thousands"  # of the reporting currency


class Doer(StrEnum):
    """Who carries a task out, by their part in the account."""

    LEAD = "lead"
    DEPUTY = "deputy"
    TEAM = "team"
    SPONSOR = "sponsor"
    DIRECTOR = "director"


class PlaybookFault(StrEnum):
    """Why a playbook cannot be used."""

    SHARE_OUTSIDE = "share_outside"
    SHARE_REVERSED = "share_reversed"
    MINIMUMS_OVER = "minimums_over"
    MAXIMUMS_UNDER = "maximums_under"
    NO_STAGE = "no_stage"
    MONTHS_OUTSIDE = "months_outside"
    NAMELESS = "nameless"
    TWICE = "twice"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Share:
    """Part of the time of those who manage key accounts, in percent: from ``low`` to ``high``."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Objective:
    """What is to be reached in an account; without a ``text`` Clavero's words for the key stand."""

    key: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Kpi:
    """A figure and the target that it starts with; ``None`` where its text says all of it."""

    key: str
    direction: Direction
    target: Decimal | None
    unit: Unit
    text: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """What comes again every ``months``, and who does it."""

    key: str
    months: int
    doer: Doer
    text: str = ""


@dataclass(frozen=True, slots=True)
class Reviews:
    """The account's strategy is looked at again every ``months``."""

    key: str
    months: int
    text: str = ""


Item = Objective | Kpi | Task
Asked = Item | Reviews


@dataclass(frozen=True, slots=True)
class Guide:
    """What one strategy asks for; ``texts`` are the company's own, of which one may say nothing.
    Raises :class:`Faulty`."""

    stages: tuple[Stage, ...]
    review_months: int
    objectives: tuple[Objective, ...] = ()
    kpis: tuple[Kpi, ...] = ()
    tasks: tuple[Task, ...] = ()
    texts: Mapping[Aspect, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if faults := list(self._faults()):
            raise Faulty(faults)

    def _faults(self) -> Iterator[Fault]:
        if not self.stages:
            yield Fault(PlaybookFault.NO_STAGE)
        rhythms = [("", self.review_months), *((t.text or t.key, t.months) for t in self.tasks)]
        for on, months in rhythms:
            if not 1 <= months <= LONGEST_RHYTHM:
                yield Fault(PlaybookFault.MONTHS_OUTSIDE, on, months, LONGEST_RHYTHM)
        for items in (self.objectives, self.kpis, self.tasks):
            yield from _faults_of(items)


def _faults_of(items: Iterable[Item]) -> Iterator[Fault]:
    keys: set[str] = set()
    texts: set[str] = set()
    for item in items:
        if not item.key:
            yield Fault(PlaybookFault.NAMELESS, item.text)
        text = item.text.casefold()
        if item.key in keys or text in texts:
            yield Fault(PlaybookFault.TWICE, item.text or item.key)
        keys.add(item.key)
        texts |= {text} - {""}


@dataclass(frozen=True, slots=True)
class Playbook:
    """The guide and the share of time of every strategy, and what holds for all accounts alike
    (``everywhere``, ``None`` for Clavero's words). Raises :class:`Faulty`."""

    guides: Mapping[Strategy, Guide]
    shares: Mapping[Strategy, Share]
    everywhere: str | None = None

    def __post_init__(self) -> None:
        if faults := list(self._faults()):
            raise Faulty(faults)

    def _faults(self) -> Iterator[Fault]:
        if set(self.guides) != set(Strategy) or set(self.shares) != set(Strategy):
            yield Fault(PlaybookFault.UNREADABLE)
            return
        for strategy, share in self.shares.items():
            for end in (share.low, share.high):
                if not 0 <= end <= HUNDRED:
                    yield Fault(PlaybookFault.SHARE_OUTSIDE, strategy, float(end), HUNDRED)
            if share.low > share.high:
                low, high = float(share.low), float(share.high)
                yield Fault(PlaybookFault.SHARE_REVERSED, strategy, low, high)
        least = sum(share.low for share in self.shares.values())
        most = sum(share.high for share in self.shares.values())
        if least > HUNDRED:
            yield Fault(PlaybookFault.MINIMUMS_OVER, "", float(least), HUNDRED)
        if most < HUNDRED:
            yield Fault(PlaybookFault.MAXIMUMS_UNDER, "", float(most), HUNDRED)

    def to_plain(self) -> dict[str, Any]:
        """As a plain dictionary, which :func:`parse_playbook` reads back."""
        return {
            "everywhere": self.everywhere,
            "shares": {each: [str(s.low), str(s.high)] for each, s in self.shares.items()},
            "guides": {each: _guide_to_plain(guide) for each, guide in self.guides.items()},
        }


def parse_playbook(plain: Mapping[str, Any]) -> Playbook:
    """The playbook that :meth:`Playbook.to_plain` wrote. Raises :class:`Faulty`."""
    try:
        shares = {
            Strategy(each): Share(Decimal(low), Decimal(high))
            for each, (low, high) in plain["shares"].items()
        }
        guides = {Strategy(each): _guide(guide) for each, guide in plain["guides"].items()}
        return Playbook(guides, shares, plain["everywhere"])
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        if isinstance(error, Faulty):
            raise
        raise Faulty([Fault(PlaybookFault.UNREADABLE)]) from error


def to_plain(item: Asked) -> dict[str, Any]:
    """What is asked of an account as a plain dictionary, without its key."""
    if isinstance(item, Objective):
        return {"text": item.text}
    if isinstance(item, Kpi):
        return {
            "text": item.text,
            "direction": item.direction.value,
            "target": None if item.target is None else str(item.target),
            "unit": item.unit.value,
        }
    if isinstance(item, Task):
        return {"text": item.text, "months": item.months, "doer": item.doer.value}
    return {"text": item.text, "months": item.months}


def objective_of(key: str, plain: Mapping[str, Any]) -> Objective:
    """The objective that :func:`to_plain` wrote."""
    return Objective(key, plain["text"])


def kpi_of(key: str, plain: Mapping[str, Any]) -> Kpi:
    """The target that :func:`to_plain` wrote."""
    target = None if plain["target"] is None else Decimal(plain["target"])
    return Kpi(key, Direction(plain["direction"]), target, Unit(plain["unit"]), plain["text"])


def task_of(key: str, plain: Mapping[str, Any]) -> Task:
    """The task that :func:`to_plain` wrote."""
    return Task(key, plain["months"], Doer(plain["doer"]), plain["text"])


def reviews_of(key: str, plain: Mapping[str, Any]) -> Reviews:
    """The rhythm that :func:`to_plain` wrote."""
    return Reviews(key, plain["months"], plain["text"])


def _guide_to_plain(guide: Guide) -> dict[str, Any]:
    def rows(items: Iterable[Item]) -> list[dict[str, Any]]:
        return [{"key": item.key, **to_plain(item)} for item in items]

    return {
        "stages": [stage.value for stage in guide.stages],
        "review_months": guide.review_months,
        "objectives": rows(guide.objectives),
        "kpis": rows(guide.kpis),
        "tasks": rows(guide.tasks),
        "texts": {aspect.value: text for aspect, text in guide.texts.items()},
    }


def _guide(plain: Mapping[str, Any]) -> Guide:
    return Guide(
        stages=tuple(Stage(each) for each in plain["stages"]),
        review_months=plain["review_months"],
        objectives=tuple(objective_of(each["key"], each) for each in plain["objectives"]),
        kpis=tuple(kpi_of(each["key"], each) for each in plain["kpis"]),
        tasks=tuple(task_of(each["key"], each) for each in plain["tasks"]),
        texts={Aspect(aspect): text for aspect, text in plain["texts"].items()},
    )
