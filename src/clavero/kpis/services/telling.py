"""What other rooms count, kept beside what people enter."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from clavero.core.audit import record_many
from clavero.core.errors import Forbidden
from clavero.identity.rules import Actor, Verb
from clavero.kpis.models import Entry
from clavero.kpis.rules.kpi import grown
from clavero.kpis.selectors.records import is_own
from clavero.kpis.services.entering import told_of
from clavero.portfolio.selectors import structure

AGAIN_AFTER = timedelta(31)
"""What has not changed is said again, so that it does not grow old."""


@dataclass(frozen=True, slots=True)
class Told:
    """The value of an entered KPI of an account, how many it counts, where it does, the standard
    error of a score, and what it was counted in; without a value, it can be counted no longer."""

    customer_id: int
    key: str
    value: Decimal | None
    n: int | None = None
    error: Decimal | None = None
    note: str = ""


@transaction.atomic
def tell_values(
    actor: Actor, *, day: date, told: Iterable[Told], counts: Collection[str] = ()
) -> int:
    """Keep what a room has counted on ``day``, where it is news or was said a month ago; how many.
    Of the KPIs that it ``counts`` it tells all that there is: what was counted before of an account
    and is not ``told`` any more is known no longer from that day on.

    What a person entered for that very day stays: they knew something. Again it changes nothing.
    Raises :class:`Forbidden` for everybody but Clavero itself.
    """
    if actor.user_id is not None:
        raise Forbidden(Verb.ENTER_KPIS)
    wanted = {(each.customer_id, each.key): each for each in told}
    if counts:
        wanted |= _told_no_longer(day, counts, wanted)
    said = _last_said(day, wanted)
    changes: list[tuple[Entry, dict[str, Any] | None, dict[str, Any]]] = []
    for place, each in wanted.items():
        last = said.get(place)
        found = _rounded(each.value), each.n, _rounded(each.error)
        is_of_the_day = last is not None and last.day == day
        if last is not None and (
            (is_of_the_day and last.by_id is not None)
            or (
                (*_as_of(last, day), last.note) == (*found, each.note)
                and day - last.day < AGAIN_AFTER
            )
        ):
            continue
        if last is None or not is_of_the_day:
            last = Entry(customer_id=each.customer_id, key=each.key, day=day)
        before = None if last.pk is None else told_of(last)
        (last.value, last.n, last.error), last.note, last.by_name = found, each.note, ""  # nobody
        last.save()
        changes.append((last, before, told_of(last)))
    record_many(actor, "kpi.entered", changes)
    return len(changes)


def _rounded(number: Decimal | None) -> Decimal | None:
    return None if number is None else round(number, 6)


def _as_of(said: Entry, day: date) -> tuple[Decimal | None, int | None, Decimal | None]:
    value = said.value
    if value is not None and said.by_id is None:
        value = grown(said.key, value, said.day, day)
    return value, said.n, said.error


def _told_no_longer(
    day: date, counts: Collection[str], told: Collection[tuple[int, str]]
) -> dict[tuple[int, str], Told]:
    """The end of what a room counted last by a day and tells no more. What was counted of a record
    that was merged since ends at the customer that it is now. Two queries."""
    shape, last = structure(), dict[tuple[str, str], Entry]()
    later = Entry.objects.filter(
        customer=OuterRef("customer"), key=OuterRef("key"), day__gt=OuterRef("day"), day__lte=day
    )
    rows = Entry.objects.filter(~Exists(later), key__in=sorted(counts), day__lte=day)
    said = [(shape.alone.survivor(each.customer.code), each) for each in
            rows.order_by().select_related("customer")]  # fmt: skip
    for code, each in sorted(said, key=lambda one: (one[1].day, is_own(one[1], one[0]))):
        last[code, each.key] = each
    return {
        (card.id, key): Told(card.id, key, None)
        for (code, key), each in last.items()
        if (card := shape.cards.get(code)) is not None
        and each.is_counted
        and each.value is not None
        and (card.id, key) not in told
    }


def _last_said(day: date, wanted: Iterable[tuple[int, str]]) -> dict[tuple[int, str], Entry]:
    customers, keys = {each[0] for each in wanted}, {each[1] for each in wanted}
    entries = Entry.objects.filter(customer_id__in=customers, key__in=keys, day__lte=day)
    return {(each.customer_id, each.key): each for each in entries.order_by("day", "pk")}
