"""What is promised on a day: the calendar by which an account is served, and within how long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings

from clavero.care.models import AccountHours, Hours, Terms
from clavero.care.rules.calendar import Calendar, every_weekday, shifts_of
from clavero.care.rules.cases import FIRST_TABLE, Promised, Severity, Table, Tier
from clavero.care.rules.days_off import DaysOff
from clavero.identity.rules import Actor
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import Structure, leads_of
from clavero.selection.selectors import key_accounts

if TYPE_CHECKING:
    from clavero.portfolio.models import Customer


@dataclass(frozen=True, slots=True)
class InForce:
    """The terms that hold on a day; ``version`` is ``None`` for those that Clavero proposes."""

    version: Terms | None
    table: Table
    stops: bool


def terms_on(day: date, known: datetime | None = None) -> InForce:
    """The latest version that holds on a day; with ``known``, of those that had been written by
    that moment. One query."""
    held = Terms.objects.filter(valid_from__lte=day)
    found = (held if known is None else held.filter(created_at__lte=known)).first()
    if found is None:
        return InForce(None, FIRST_TABLE, stops=True)
    return InForce(found, table_of(found.table), found.stops)


def table_of(kept: Mapping[str, list[int]]) -> Table:
    """A table as it is kept, ``{"key.low": [480, 2700], …}``, as rules read it."""
    return {
        (tier, severity): Promised(
            *(timedelta(minutes=each) for each in kept[key_of(tier, severity)])
        )
        for tier in Tier
        for severity in Severity
    }


def key_of(tier: Tier, severity: Severity) -> str:
    """Under which name a promise is kept."""
    return f"{tier}.{severity}"


def hours_on(customer: Customer, shape: Structure, day: date) -> Hours | None:
    """The calendar that holds for an account: its own, else that of the nearest group above it that
    has one, else the usual one; ``None`` while the company has written none. Two queries."""
    own = name_of_hours(customer.code, shape)
    found = Hours.objects.filter(name__in={"", own}, valid_from__lte=day)
    # Of each calendar the latest comes first; the account's own goes before the usual one.
    return next(iter(sorted(found, key=lambda each: not each.name)), None)


def name_of_hours(code: str, shape: Structure) -> str:
    """Which calendar was chosen for an account, or for the nearest group above it; empty for the
    usual one. One query."""
    forest = shape.forests[Tree.LEGAL]
    way = [forest.survivor(code), *forest.ancestors(code)]
    records = {same: place for place, each in enumerate(way) for same in forest.same(each)}
    chosen = AccountHours.objects.filter(customer__code__in=sorted(records))
    names = {records[each]: name for each, name in chosen.values_list("customer__code", "name")}
    return next((names[place] for place in sorted(names)), "")


def usual_hours(day: date) -> Hours | None:
    """The company's usual calendar on a day; ``None`` while it has written none. One query."""
    return Hours.objects.filter(name="", valid_from__lte=day).first()


def calendar_of(hours: Hours | None) -> Calendar:
    """What a calendar says; the usual hours of an office where the company has written none."""
    if hours is None:
        return Calendar(ZoneInfo(settings.TIME_ZONE), every_weekday())
    return Calendar(
        ZoneInfo(hours.zone),
        {int(day): shifts_of(text) for day, text in hours.week.items()},
        DaysOff(
            hours.country,
            hours.region,
            frozenset(date.fromisoformat(each) for each in hours.days_off),
        ),
    )


def tier_of(customer: Customer, shape: Structure, day: date) -> Tier:
    """What an account is to us on a day: key, by itself or by a group above it; led by somebody; or
    neither. Two queries."""
    code = shape.alone.survivor(customer.code)
    own = {code, *shape.forests[Tree.LEGAL].ancestors(code)}
    if any(each.card.code in own for each in key_accounts(Actor.system(), day)):
        return Tier.KEY
    return Tier.MANAGED if leads_of([code], shape, day) else Tier.OTHER


def all_terms() -> list[Terms]:
    """Every version, the latest first."""
    return list(Terms.objects.all())


def all_hours() -> list[Hours]:
    """Every version of every calendar, the usual one first."""
    return list(Hours.objects.all())


def names_of_hours() -> list[str]:
    """The calendars beside the usual one."""
    return sorted(set(Hours.objects.exclude(name="").order_by().values_list("name", flat=True)))
