"""The rate book as its page shows it, and the files of events."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Q, QuerySet

from clavero.core.errors import Forbidden
from clavero.identity.rules import Actor, Verb
from clavero.profitability.models import (
    ActivityEntry,
    CapacityEntry,
    CreditEntry,
    EventFile,
    ServingEvent,
)
from clavero.profitability.rules.events import BY_LEDGER, Standard
from clavero.profitability.rules.rates import Source
from clavero.profitability.selectors.picture import sees_capacities
from clavero.profitability.words import Name, activity_name, capacity_name


class RatesShown(NamedTuple):
    """Every entry, the latest of each key first, and the standard activities without one."""

    capacities: list[CapacityEntry]
    activities: list[ActivityEntry]
    credit: list[CreditEntry]
    without_time: list[str]


def rates(actor: Actor) -> RatesShown:
    """The rate book, for who sees what serving costs the company."""
    if not sees_capacities(actor):
        raise Forbidden(Verb.SEE_WHOLE_PORTFOLIO)
    activities = list(ActivityEntry.objects.all())
    timed = {each.key for each in activities}
    return RatesShown(
        capacities=list(CapacityEntry.objects.all()),
        activities=activities,
        credit=list(CreditEntry.objects.all()),
        without_time=[kind.value for kind in Standard if kind not in timed],
    )


def capacity_names() -> dict[str, Name]:
    """What each capacity is called by its latest entry."""
    rows = CapacityEntry.objects.order_by("key", "valid_from").values_list("key", "name")
    return {key: capacity_name(key, name) for key, name in rows}


def activity_names() -> dict[str, Name]:
    """What each activity is called by its latest entry, the standard ones included."""
    names: dict[str, Name] = {kind.value: activity_name(kind) for kind in Standard}
    rows = ActivityEntry.objects.order_by("key", "valid_from").values_list("key", "name")
    return names | {key: activity_name(key, name) for key, name in rows}


def names_from_files() -> dict[str, Name]:
    """What the activities are called that files count today."""
    names: dict[str, Name] = {
        kind.value: activity_name(kind) for kind in Standard if kind not in BY_LEDGER
    }
    rows = ActivityEntry.objects.order_by("key", "valid_from").values_list("key", "name", "source")
    for key, name, source in rows:
        names[key] = activity_name(key, name)
        if source != Source.FILE:
            del names[key]
    return names


def event_files(actor: Actor) -> QuerySet[EventFile]:
    """The files that brought events, the latest first."""
    if not actor.may(Verb.BRING_EVENTS):
        raise Forbidden(Verb.BRING_EVENTS)
    return EventFile.objects.all()


def rows_elsewhere(file: EventFile) -> int:
    """How many rows of a file another one has too: they stay when it is taken out."""
    elsewhere = Q(file=file, also__isnull=False) | Q(also=file)
    return ServingEvent.objects.filter(elsewhere).order_by().values("pk").distinct().count()
