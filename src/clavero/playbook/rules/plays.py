"""The playbook: what each of the four strategies asks for.

Source: methods §2.4. What the company writes is its own text; what it has not written is Clavero's
default, which is read in the reader's language, and so is not part of these rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import fsum
from typing import Any

from clavero.core.faults import Fault, Faulty
from clavero.matrix.rules.position import Stage
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.rules.scales import Plain

LONGEST_RHYTHM = 24  # months between two reviews
ROUNDING = 1e-9


class Kind(StrEnum):
    """What a play proposes to an account."""

    OBJECTIVE = "objective"
    TARGET = "target"  # of a KPI
    TASK = "task"  # that comes again
    REVIEW = "review"


class PlayFault(StrEnum):
    """Why a playbook cannot be used."""

    SHARE_OUTSIDE = "share_outside"  # below 0 or above 1
    SHARE_REVERSED = "share_reversed"  # from above to
    SHARES_TOO_LARGE = "shares_too_large"  # the least of all four are more than all time
    SHARES_TOO_SMALL = "shares_too_small"  # the most of all four are less than all time
    RHYTHM_OUTSIDE = "rhythm_outside"
    NOTHING_TO_DO = "nothing_to_do"  # no activity


@dataclass(frozen=True, slots=True)
class Task:
    """What is done again and again; ``months`` from one time to the next."""

    what: str
    months: int


@dataclass(frozen=True, slots=True)
class Play:
    """What one strategy asks for. Shares of the managers' time are fractions; ``review_months``
    is the rhythm of reviews. Texts are lists of lines."""

    relationship: Stage
    share_from: float
    share_to: float
    review_months: int
    investment: str
    plan: str
    activities: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    tasks: tuple[Task, ...] = ()

    def faults(self, on: str) -> list[Fault]:
        """All that is wrong with it, told on its strategy."""
        faults = []
        for share in (self.share_from, self.share_to):
            if not 0 <= share <= 1:
                faults.append(Fault(PlayFault.SHARE_OUTSIDE, on, share))
        if self.share_from > self.share_to:
            faults.append(Fault(PlayFault.SHARE_REVERSED, on, self.share_from, self.share_to))
        rhythms = [self.review_months, *(task.months for task in self.tasks)]
        faults += [
            Fault(PlayFault.RHYTHM_OUTSIDE, on, months, LONGEST_RHYTHM)
            for months in rhythms
            if not 1 <= months <= LONGEST_RHYTHM
        ]
        if not self.activities:
            faults.append(Fault(PlayFault.NOTHING_TO_DO, on))
        return faults

    def to_plain(self) -> Plain:
        """As a plain dictionary, which :func:`parse_play` reads back."""
        return {
            "relationship": str(self.relationship),
            "share_from": self.share_from,
            "share_to": self.share_to,
            "review_months": self.review_months,
            "investment": self.investment,
            "plan": self.plan,
            "activities": list(self.activities),
            "metrics": list(self.metrics),
            "objectives": list(self.objectives),
            "targets": list(self.targets),
            "tasks": [[task.what, task.months] for task in self.tasks],
        }


@dataclass(frozen=True, slots=True)
class Playbook:
    """The four plays and what holds for the whole company. Raises :class:`Faulty`."""

    plays: Mapping[Strategy, Play]
    principles: str = ""

    def __post_init__(self) -> None:
        faults = [each for key, play in self.plays.items() for each in play.faults(key.value)]
        least = fsum(play.share_from for play in self.plays.values())
        most = fsum(play.share_to for play in self.plays.values())
        if least > 1 + ROUNDING:
            faults.append(Fault(PlayFault.SHARES_TOO_LARGE, given=least, limit=1.0))
        if most < 1 - ROUNDING:
            faults.append(Fault(PlayFault.SHARES_TOO_SMALL, given=most, limit=1.0))
        if faults:
            raise Faulty(faults)

    def __getitem__(self, strategy: Strategy) -> Play:
        return self.plays[strategy]

    def with_play(self, strategy: Strategy, play: Play) -> Playbook:
        """This playbook with one play replaced."""
        return Playbook({**self.plays, strategy: play}, self.principles)

    def to_plain(self) -> Plain:
        """As a plain dictionary, which :func:`parse_playbook` reads back."""
        return {
            "principles": self.principles,
            "plays": {str(key): play.to_plain() for key, play in self.plays.items()},
        }


def parse_play(plain: Mapping[str, Any]) -> Play:
    """The play that :meth:`Play.to_plain` wrote."""
    return Play(
        relationship=Stage(plain["relationship"]),
        share_from=plain["share_from"],
        share_to=plain["share_to"],
        review_months=plain["review_months"],
        investment=plain["investment"],
        plan=plain["plan"],
        activities=tuple(plain["activities"]),
        metrics=tuple(plain["metrics"]),
        objectives=tuple(plain["objectives"]),
        targets=tuple(plain["targets"]),
        tasks=tuple(Task(what, months) for what, months in plain["tasks"]),
    )


def parse_playbook(plain: Mapping[str, Any]) -> Playbook:
    """The playbook that :meth:`Playbook.to_plain` wrote."""
    plays = {strategy: parse_play(plain["plays"][strategy.value]) for strategy in Strategy}
    return Playbook(plays, plain["principles"])
