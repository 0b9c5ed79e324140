"""What other rooms count, kept beside what people enter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from clavero.core.audit import record_many
from clavero.core.errors import Forbidden
from clavero.identity.rules import Actor, Verb
from clavero.kpis.models import Entry
from clavero.kpis.rules.kpi import grown
from clavero.kpis.services.entering import told_of

AGAIN_AFTER = timedelta(31)
"""What has not changed is said again, so that it does not grow old."""


@dataclass(frozen=True, slots=True)
class Told:
    """The value of an entered KPI of an account, how many it counts, where it does, the standard
    error of a score, and what it was counted in."""

    customer_id: int
    key: str
    value: Decimal
    n: int | None = None
    error: Decimal | None = None
    note: str = ""


@transaction.atomic
def tell_values(actor: Actor, *, day: date, told: Iterable[Told]) -> int:
    """Keep what a room has counted on ``day``, where it is news or was said a month ago; how many.

    What a person entered for that very day stays: they knew something. Again it changes nothing.
    Raises :class:`Forbidden` for everybody but Clavero itself.
    """
    if actor.user_id is not None:
        raise Forbidden(Verb.ENTER_KPIS)
    wanted = {(each.customer_id, each.key): each for each in told}
    said = _last_said(day, wanted)
    changes: list[tuple[Entry, dict[str, Any] | None, dict[str, Any]]] = []
    for place, each in wanted.items():
        last = said.get(place)
        found = round(each.value, 6), each.n, _rounded(each.error)
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


def _rounded(error: Decimal | None) -> Decimal | None:
    return None if error is None else round(error, 6)


def _as_of(said: Entry, day: date) -> tuple[Decimal, int | None, Decimal | None]:
    is_counted = said.by_id is None
    value = grown(said.key, said.value, said.day, day) if is_counted else said.value
    return value, said.n, said.error


def _last_said(day: date, wanted: Iterable[tuple[int, str]]) -> dict[tuple[int, str], Entry]:
    customers, keys = {each[0] for each in wanted}, {each[1] for each in wanted}
    entries = Entry.objects.filter(customer_id__in=customers, key__in=keys, day__lte=day)
    return {(each.customer_id, each.key): each for each in entries.order_by("day", "pk")}
