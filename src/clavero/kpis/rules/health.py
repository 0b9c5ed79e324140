"""The health of an account: signals in weighted groups, each with the day of its data.

A signal that is not known, or too old, earns nothing: forgetting one never makes an account green.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import accumulate

from clavero.kpis.rules.kpi import Light

KNOWN_AT_LEAST = 0.7
"""The part of all weight that has to be known before anything is green, as in the matrix."""
GREEN_FROM, RED_BELOW = 0.8, 0.4
_POINTS = {Light.GREEN: 1.0, Light.AMBER: 0.5, Light.RED: 0.0}
_SLACK = 1e-9  # weights are thirds of something


class Group(StrEnum):
    """What a signal tells of."""

    BUSINESS = "business"
    RHYTHM = "rhythm"
    RELATIONSHIP = "relationship"
    PLAN = "plan"


WEIGHTS: Mapping[Group, float] = {
    Group.BUSINESS: 0.55,
    Group.RHYTHM: 0.25,
    Group.RELATIONSHIP: 0.1,
    Group.PLAN: 0.1,
}


GROUPED: Mapping[Group, tuple[str, ...]] = {
    Group.RELATIONSHIP: (
        "relationship-quality", "promoters", "satisfaction", "contact-coverage", "resilience",
        "meetings-and-calls", "meetings-kept", "meetings-beyond-purchasing", "senior-meetings",
        "days-since-contact",
    ),
    Group.PLAN: ("plan-freshness", "initiatives-delivered", "validated-value"),
}  # fmt: skip
_GROUP_OF = {key: group for group, keys in GROUPED.items() for key in keys}


def group_of(key: str) -> Group:
    """What a KPI tells of, by its key: of the business unless it is said to tell of another.

    >>> group_of("promoters"), group_of("sales-growth")
    (<Group.RELATIONSHIP: 'relationship'>, <Group.BUSINESS: 'business'>)
    """
    return _GROUP_OF.get(key, Group.BUSINESS)


class Why(StrEnum):
    """Why the light is what it is."""

    CRITICAL = "critical"  # a signal that is red by itself makes the account red
    LOW = "low"
    TOO_LITTLE_KNOWN = "too_little_known"
    BETWEEN = "between"
    GOOD = "good"


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing that is watched. ``weight`` is against the others of its group, ``day`` that of
    its data, ``lasts`` for how many days they can be relied on."""

    key: str
    group: Group
    light: Light
    weight: float
    day: date | None
    lasts: int
    is_critical: bool = False

    def is_stale(self, on: date) -> bool:
        """Whether there is something, but too old to say how the account stands."""
        return (
            self.light is not Light.GREY
            and self.day is not None
            and (on - self.day).days > self.lasts
        )

    def is_known(self, on: date) -> bool:
        """Whether it says how the account stands."""
        return self.light is not Light.GREY and self.day is not None and not self.is_stale(on)


@dataclass(frozen=True, slots=True)
class GroupHealth:
    """A group: its score is of what is known of it, ``None`` where that is nothing."""

    group: Group
    weight: float
    signals: Sequence[Signal]
    known: float  # the part of its weight that is known
    score: float | None
    day: date | None  # the oldest of the data that count

    @property
    def is_measured(self) -> bool:
        """Whether anything of it is watched."""
        return bool(self.signals)


