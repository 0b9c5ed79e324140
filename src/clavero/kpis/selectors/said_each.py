"""The accounts behind what is said of several together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone

from clavero.identity.rules import Actor
from clavero.identity.selectors import names_of
from clavero.kpis import store
from clavero.kpis.rules.kpi import Direction, Kpi, Level
from clavero.kpis.selectors.complaining import complaints_together
from clavero.kpis.selectors.joining import (
    Group,
    Weights,
    estimates,
    joined_values,
    spoken,
    tops,
    with_complaints,
)
from clavero.kpis.selectors.kept import (
    Catalogue,
    Value,
    catalogue,
    latest,
    may_see,
)
from clavero.kpis.selectors.said import entered, sales_of
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import Card, seen_now


@dataclass(frozen=True, slots=True)
class SaidEach:
    """A KPI that people or rooms say, of the accounts of somebody: what each says, those that need
    somebody first, and what that comes to."""

    level: Level
    title: str
    known: Catalogue = field(repr=False)
    kpi: Kpi
    accounts: Sequence[tuple[Card, Value, Decimal | None]]  # with what each weighs
    value: Value | None


def is_said_together(key: str, level: Level, known: Catalogue) -> bool:
    """Whether a KPI of a level above accounts is put together of what is said of them."""
    kpi = known.by_key.get(key)
    return kpi is not None and kpi.is_said and level in kpi.levels


def said_each(
    actor: Actor, level: Level, subject: str, people: Sequence[int] | None, key: str
) -> SaidEach | None:
    """What each account of somebody says of a KPI; ``None`` while nothing was computed. Raises
    ``ObjectDoesNotExist`` for those whom the reader may not see, and for what is not said of
    several accounts together."""
    known = catalogue()
    if not is_said_together(key, level, known) or not may_see(actor, level, subject):
        raise ObjectDoesNotExist(subject)
    title = "" if level is Level.COMPANY else names_of([int(subject)]).get(int(subject))
    if title is None:
        raise ObjectDoesNotExist(subject)
    snapshot = latest()
    if snapshot is None:
        return None
    (scope, shape), kpi, today = seen_now(actor), known.by_key[key], timezone.localdate()
    forest, theirs = shape.forests[Tree.LEGAL], scope.customers
    group = Group(None)
    if people is not None:  # as on the board: of what they led and the reader sees today
        rows = store.read_owned(snapshot.file, people)
        led = [row for row in rows if theirs is None or row.subject in theirs]
        group = Group({row.subject for row in led})
    sales = store.read_sales(snapshot.file) if people is None else sales_of(led)
    told = entered(actor, sales, today, known, shape, is_all=people is None)
    values = {code: each for code, some in told.items() for each in some if each.kpi.key == key}
    said = estimates(told)
    weights = Weights(sales, said)
    codes = said.keys() if group.codes is None else group.codes
    by = [by for code in tops(codes, forest) for by, _each in spoken(code, key, said, forest)]
    counted = complaints_together({"": group.records(forest)}, today, known).get("", [])
    together = with_complaints(joined_values(codes, said, today, known, forest, weights), counted)
    shown = [
        (shape.cards[code], values[code], weights.of(kpi, code))
        for code in by
        if code in shape.cards
    ]
    is_floor = kpi.direction is Direction.AT_LEAST
    shown.sort(key=lambda each: (each[1].estimate.value or 0, each[0].code), reverse=not is_floor)
    value = next((each for each in together if each.kpi.key == key), None)
    return SaidEach(level, title, known, kpi, shown, value)
