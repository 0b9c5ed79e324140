"""What a play proposes to an account that gets its strategy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from clavero.core.period import add_months, first_of_month
from clavero.playbook.rules.plays import Kind, Play

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Proposed:
    """One thing to decide on. ``due`` is its first day; ``months`` after how many it comes again,
    ``None`` for what is done once."""

    kind: Kind
    text: str
    due: date
    months: int | None = None


def proposed(play: Play, since: date) -> list[Proposed]:
    """What ``play`` asks of an account from ``since`` on: objectives and targets within the year,
    tasks and reviews on the first working day after their rhythm."""
    return list(_proposed(play, since))


def _proposed(play: Play, since: date) -> Iterator[Proposed]:
    in_a_year = working_day(months_on(since, 12))
    for text in play.objectives:
        yield Proposed(Kind.OBJECTIVE, text, in_a_year)
    for text in play.targets:
        yield Proposed(Kind.TARGET, text, in_a_year)
    for task in play.tasks:
        due = working_day(months_on(since, task.months))
        yield Proposed(Kind.TASK, task.what, due, task.months)
    review = working_day(months_on(since, play.review_months))
    yield Proposed(Kind.REVIEW, "", review, play.review_months)


def months_on(day: date, months: int) -> date:
    """The same day some months later, the month's last one where it has no such day.

    >>> months_on(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    month = add_months(first_of_month(day), months)
    last = add_months(month, 1) - timedelta(days=1)
    return min(month + timedelta(days=day.day - 1), last)


def working_day(day: date) -> date:
    """``day``, or the Monday after it.

    >>> working_day(date(2026, 11, 28))
    datetime.date(2026, 11, 30)
    """
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= SATURDAY else day
