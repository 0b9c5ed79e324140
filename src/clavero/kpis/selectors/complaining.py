"""What complaints come to as KPIs, which the room of complaints counts case by case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from clavero.care.selectors import (
    AccountTimes,
    Overdue,
    complaining_codes,
    money_at_stake,
    overdue,
    received_by_code,
    times_by_account,
)
from clavero.core.period import Period, first_of_month, known_days
from clavero.identity.rules import Actor
from clavero.kpis.rules.parts import as_entered, quality
from clavero.kpis.selectors.kept import Catalogue, Value
from clavero.ledger import selectors as ledger
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import Structure, data_span
from clavero.portfolio.visibility import narrowed, scope_for

Groups = Mapping[str, Collection[str] | None]
"""The records that belong together, by a name; ``None`` are all records."""
Figure = tuple[str, Decimal, int | None]
"""A KPI, its value, and how many it counts."""
_HUNDRED = 100


def complaint_figures(groups: Groups, on: date) -> dict[str, list[Figure]]:
    """What the complaints of each group come to as a day ends; of those without any nothing.
    Counted from the cases: what each account comes to does not say it. Eight queries at most,
    however many groups there are."""
    complaining = complaining_codes()
    belongs: dict[str, list[str]] = defaultdict(list)
    for name, codes in groups.items():
        for code in complaining if codes is None else complaining.intersection(codes):
            belongs[code].append(name)
    if not belongs:
        return {}
    times = times_by_account(belongs, _end_of(on))
    found = {name: [*_of_times(each)] for name, each in times.items()}
    for name, figure in _per_hundred_orders({name: groups[name] for name in found}, on).items():
        found[name].append(figure)
    at_stake: dict[str, list[Decimal | None]] = defaultdict(list)
    for code, money in money_at_stake(belongs, _end_of(on)).items():
        for name in belongs[code]:
            at_stake[name].append(money)
    for name, amounts in at_stake.items():
        known = [each for each in amounts if each is not None]
        if len(known) == len(amounts):  # a missing rate would count as nothing
            total = sum(known, Decimal(0))
            found.setdefault(name, []).append(("complaint-money", total, None))
    return found


def overdue_complaints(codes: Collection[str], shape: Structure) -> dict[str, list[Overdue]]:
    """The open complaints whose time is over, of each of these accounts with all below it. One
    query."""
    forest, found = shape.forests[Tree.LEGAL], dict[str, list[Overdue]]()
    for each in overdue(Actor.system()):
        code = forest.survivor(each.code)
        for above in (code, *forest.ancestors(code)):
            if above in codes:
                found.setdefault(above, []).append(each)
    return found


def complaints_together(groups: Groups, on: date, known: Catalogue) -> dict[str, list[Value]]:
    """The same as values of their KPIs."""
    kpis = known.by_key
    return {
        name: [
            Value(kpi, told, quality(told, is_of_cases=kpi.is_of_cases), on, is_counted=True)
            for key, number, n in figures
            for kpi in [kpis[key]]
            for told in [as_entered(kpi, number, n)]
        ]
        for name, figures in complaint_figures(groups, on).items()
    }  # fmt: skip


def _of_times(found: AccountTimes) -> Iterator[Figure]:
    times = found.times
    if times.response_p90 is not None:
        yield "first-response", times.response_p90, times.answered
    if times.response is not None:
        yield "median-response", times.response, times.answered
    if times.resolution is not None:
        yield "resolution", times.resolution, None
    if times.in_time.value is not None:
        yield "answered-in-time", times.in_time.value, times.in_time.n
    yield "open-complaints", Decimal(times.open), None
    yield "unanswered-complaints", Decimal(times.cases - times.answered), None
    if found.recurring.value is not None:
        yield "complaint-recurrence", found.recurring.value, found.recurring.n


def _per_hundred_orders(groups: Groups, on: date) -> dict[str, Figure]:
    """Complaints over orders, both of the last twelve full months that the ledger knows by then;
    nothing of those without an order."""
    span = data_span()
    if span is None:
        return {}
    period = Period.ttm(first_of_month(min(known_days(span).end, on)))
    received, scope = received_by_code(period), scope_for(Actor.system())
    if all(codes is not None for codes in groups.values()):
        every = frozenset(code for codes in groups.values() for code in codes or ())
        scope = narrowed(scope, every)
    rows = ledger.by_account(scope, period, only=("orders",)).to_pylist()
    orders = {row["account"]: row["orders"] for row in rows}
    found: dict[str, Figure] = {}
    for name, codes in groups.items():
        whole = sum(orders.values() if codes is None else (orders.get(code, 0) for code in codes))
        part = sum(
            received.values() if codes is None else (received.get(code, 0) for code in codes)
        )
        if whole:
            value = Decimal(_HUNDRED * part) / whole
            found[name] = "complaints-per-hundred-orders", value, int(whole)
    return found


def _end_of(day: date) -> datetime:
    """The last moment of a day of which anything can be known."""
    end = datetime.combine(day + timedelta(days=1), time(), timezone.get_current_timezone())
    return min(end, timezone.now())
