"""The rate book as read from the tables."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from clavero.profitability.hooks import COUNTED_IN_APP, InApp
from clavero.profitability.models import (
    ActivityEntry,
    CapacityEntry,
    CreditEntry,
    ServingVersion,
)
from clavero.profitability.rules.cost_to_serve import EventTime
from clavero.profitability.rules.rates import (
    ActivityRate,
    CapacityRate,
    CreditRate,
    RateBook,
    Source,
    by_key,
)


class ServingAt(NamedTuple):
    """A version of what serving takes: new after every change to rates, events and work, and to
    what Clavero counts itself where the rates ask for it."""

    number: int
    counted: tuple[tuple[str, tuple[int, ...]], ...] = ()


def serving_version() -> ServingAt:
    """The version of now. One query, and one for each activity that Clavero counts itself."""
    number = ServingVersion.objects.values_list("number", flat=True).first() or 0
    stamps = ((kind, told.stamp()) for kind, told in counted_in_app(_kept(number)).items())
    return ServingAt(number, tuple(stamps))


def counted_in_app(book: RateBook) -> dict[str, InApp]:
    """The activities that Clavero has the records of, and is asked to count, in a fixed order."""
    return {
        kind: COUNTED_IN_APP[kind]
        for kind in sorted(COUNTED_IN_APP)
        if book.is_from(Source.APP, kind)
    }


def rate_book(version: ServingAt) -> RateBook:
    """The rate book at a version; kept in the process until the next one."""
    return _kept(version.number)


def read_rate_book() -> RateBook:
    """The rate book as it is in this transaction."""
    capacities = [
        CapacityRate(each.key, each.valid_from, each.months, each.cost, each.minutes)
        for each in CapacityEntry.objects.all()
    ]
    activities = [_activity(each) for each in ActivityEntry.objects.all()]
    credit = [
        CreditRate(each.valid_from, each.cost_of_capital)
        for each in CreditEntry.objects.order_by("valid_from")
    ]
    return RateBook(
        capacities=by_key(capacities, [each.key for each in capacities]),
        activities=by_key(activities, [each.key for each in activities]),
        credit=credit,
    )


@lru_cache(maxsize=2)
def _kept(_version: int) -> RateBook:
    return read_rate_book()


def _activity(entry: ActivityEntry) -> ActivityRate:
    extras = {name: Decimal(minutes) for name, minutes in entry.extras.items()}
    return ActivityRate(
        key=entry.key,
        valid_from=entry.valid_from,
        capacity=entry.capacity,
        source=Source(entry.source),
        time=EventTime(entry.base, extras),
        travel=entry.travel,
    )
