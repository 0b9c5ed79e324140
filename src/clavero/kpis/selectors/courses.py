"""How what accounts are held to went, month by month."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from clavero.core.period import add_months
from clavero.identity.rules import Actor
from clavero.kpis import store
from clavero.kpis.models import Snapshot
from clavero.kpis.rules.kpi import Kpi, Level
from clavero.kpis.rules.parts import Parts
from clavero.kpis.selectors.frameworks import NOTHING, frameworks
from clavero.kpis.selectors.kept import Catalogue, all_entered, catalogue, value_of
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import Card, structure
from clavero.portfolio.visibility import scope_for

MONTHS = 38
"""Snapshots looked back at: two years of changes, each beside the one of a year before."""
Points = Sequence[tuple[date, Decimal]]


@dataclass(frozen=True, slots=True)
class Course:
    """A KPI of an account: its values on the firsts of the last months, without a gap, or those
    that people entered, with their days; the earliest first."""

    card: Card
    kpi: Kpi
    points: Points


@dataclass(frozen=True, slots=True)
class Courses:
    """Those of every account, with the catalogue that they are of."""

    known: Catalogue
    courses: tuple[Course, ...]


def courses(actor: Actor, on: date) -> Courses | None:
    """What the accounts that somebody leads and ``actor`` sees are held to, by the snapshots of a
    day; ``None`` while nothing was computed."""
    kept = list(Snapshot.objects.filter(day__lte=on).order_by("-day")[:MONTHS])[::-1]
    if not kept:
        return None
    known, shape = catalogue(kept[-1]), structure()
    cards = {code: shape.cards[code] for code in _led(actor, kept[-1])}
    held = frameworks(actor, cards, on, known, shape)
    by_day = {
        (account, each.key, each.day): each.value
        for account, each in all_entered(actor, cards, on, known, shape)
    }
    entries: dict[tuple[str, str], list[tuple[date, Decimal]]] = {}
    for (account, key, day), value in by_day.items():
        if value is None:  # withheld, or counted no longer
            continue
        entries.setdefault((account, key), []).append((day, value))
    months = _without_a_gap(kept)
    by_month = {month.day: _parts(month, held) for month in months}
    by_key = known.by_key
    found = []
    for code in held.keys() & cards.keys():
        for item in held.get(code, NOTHING).framework.items:
            kpi = by_key.get(item.key)
            if kpi is None:
                continue
            if kpi.is_said:
                points: Points = entries.get((code, kpi.key), [])
            else:
                points = list(_computed(kpi, code, by_month, known))
            found.append(Course(cards[code], kpi, points))
    return Courses(known, tuple(sorted(found, key=lambda each: (each.card.code, each.kpi.key))))


def _led(actor: Actor, snapshot: Snapshot) -> list[str]:
    """The accounts that somebody leads, a group for all that the same person leads below it."""
    shape, seen = structure(), scope_for(actor).customers
    forest = shape.forests[Tree.LEGAL]
    leads = {row.subject: row.owner for row in store.read_led(snapshot.file)}
    return [
        code
        for code, lead in leads.items()
        if code in shape.cards
        and (seen is None or code in seen)
        and leads.get(forest.parent(code) or "") != lead
    ]


def _without_a_gap(kept: Sequence[Snapshot]) -> list[Snapshot]:
    """The last snapshots as far back as none of a month is missing."""
    found = [kept[-1]]
    for each in reversed(kept[:-1]):
        if each.day != add_months(found[-1].day, -1):
            break
        found.append(each)
    return found[::-1]


def _parts(month: Snapshot, codes: Collection[str]) -> dict[str, Parts]:
    return {row.subject: row.parts for row in store.read(month.file, Level.ACCOUNT, codes)}


def _computed(
    kpi: Kpi, code: str, by_month: Mapping[date, Mapping[str, Parts]], known: Catalogue
) -> Iterator[tuple[date, Decimal]]:
    """The last values, as far back as none is unknown."""
    found: list[tuple[date, Decimal]] = []
    for day, parts in reversed([*by_month.items()]):
        value = value_of(kpi, parts[code], known).value if code in parts else None
        if value is None:
            break
        found.append((day, value))
    yield from reversed(found)
