"""Alerts follow the signals of today: raised, kept, and over when nothing is seen any more."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from clavero.alerts.models import Alert
from clavero.alerts.rules.raising import CALM, STANDING, Kept, News, State, Step, steps
from clavero.alerts.rules.signals import Severity, Signal
from clavero.alerts.selectors import assignees
from clavero.alerts.services._telling import Change, tell
from clavero.alerts.sources import Partly, Source, sources
from clavero.core.errors import Forbidden
from clavero.identity.rules import Actor, Verb
from clavero.identity.selectors import people
from clavero.portfolio.selectors import Structure, leads_of, structure
from clavero.portfolio.services import hold_structure
from clavero.portfolio.visibility import accounts

IsUnknown = Callable[[Alert], bool]
"""Whether an alert is one of which nothing can be known today."""
_log = logging.getLogger(__name__)
_SYSTEM = Actor.system()
_WRITTEN = (
    "severity", "peak", "since", "opened_on", "last_seen", "gone_since", "state", "snoozed_until",
    "assignee_id", "owner_id", "is_assigned_by_hand", "parameters", "address", "news", "news_at",
    "turns", "reason", "note", "ended_by", "ended_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Raised:
    """What a look at the signals of ``on`` has changed; ``failed`` are the sources that could not
    be read, whose alerts stay as they were."""

    on: date
    counts: Mapping[News, int] = field(default_factory=Counter)
    failed: tuple[str, ...] = ()


def raise_alerts(
    actor: Actor, *, on: date | None = None, of: Collection[str] | None = None
) -> Raised:
    """Look at every source, or at those named in ``of``, and let the alerts follow. Doing it twice
    on a day changes nothing.

    The sources are read before the transaction, which is short: people tend alerts meanwhile.
    """
    if actor.user_id is not None:
        raise Forbidden(Verb.TEND_ALERTS)
    on = on or timezone.localdate()
    seen, unknown, failed = _look(on, of)
    with transaction.atomic():
        hold_structure()  # of two that look at once, the second sees what the first has raised
        found = _follow(actor, seen, unknown, on)
    return Raised(on, Counter(step.news for step in found if step.news), tuple(failed))


def _look(
    on: date, of: Collection[str] | None
) -> tuple[dict[Source, list[Signal]], list[IsUnknown], list[str]]:
    """What each source sees, what some cannot know today, and those that failed: one that does
    leaves the others alone."""
    seen: dict[Source, list[Signal]] = {}
    unknown: list[IsUnknown] = []
    failed: list[str] = []
    for source in sources():
        if of is not None and source.name not in of:
            continue
        try:
            signals = source.signals(on)
            if isinstance(signals, Partly):
                unknown.append(_within(source.kinds, signals.is_unknown))
                signals = signals.signals
            if signals is not None:
                seen[source] = list(signals)
        except Exception:
            _log.exception("the alerts of %s could not be read", source.name)
            failed.append(source.name)
    return seen, unknown, failed


def _within(kinds: Collection[str], is_unknown: Callable[[str], bool]) -> IsUnknown:
    return lambda row: row.kind in kinds and is_unknown(row.key)


def _follow(
    actor: Actor, seen: Mapping[Source, list[Signal]], unknown: Iterable[IsUnknown], on: date
) -> list[Step]:
    kinds = {kind for source in seen for kind in source.kinds}
    rows = _latest(kinds, on)
    every = [each for found in seen.values() for each in found]
    if not rows and not every:  # a first import's end should not wait for the structure
        return []
    shape = structure()
    signals = [each for each in every if shape.alone.survivor(each.account) in shape.cards]
    waiting = frozenset().union(*(source.waits for source in seen))
    known = [row for row in rows.values() if not any(is_so(row) for is_so in unknown)]
    found = steps((_kept(row, waiting) for row in known), signals, on, CALM)
    by_id = {row.pk: row for row in rows.values()}
    before = {pk: _written(row) for pk, row in by_id.items()}
    now = timezone.now()
    changes: dict[News, list[Change]] = {news: [] for news in News}
    new: list[Alert] = []
    ids = {_account_of(step.signal, shape) for step in found if step.signal and not step.after}
    customers = accounts(_SYSTEM).in_bulk(ids)
    for step in found:
        if step.after is None:
            assert step.signal is not None
            customer = customers[_account_of(step.signal, shape)]
            new.append(_new(step.signal, customer, on, now))
        else:
            _apply(by_id[step.after.id], step, on, now, changes)
    _assign([*new, *(row for row in rows.values() if row.is_standing)], shape, on)
    Alert.objects.bulk_create(new)
    changed = [row for pk, row in by_id.items() if _written(row) != before[pk]]
    Alert.objects.bulk_update(changed, _WRITTEN, batch_size=500)
    changes[News.RAISED] += [(each, None, _values(each)) for each in new]
    for news, told in changes.items():
        tell(actor, news.value, told)
    return found


def _latest(kinds: Iterable[str], on: date) -> dict[str, Alert]:
    """The last alert of each key that today's signals may concern, locked."""
    remembered = Q(state__in=[state.value for state in STANDING]) | Q(gone_since=None)
    remembered |= Q(gone_since__gte=on - timedelta(CALM.returns_within))
    rows = Alert.objects.filter(remembered, kind__in=kinds).order_by("pk")
    locked = rows.select_for_update(of=("self",)).select_related("customer")
    return {row.key: row for row in locked}


