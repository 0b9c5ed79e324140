"""What a guide proposes for an account, and what its manager says to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from clavero.playbook.rules import guides
from clavero.playbook.rules.dates import months_on, working_day
from clavero.playbook.rules.guides import Asked, Guide, Kpi, Objective, Reviews, Task

REVIEW = "review"
A_YEAR = 12  # months that an account has for its objectives and targets
NEARLY_OVER = timedelta(days=60)
"""Yearly reviews are held some weeks sooner or later: what ends so soon after one is of the year
that it ends."""


class Kind(StrEnum):
    """What is proposed."""

    OBJECTIVE = "objective"
    KPI = "kpi"
    TASK = "task"
    REVIEW = "review"


class State(StrEnum):
    """What has become of a proposal."""

    OPEN = "open"
    ACCEPTED = "accepted"
    EDITED = "edited"  # accepted with other content
    DROPPED = "dropped"


AGREED = (State.ACCEPTED, State.EDITED)
NEED_A_REASON = (State.EDITED, State.DROPPED)


@dataclass(frozen=True, slots=True)
class Proposed:
    """Something for an account: what, and by when; of what comes again the first day."""

    what: Asked
    due: date


_KINDS: Mapping[type[Asked], Kind] = {
    Objective: Kind.OBJECTIVE,
    Kpi: Kind.KPI,
    Task: Kind.TASK,
    Reviews: Kind.REVIEW,
}
_READERS: Mapping[Kind, Callable[[str, Mapping[str, Any]], Asked]] = {
    Kind.OBJECTIVE: guides.objective_of,
    Kind.KPI: guides.kpi_of,
    Kind.TASK: guides.task_of,
    Kind.REVIEW: guides.reviews_of,
}


def kind_of(what: Asked) -> Kind:
    """Of which kind something is."""
    return _KINDS[type(what)]


def is_over(proposed: Proposed, today: date) -> bool:
    """Whether the day by which something was to be reached has passed."""
    return isinstance(proposed.what, Objective | Kpi) and proposed.due < today


def ends_with(proposed: Proposed, review: date) -> bool:
    """Whether something was to be reached in the year that a review of that day ends."""
    return is_over(proposed, review + NEARLY_OVER)


def of_the_year(guide: Guide, day: date) -> list[Proposed]:
    """What a guide proposes anew for the year that begins on ``day``: what is to be reached. What
    comes again goes on."""
    return [each for each in starting_points(guide, day) if isinstance(each.what, Objective | Kpi)]


def starting_points(guide: Guide, day: date) -> list[Proposed]:
    """What a guide proposes on ``day``."""
    once: list[Asked] = [*guide.objectives, *guide.kpis]
    again: list[Task | Reviews] = [*guide.tasks, Reviews(REVIEW, guide.review_months)]
    in_a_year = working_day(months_on(day, A_YEAR))
    return [
        *(Proposed(each, in_a_year) for each in once),
        *(Proposed(each, months_on(day, each.months)) for each in again),
    ]


def to_plain(proposed: Proposed) -> dict[str, Any]:
    """What is kept of a proposal's content, which :func:`proposed_of` reads back."""
    return {**guides.to_plain(proposed.what), "due": proposed.due.isoformat()}


def proposed_of(kind: Kind, key: str, plain: Mapping[str, Any]) -> Proposed:
    """The content that :func:`to_plain` wrote."""
    return Proposed(_READERS[kind](key, plain), date.fromisoformat(plain["due"]))
