"""What accounts are held to, beside how they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from clavero.identity.rules import Actor
from clavero.kpis import store
from clavero.kpis.models import Snapshot
from clavero.kpis.rules.framework import Item
from clavero.kpis.rules.kpi import Kpi, Level, Light
from clavero.kpis.selectors.frameworks import NOTHING, frameworks
from clavero.kpis.selectors.kept import Catalogue, Value, catalogue, entered, values
from clavero.kpis.store import Standing
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import Card, structure


@dataclass(frozen=True, slots=True)
class Held:
    """A KPI that an account is held to; ``value`` is ``None`` where there is none."""

    kpi: Kpi
    item: Item
    value: Value | None

    @property
    def light(self) -> Light:
        """How it stands against its target."""
        found = None if self.value is None else self.value.estimate.value
        return self.item.target_of(self.kpi.direction).light(found)


def held_to(
    actor: Actor, rows: Sequence[Standing], snapshot: Snapshot, known: Catalogue
) -> dict[str, list[Held]]:
    """What the accounts of ``rows`` are held to today, by their codes."""
    today, codes = timezone.localdate(), [row.subject for row in rows]
    frames = frameworks(actor, codes, today, known)
    told = entered(codes, today, known)
    found: dict[str, list[Held]] = {}
    for row in rows:
        standing = values(row.parts, Level.ACCOUNT, snapshot.day, known)
        by_key = {each.kpi.key: each for each in [*standing, *told.get(row.subject, [])]}
        items = frames.get(row.subject, NOTHING).framework.by_key
        found[row.subject] = [
            Held(known.by_key[key], item, by_key.get(key))
            for key, item in items.items()
            if key in known.by_key
        ]
    return found


@dataclass(frozen=True, slots=True)
class Missed:
    """A target that an account misses by more than is tolerated, by the snapshot of ``day``."""

    card: Card
    held: Held
    day: date


def missed(known: Catalogue | None = None) -> list[Missed] | None:
    """Every target that an account which somebody leads misses by more than is tolerated; ``None``
    while nothing was computed. For the system: it asks about everybody."""
    snapshot = Snapshot.objects.filter(day__lte=timezone.localdate()).order_by("-day").first()
    if snapshot is None:
        return None
    known, shape = known or catalogue(), structure()
    forest = shape.forests[Tree.LEGAL]
    rows = [row for row in store.read_led(snapshot.file) if row.subject in shape.cards]
    leads = {row.subject: row.owner for row in rows}
    # Who leads a group is not told of each of its members beside it.
    rows = [row for row in rows if leads.get(forest.parent(row.subject) or "") != row.owner]
    return [
        Missed(shape.cards[code], held, snapshot.day)
        for code, every in held_to(Actor.system(), rows, snapshot, known).items()
        for held in every
        if held.light is Light.RED
    ]