def _kept(row: Alert, waiting: Collection[str]) -> Kept:
    return Kept(
        id=row.pk,
        key=row.key,
        state=State(row.state),
        severity=Severity(row.severity),
        peak=Severity(row.peak),
        last_seen=row.last_seen,
        gone_since=row.gone_since,
        snoozed_until=row.snoozed_until,
        waits=row.kind in waiting,
    )


def _account_of(signal: Signal, shape: Structure) -> int:
    """The customer that a signal is about today; of a merged record, the one that it became."""
    return shape.cards[shape.alone.survivor(signal.account)].id


def _new(signal: Signal, customer: Any, on: date, now: datetime) -> Alert:
    return Alert(
        key=signal.key,
        kind=signal.kind,
        customer=customer,
        severity=signal.severity,
        peak=signal.severity,
        since=signal.since,
        opened_on=on,
        last_seen=on,
        parameters=dict(signal.parameters),
        owner_id=signal.owner_id,
        address=signal.address,
        news=News.RAISED.value,
        news_at=now,
    )


def _apply(
    row: Alert, step: Step, on: date, now: datetime, changes: dict[News, list[Change]]
) -> None:
    after, signal = step.after, step.signal
    assert after is not None
    before, was_standing = _values(row), row.is_standing
    row.state, row.severity, row.peak = after.state.value, after.severity, after.peak
    row.last_seen, row.gone_since = after.last_seen, after.gone_since
    row.snoozed_until = after.snoozed_until
    if signal is not None:
        row.since, row.address = signal.since, signal.address
        row.parameters, row.owner_id = dict(signal.parameters), signal.owner_id
    if row.is_standing and not was_standing:
        row.opened_on, row.turns = on, row.turns + 1
        row.reason, row.note, row.ended_by, row.ended_at = "", "", "", None
    if step.news is News.RESOLVED:
        row.ended_at = now
    if step.news is not None:
        row.news = step.news.value
        if step.is_told:
            row.news_at = now
        told = _values(row)
        differs = [name for name, value in told.items() if value != before[name]]
        changes[step.news].append(
            (row, {name: before[name] for name in differs}, {name: told[name] for name in differs})
        )


def _written(row: Alert) -> list[object]:
    return [getattr(row, name) for name in _WRITTEN]


def _values(row: Alert) -> dict[str, object]:
    """What an entry says of an alert."""
    return {
        "state": row.state,
        "severity": int(row.severity),
        "snoozed_until": row.snoozed_until,
        "reason": row.reason,
    }


def _assign(rows: Iterable[Alert], shape: Structure, on: date) -> None:
    """Each alert is its account's manager's, or whose who answers for it and may tend it, unless
    somebody gave it to a person who is there."""
    found = list(rows)
    leads = leads_of({shape.codes[row.customer_id] for row in found}, shape, on) if found else {}
    active = set(people(_SYSTEM).filter(is_active=True).order_by().values_list("pk", flat=True))
    tending = cache(lambda customer_id: {pk for pk, _name in assignees(_SYSTEM, customer_id)})
    for row in found:
        if row.is_assigned_by_hand and row.assignee_id in {None, *active}:
            continue
        lead = leads.get(shape.codes[row.customer_id])
        row.assignee_id = None if lead is None else lead.person_id
        if row.owner_id is not None and row.owner_id in tending(row.customer_id):
            row.assignee_id = row.owner_id
        row.is_assigned_by_hand = False