@dataclass(frozen=True)
class Health:
    """An account's health on a day, with what would turn it green and what is missing."""

    on: date
    signals: Sequence[Signal]
    weights: Mapping[Group, float] = field(default_factory=lambda: WEIGHTS, repr=False)

    @cached_property
    def shares(self) -> list[float]:
        """The part of all weight that each signal has."""
        together: dict[Group, float] = {}
        for each in self.signals:
            together[each.group] = together.get(each.group, 0.0) + each.weight
        return [
            self.weights[each.group] * each.weight / together[each.group]
            if together[each.group] > 0
            else 0.0
            for each in self.signals
        ]

    @cached_property
    def is_known(self) -> list[bool]:
        """Whether each signal says anything."""
        return [each.is_known(self.on) for each in self.signals]

    @cached_property
    def known(self) -> float:
        """The part of all weight that is known and fresh."""
        return sum(share for share, known in zip(self.shares, self.is_known, strict=True) if known)

    @cached_property
    def earned(self) -> float:
        """The points of what is known, of all weight."""
        each = zip(self.shares, self.is_known, self.signals, strict=True)
        return sum(share * _POINTS[signal.light] for share, known, signal in each if known)

    @cached_property
    def wanted(self) -> float:
        """The points from which it is green: of all that is watched, known or not."""
        return GREEN_FROM * sum(self.shares)

    @property
    def score(self) -> float | None:
        """From 0 to 1, of what is known."""
        return self.earned / self.known if self.known > 0 else None

    @cached_property
    def why(self) -> Why:
        """What its light follows from."""
        critical = [at for at, each in enumerate(self.signals) if each.is_critical]
        if any(self.is_known[at] and self.signals[at].light is Light.RED for at in critical):
            return Why.CRITICAL
        if self.score is not None and self.score < RED_BELOW - _SLACK:
            return Why.LOW
        if self.known < KNOWN_AT_LEAST - _SLACK or not all(self.is_known[at] for at in critical):
            return Why.TOO_LITTLE_KNOWN
        return Why.GOOD if self.earned >= self.wanted - _SLACK else Why.BETWEEN

    @property
    def light(self) -> Light:
        """How it stands: grey where too little is known to say."""
        return _LIGHTS[self.why]

    @cached_property
    def groups(self) -> list[GroupHealth]:
        """The groups, heaviest first; those that nothing is watched of, too."""
        return [self._group(group, weight) for group, weight in self.weights.items()]

    def _group(self, group: Group, weight: float) -> GroupHealth:
        inside = [at for at, each in enumerate(self.signals) if each.group is group]
        counted = [at for at in inside if self.is_known[at]]
        known = sum(self.shares[at] for at in counted)
        points = sum(self.shares[at] * _POINTS[self.signals[at].light] for at in counted)
        days = [day for at in counted if (day := self.signals[at].day) is not None]
        return GroupHealth(
            group=group,
            weight=weight,
            signals=[self.signals[at] for at in inside],
            known=known / weight if weight > 0 else 0.0,
            score=points / known if known > 0 else None,
            day=min(days, default=None),
        )

    @cached_property
    def missing(self) -> list[Signal]:
        """What is watched and not known, or too old, heaviest first."""
        unknown = [at for at in range(len(self.signals)) if not self.is_known[at]]
        return [self.signals[at] for at in sorted(unknown, key=lambda at: -self.shares[at])]

    @cached_property
    def turning(self) -> list[Signal] | None:
        """The fewest signals that would make it green by being green, largest gain first; ``None``
        where not even all of them would, because too little is watched."""
        gains = {
            at: share * (1 - _POINTS[each.light]) if self.is_known[at] else share
            for at, (each, share) in enumerate(zip(self.signals, self.shares, strict=True))
        }
        needed = [at for at in gains if self._stands_in_the_way(at)]
        rest = sorted((at for at in gains if at not in needed), key=lambda at: -gains[at])
        unknown = [at for at in rest if not self.is_known[at]]
        known = [at for at in rest if self.is_known[at] and gains[at] > 0]
        short = self.wanted - self.earned - sum(gains[at] for at in needed)
        unseen = KNOWN_AT_LEAST - self.known
        unseen -= sum(gains[at] for at in needed if not self.is_known[at])
        # Of so many from each side the largest are best, for the points and for what is known.
        best: list[int] | None = None
        for count, gained in enumerate(accumulate((gains[at] for at in unknown), initial=0.0)):
            if gained < unseen - _SLACK:
                continue
            more = _fewest([gains[at] for at in known], short - gained)
            if more is not None and (best is None or count + more < len(best)):
                best = [*unknown[:count], *known[:more]]
        if best is None:
            return None
        chosen = sorted([*needed, *best], key=lambda at: -gains[at])
        return [self.signals[at] for at in chosen]

    def _stands_in_the_way(self, at: int) -> bool:
        signal = self.signals[at]
        return signal.is_critical and (not self.is_known[at] or signal.light is Light.RED)


_LIGHTS = {
    Why.CRITICAL: Light.RED,
    Why.LOW: Light.RED,
    Why.TOO_LITTLE_KNOWN: Light.GREY,
    Why.BETWEEN: Light.AMBER,
    Why.GOOD: Light.GREEN,
}
WORST_FIRST = (Light.RED, Light.AMBER, Light.GREY, Light.GREEN)


def _fewest(gains: Sequence[float], wanted: float) -> int | None:
    """How many of the largest are enough."""
    for count, gained in enumerate(accumulate(gains, initial=0.0)):
        if gained >= wanted - _SLACK:
            return count
    return None
