"""What becomes of alerts when signals are looked at again: the same signal never makes a second
alert, one that flickers makes no noise, and what somebody closed stays closed while nothing is new.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from clavero.alerts.rules.signals import Severity, Signal


class State(StrEnum):
    """What has become of an alert."""

    OPEN = "open"
    SNOOZED = "snoozed"  # by somebody, until a day or until it gets worse
    CLOSED = "closed"  # by somebody, for a reason
    RESOLVED = "resolved"  # by itself: the signal is gone


STANDING = frozenset({State.OPEN, State.SNOOZED})
"""Somebody has it before them, now or later."""


@dataclass(frozen=True, slots=True)
class Calm:
    """How long things have to stay as they are. A signal is gone after ``gone_after`` days without
    it; one that comes back within ``returns_within`` days of its end is the same alert again."""

    gone_after: int = 3
    returns_within: int = 30

    def over_on(self, gone_since: date) -> date:
        """When an alert that waits is over, unless its signal comes back before."""
        return gone_since + timedelta(self.gone_after)


CALM = Calm()
"""What holds here."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An alert as it stands. ``peak`` is the worst that people have been told of since it opened,
    ``last_seen`` the last day with its signal, ``gone_since`` the first day without it, ``None``
    while it is seen. One that ``waits`` may flicker: it is over after days without its signal."""

    id: int
    key: str
    state: State
    severity: Severity
    peak: Severity
    last_seen: date
    gone_since: date | None = None
    snoozed_until: date | None = None
    waits: bool = True


class News(StrEnum):
    """Why people are told of an alert."""

    RAISED = "raised"
    RETURNED = "returned"
    WORSE = "worse"
    WOKEN = "woken"  # its snooze is over
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one alert: ``after`` is how it stands then, ``None`` for a new one;
    ``news`` is ``None`` where nothing has happened. What was over for a moment and is back happens,
    but nobody ``is_told``: they have been before."""

    news: News | None
    signal: Signal | None
    after: Kept | None
    is_told: bool = True

    @property
    def state(self) -> State:
        """The state it has then."""
        return State.OPEN if self.after is None else self.after.state


def steps(
    kept: Iterable[Kept], signals: Iterable[Signal], on: date, calm: Calm | None = None
) -> list[Step]:
    """What to do on ``on`` with the alerts ``kept``, the latest of each key, given today's signals;
    alerts that stay as they are make no step.

    Nothing that was seen on a later day is touched: a run of yesterday that ends today is old.
    """
    calm = calm or CALM
    seen = _worst_by_key(signals)
    found: list[Step] = []
    known: set[str] = set()
    for alert in kept:
        known.add(alert.key)
        signal = seen.get(alert.key)
        if max(alert.last_seen, alert.gone_since or alert.last_seen) > on:
            continue
        step = _without(alert, on, calm) if signal is None else _with(alert, signal, on, calm)
        if step is not None:
            found.append(step)
    new = (signal for key, signal in seen.items() if key not in known)
    return [*found, *(Step(News.RAISED, signal, None) for signal in new)]


def _worst_by_key(signals: Iterable[Signal]) -> dict[str, Signal]:
    found: dict[str, Signal] = {}
    for each in signals:
        if each.key not in found or found[each.key].severity < each.severity:
            found[each.key] = each
    return found


def _with(alert: Kept, signal: Signal, on: date, calm: Calm) -> Step | None:
    """The signal is there."""
    is_worse = signal.severity > alert.peak
    if alert.state in STANDING:
        return _standing(alert, signal, on, is_worse=is_worse)
    ended = alert.gone_since
    if ended is None:  # somebody closed it, knowing
        news, state = (News.WORSE, State.OPEN) if is_worse else (None, alert.state)
        return Step(news, signal, _seen(alert, signal, on, state, starts=is_worse))
    if on - ended <= timedelta(calm.returns_within):
        is_told = is_worse or on - ended >= timedelta(calm.gone_after)
        if alert.state is State.RESOLVED or is_told:
            after = _seen(alert, signal, on, State.OPEN, starts=is_told)
            return Step(News.RETURNED, signal, after, is_told)
        return Step(None, signal, _seen(alert, signal, on, alert.state))
    return Step(News.RAISED, signal, None)


def _standing(alert: Kept, signal: Signal, on: date, *, is_worse: bool) -> Step:
    is_over = alert.snoozed_until is not None and on >= alert.snoozed_until
    if is_worse:
        return Step(News.WORSE, signal, _seen(alert, signal, on, State.OPEN))
    if alert.state is State.SNOOZED and is_over:
        return Step(News.WOKEN, signal, _seen(alert, signal, on, State.OPEN))
    return Step(None, signal, _seen(alert, signal, on, alert.state))


def _seen(alert: Kept, signal: Signal, on: date, state: State, *, starts: bool = False) -> Kept:
    return Kept(
        id=alert.id,
        key=alert.key,
        state=state,
        severity=signal.severity,
        peak=signal.severity if starts else max(alert.peak, signal.severity),
        last_seen=on,
        snoozed_until=alert.snoozed_until if state is State.SNOOZED else None,
        waits=alert.waits,
    )


def _without(alert: Kept, on: date, calm: Calm) -> Step | None:
    """The signal is not there. What somebody has put off is kept for some days all the same: were
    it over at once, it would be back before its day when it flickers."""
    if alert.state is State.OPEN and not alert.waits:
        return Step(News.RESOLVED, None, _gone(alert, State.RESOLVED, alert.gone_since or on))
    if alert.gone_since is None:
        return Step(None, None, _gone(alert, alert.state, on))
    is_gone = on - alert.gone_since >= timedelta(calm.gone_after)
    if alert.state in STANDING and is_gone:
        return Step(News.RESOLVED, None, _gone(alert, State.RESOLVED, alert.gone_since))
    return None


def _gone(alert: Kept, state: State, since: date) -> Kept:
    return Kept(
        id=alert.id,
        key=alert.key,
        state=state,
        severity=alert.severity,
        peak=alert.peak,
        last_seen=alert.last_seen,
        gone_since=since,
        snoozed_until=alert.snoozed_until if state is State.SNOOZED else None,
        waits=alert.waits,
    )
