"""Factories for the tests of this domain and of those above it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from clavero.identity.models import Person
from clavero.identity.rules import Actor
from clavero.profitability.models import AccountWork
from clavero.profitability.rules.rates import Source
from clavero.profitability.rules.work import WorkKind
from clavero.profitability.services import (
    import_events,
    record_work,
    set_activity,
    set_capacity,
)

SYSTEM = Actor.system()
EARLY = date(2020, 1, 1)
EVENTS = "account,event,date,count"


def set_rates(
    *,
    cost: int | str = 1000,
    minutes: int = 1000,
    months: int = 1,
    since: date = EARLY,
    **base: int,
) -> None:
    """A team with a rate, one a minute unless said, and the minutes of some activities, counted
    from the ledger where it tells of them: ``set_rates(order=8, visit=60)``."""
    set_capacity(
        SYSTEM, key="team", name="The team", valid_from=since, months=months,
        cost=Decimal(cost), minutes=Decimal(minutes),
    )  # fmt: skip
    for key, each in base.items():
        by_ledger = key in {"order", "delivery", "return"}
        set_activity(
            SYSTEM, key=key, valid_from=since, capacity="team", base=Decimal(each),
            source=Source.LEDGER if by_ledger else Source.FILE,
        )  # fmt: skip


def make_work(
    customer: Any,
    person: Person,
    *,
    day: date = date(2024, 1, 15),
    hours: str = "2",
    money: str = "0",
    kind: WorkKind = WorkKind.SELLING,
) -> AccountWork:
    """What a person spent on an account on a day."""
    return record_work(
        SYSTEM, customer_id=customer.pk, person_id=person.pk, day=day, kind=kind,
        hours=Decimal(hours), money=Decimal(money),
    )  # fmt: skip


def bring(*rows: str, header: str = EVENTS, actor: Actor = SYSTEM) -> object:
    """A file of events."""
    return import_events(actor, content="\n".join([header, *rows]).encode(), name="events.csv")
