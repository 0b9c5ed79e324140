"""What a task is: its states, where it comes from, who may give it to whom; and what falls due."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum

SOON = 7  # days: what is near


class State(StrEnum):
    """How far a task is."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"  # it is no longer wanted


class Origin(StrEnum):
    """What a task comes of."""

    HAND = "hand"  # somebody wrote it down
    INTERACTION = "interaction"  # agreed in a meeting, a call or a visit
    SURVEY = "survey"  # what a customer answered
    COMPLAINT = "complaint"
    FINDING = "finding"  # news or a trend of the market
    CONTACT = "contact"
    ALERT = "alert"
    PLAN = "plan"
    PLAYBOOK = "playbook"
    OPPORTUNITY = "opportunity"
    CONTRACT = "contract"
    REQUEST = "request"  # to a department
    HANDOVER = "handover"
    DEVELOPMENT = "development"  # of a person


class DueKind(StrEnum):
    """What falls due on a day."""

    TASK = "task"
    ACTION = "action"  # of a plan
    REVIEW = "review"
    RENEWAL = "renewal"
    PROMISE = "promise"
    GATE = "gate"  # of an investment
    CLOSING = "closing"  # of an opportunity
    HANDOVER = "handover"
    MEETING = "meeting"
    SURVEY = "survey"
    COMPLAINT = "complaint"
    REQUEST = "request"
    MILESTONE = "milestone"
    NEGOTIATION = "negotiation"
    SIGNATURE = "signature"


def may_give(giver: int | None, team: Collection[int], to: int) -> bool:
    """Whether somebody gives tasks to another: to themselves and to those below them in the chart;
    the product itself, which is nobody, to everybody.

    >>> may_give(1, {2, 3}, 3), may_give(1, {2, 3}, 1), may_give(3, set(), 1)
    (True, True, False)
    """
    return giver is None or to == giver or to in team


def is_overdue(due: date | None, state: State, today: date) -> bool:
    """Whether the day has passed and nothing was done; the day itself is still in time.

    >>> is_overdue(date(2026, 3, 2), State.OPEN, date(2026, 3, 2))
    False
    """
    return state is State.OPEN and due is not None and due < today


class When(StrEnum):
    """How near a day is."""

    LATE = "late"
    TODAY = "today"
    WEEK = "week"  # within the next seven days
    LATER = "later"
    NEVER = "never"  # no day was said


def when(due: date | None, today: date) -> When:
    """How near a day is.

    >>> when(date(2026, 3, 9), date(2026, 3, 2))
    <When.WEEK: 'week'>
    """
    if due is None:
        return When.NEVER
    ahead = (due - today).days
    if ahead < 0:
        return When.LATE
    if ahead == 0:
        return When.TODAY
    return When.WEEK if ahead <= SOON else When.LATER
