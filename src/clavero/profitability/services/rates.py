"""The rate book: capacities, activities and the cost of capital, each from a day on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import history, record
from clavero.core.errors import Forbidden, Refusal
from clavero.core.money import plain
from clavero.core.revisions import reconcile
from clavero.identity.rules import Actor, Verb
from clavero.profitability.hooks import COUNTED_IN_APP
from clavero.profitability.models import (
    ActivityEntry,
    CapacityEntry,
    CreditEntry,
    ServingEvent,
)
from clavero.profitability.rules.cost_to_serve import PRACTICAL
from clavero.profitability.rules.events import BY_LEDGER, having_of_text
from clavero.profitability.rules.rates import KAM, Source
from clavero.profitability.selectors.book import read_rate_book
from clavero.profitability.selectors.history import WORDS
from clavero.profitability.services._version import bump, hold
from clavero.ui import formats

ZERO = Decimal(0)
M = TypeVar("M", bound=Model)


@transaction.atomic
def set_capacity(
    actor: Actor,
    *,
    key: str,
    valid_from: date,
    months: int,
    cost: Decimal,
    minutes: Decimal | None = None,
    theoretical: Decimal | None = None,
    name: str = "",
    seen: int = 0,
) -> CapacityEntry:
    """Enter what a capacity costs in ``months`` months and the practical ``minutes`` it has then.

    Where nobody measured those, 80% of the ``theoretical`` ones paid for. An entry of the same
    day is corrected by whoever has seen it, at the revision ``seen``.
    """
    _begin(actor, key, valid_from)
    if minutes is None and theoretical is None:
        raise Refusal(
            _("A capacity has minutes."),
            code="minutes_missing",
            field="minutes",
            hint=_("Write the practical ones, or those paid for: four fifths of them are taken."),
        )
    practical = (theoretical or ZERO) * PRACTICAL if minutes is None else minutes
    if practical <= 0 or cost < 0:
        raise Refusal(
            _("A capacity has minutes and no negative cost."),
            code="no_capacity",
            field="cost" if cost < 0 else "minutes",
            hint=_("Write what it costs without a sign, and more than zero minutes."),
        )
    asked = {
        "name": name,
        "months": months,
        "cost": cost,
        "minutes": practical,
        "theoretical": theoretical,
    }
    return _set(actor, CapacityEntry, "capacity.set", {"key": key, "valid_from": valid_from},
                asked, seen)  # fmt: skip


@transaction.atomic
def set_activity(
    actor: Actor,
    *,
    key: str,
    valid_from: date,
    capacity: str,
    source: Source,
    base: Decimal,
    extras: Mapping[str, Decimal] | None = None,
    travel: Decimal = ZERO,
    name: str = "",
    seen: int = 0,
) -> ActivityEntry:
    """Enter the minutes that an event takes of a capacity, and the money that each costs.

    Raises :class:`Refusal` where events of its days have characteristics that it no longer knows.
    """
    _begin(actor, key, valid_from)
    if not CapacityEntry.objects.filter(key=capacity).exists():
        raise Refusal(
            _("There is no such capacity."),
            code="unknown_capacity",
            field="capacity",
            hint=_("Enter the capacity first."),
        )
    if capacity == KAM:
        raise Refusal(
            _("The key account team is charged by the hours it records, not by events."),
            code="charged_by_hours",
            field="capacity",
            hint=_("Choose another capacity."),
        )
    if source is Source.LEDGER and key not in BY_LEDGER:
        raise Refusal(
            _("The sales ledger tells of orders, deliveries and returns alone."),
            code="not_in_the_ledger",
            field="source",
            hint=_("Let a file of events count it."),
        )
    if source is Source.APP and key not in COUNTED_IN_APP:
        raise Refusal(
            _("Clavero has no records of these."),
            code="not_in_the_app",
            field="source",
            hint=_("Let a file of events count it."),
        )
    if base < 0 or travel < 0 or any(minutes < 0 for minutes in (extras or {}).values()):
        raise Refusal(
            _("Nothing takes less than no time."),
            code="negative_time",
            field="base",
            hint=_("Write minutes and money without a sign."),
        )
    asked = {
        "name": name,
        "capacity": capacity,
        "source": source.value,
        "base": base,
        "extras": {each: plain(minutes) for each, minutes in sorted((extras or {}).items())},
        "travel": travel,
    }
    entry = _set(actor, ActivityEntry, "activity.set", {"key": key, "valid_from": valid_from},
                 asked, seen)  # fmt: skip
    _refuse_orphans(key)
    return entry


@transaction.atomic
def set_cost_of_capital(
    actor: Actor, *, valid_from: date, cost_of_capital: Decimal, seen: int = 0
) -> CreditEntry:
    """Enter what capital costs a year, a fraction."""
    _begin(actor, "credit", valid_from)
    if not 0 <= cost_of_capital <= 1:
        raise Refusal(
            _("The cost of capital lies between nothing and the whole of it."),
            code="not_a_share",
            field="cost_of_capital",
            hint=_("Write 8 for eight percent a year."),
        )
    return _set(actor, CreditEntry, "credit.set", {"valid_from": valid_from},
                {"cost_of_capital": cost_of_capital}, seen)  # fmt: skip


def _begin(actor: Actor, key: str, valid_from: date) -> None:
    if not actor.may(Verb.SET_SERVING_RATES):
        raise Forbidden(Verb.SET_SERVING_RATES)
    if not key:
        raise Refusal(
            _("It needs a name."), code="name_missing", field="name", hint=_("Write one.")
        )
    if valid_from.day != 1:
        raise Refusal(
            _("Rates change with a month."),
            code="not_a_first_of_month",
            field="valid_from",
            hint=_("Choose the first day of a month."),
        )
    hold()


def _set(
    actor: Actor,
    model: type[M],
    verb: str,
    which: Mapping[str, Any],
    asked: dict[str, Any],
    seen: int,
) -> M:
    """Enter or correct one entry; what somebody else wrote meanwhile is not written over."""
    manager = model._default_manager
    entry, is_new = manager.select_for_update().get_or_create(**which, defaults=asked)
    if is_new:
        record(actor, verb, entry, after=_told(which, asked))
    else:
        now = {field: getattr(entry, field) for field in asked}
        if not seen and now != asked:
            raise _there_already(entry, which["valid_from"])
        stay = reconcile(entry, seen=seen, now=now, asked=asked, words=WORDS)
        after = asked | {field: now[field] for field in stay}
        for field, value in after.items():
            setattr(entry, field, value)
        entry.save()
        record(actor, verb, entry, before=_told(which, now), after=_told(which, after))
    bump()
    return entry


def _there_already(entry: Model, valid_from: date) -> Refusal:
    """Who enters something new for a day that has an entry did not mean to write over it."""
    last = history(entry).first()
    return Refusal(
        _("There is an entry from %(day)s already; %(by)s wrote it."),
        code="entry_there",
        field="valid_from",
        hint=_("Choose another month, or go to the rates and correct that entry."),
        day=formats.day(valid_from),
        by="Clavero" if last is None else last.by_name,
    )


def _told(which: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        field: plain(value) if isinstance(value, Decimal) else value
        for field, value in {**which, **values}.items()
    }


def _refuse_orphans(key: str) -> None:
    """Events whose characteristics nobody could charge any more."""
    book = read_rate_book()
    told = (
        ServingEvent.objects.filter(kind=key, minutes__isnull=True)
        .exclude(having="")
        .order_by()
        .values_list("day", "having")
        .distinct()
    )
    for day, having in told:
        found = book.activity(key, day)
        missing = having_of_text(having).keys() - (found.time.extras if found else {}).keys()
        if missing:
            raise Refusal(
                _("There are events with “%(name)s” on days on which it would have no minutes."),
                code="extra_in_use",
                field="extras",
                hint=_("Keep it, with 0 minutes if it takes none."),
                name=min(missing),
            )
