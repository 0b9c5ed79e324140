"""The targets that accounts miss."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from clavero.identity.rules import Actor
from clavero.kpis.rules.framework import Item
from clavero.kpis.rules.kpi import Light
from clavero.kpis.selectors.frameworks import NOTHING, frameworks
from clavero.kpis.selectors.health import health
from clavero.kpis.selectors.kept import Catalogue, Value
from clavero.portfolio.selectors import Card, structure


@dataclass(frozen=True, slots=True)
class Missed:
    """A target that an account misses by more than is tolerated."""

    card: Card
    item: Item
    value: Value


@dataclass(frozen=True, slots=True)
class AllMissed:
    """Every one of them, with the catalogue that they are of."""

    known: Catalogue
    missed: tuple[Missed, ...]


def missed(actor: Actor) -> AllMissed | None:
    """The targets missed by the accounts that somebody leads and ``actor`` sees; ``None`` while
    nothing was computed."""
    picture = health(actor)
    if picture is None:
        return None
    led = [each for each in picture.listed if each.lead_id is not None]
    codes, today = [each.card.code for each in led], timezone.localdate()
    held = frameworks(actor, codes, today, picture.known, structure())
    found = []
    for each in led:
        items = held.get(each.card.code, NOTHING).framework.by_key
        red = {
            signal.key
            for signal in each.health.signals
            if signal.light is Light.RED
            and signal.key in items  # silence and complaints have alerts of their own
            and not (each.values[signal.key].kpi.is_said and signal.is_stale(today))
        }
        found += [Missed(each.card, items[key], each.values[key]) for key in sorted(red)]
    return AllMissed(picture.known, tuple(found))
