"""The times of complaints, which the room of complaints counts, beside what people enter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from clavero.care.selectors import AccountTimes, complaining_codes, times_by_account
from clavero.identity.rules import Actor
from clavero.kpis.services.telling import Told, tell_values
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import structure


def tell_complaints(actor: Actor, *, day: date) -> int:
    """Keep what complaints of the year to the end of ``day`` come to, of every account that
    complained and of each group above it; how many values. Again it changes nothing."""
    codes = complaining_codes()
    if not codes:
        return 0
    shape = structure()
    forest, alone = shape.forests[Tree.LEGAL], shape.alone
    above = {}
    for record in codes:
        code = alone.survivor(record)
        above[record] = [code, *forest.ancestors(code)]
    end = datetime.combine(day + timedelta(days=1), time(), timezone.get_current_timezone())
    found = times_by_account(above, min(end, timezone.now()))
    told = [
        Told(shape.cards[code].id, key, value, n)
        for code, times in found.items()
        for key, value, n in _values(times)
    ]
    return tell_values(actor, day=day, told=told)


def _values(found: AccountTimes) -> Iterator[tuple[str, Decimal, int | None]]:
    """What is known of the times of one account, by the KPI that it is."""
    times = found.times
    if times.response_p90 is not None:
        yield "first-response", times.response_p90, None
    if times.resolution is not None:
        yield "resolution", times.resolution, None
    if times.in_time.value is not None:
        yield "answered-in-time", times.in_time.value, times.in_time.n
    yield "open-complaints", Decimal(times.open), None
    if found.recurring.value is not None:
        yield "complaint-recurrence", found.recurring.value, found.recurring.n
