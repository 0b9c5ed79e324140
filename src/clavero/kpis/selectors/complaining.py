"""What complaints come to as KPIs, which the room of complaints counts case by case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from clavero.care.selectors import AccountTimes, complaining_codes, times_by_account
from clavero.kpis.rules.parts import as_entered, quality
from clavero.kpis.selectors.kept import Catalogue, Value


def figures_of_complaints(found: AccountTimes) -> Iterator[tuple[str, Decimal, int | None]]:
    """What is known of the times of some complaints, by the KPI that it is, with how many it
    counts."""
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


def end_of(day: date) -> datetime:
    """The last moment of a day of which anything can be known."""
    end = datetime.combine(day + timedelta(days=1), time(), timezone.get_current_timezone())
    return min(end, timezone.now())


def complaints_together(
    groups: Mapping[str, Collection[str] | None], on: date, known: Catalogue
) -> dict[str, list[Value]]:
    """The KPIs of the complaints of some records together as a day ends, by the group's name;
    ``None`` are all records. Counted from the cases: what each account comes to does not say it.
    Four queries at most, however many groups there are."""
    belongs: dict[str, list[str]] = defaultdict(list)
    for name, codes in groups.items():
        for code in complaining_codes() if codes is None else codes:
            belongs[code].append(name)
    if not belongs:
        return {}
    kpis = known.by_key
    found: dict[str, list[Value]] = {}
    for name, times in times_by_account(belongs, end_of(on)).items():
        for key, number, n in figures_of_complaints(times):
            told = as_entered(kpis[key], number, n)
            good = quality(told, is_rate=kpis[key].is_rate)
            value = Value(kpis[key], told, good, on, is_counted=True)
            found.setdefault(name, []).append(value)
    return found
