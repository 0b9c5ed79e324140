"""How customers stay: by the term in which they came, and until they are gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.lifetime.rules.histories import Purchases
from clavero.lifetime.rules.staying import (
    Cohort,
    Survival,
    kaplan_meier,
    share_after,
    tenures,
)
from clavero.lifetime.rules.studies import By, StayingAsked
from clavero.lifetime.rules.terms import Step
from clavero.lifetime.selectors.base import Versions, purchases_of, versions_of
from clavero.lifetime.selectors.looking_back import cohorts_of
from clavero.portfolio.selectors import Structure, data_span, scope_for, structure
from clavero.portfolio.selectors.kept import Kept

_MOST = 24
DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True)
class CohortsPicture:
    """The cohorts of the customers that a reader sees."""

    step: Step
    data: Period
    is_whole: bool
    versions: Versions
    cohorts: Sequence[Cohort]


@dataclass(frozen=True)
class Group:
    """Customers of one kind, ``name`` being empty where nothing was said: how many there are, how
    many are gone, and when."""

    name: str
    customers: int
    gone: int
    steps: Sequence[Survival]
    longest: float

    def at(self, months: float) -> float:
        """The share that stays longer than so many months."""
        return share_after(self.steps, months * DAYS_A_MONTH)

    def left(self, months: float) -> int:
        """How many were gone by then."""
        return sum(step.left for step in self.steps if step.time <= months * DAYS_A_MONTH)

    @property
    def median(self) -> float | None:
        """After how many months half of them are gone; ``None`` where fewer ever are."""
        for step in self.steps:
            if step.share <= 0.5:
                return step.time / DAYS_A_MONTH
        return None


@dataclass(frozen=True)
class StayingPicture:
    """How long the customers stay that a reader sees, the largest group first."""

    asked: StayingAsked
    data: Period
    is_whole: bool
    versions: Versions
    groups: Sequence[Group]

    @property
    def customers(self) -> int:
        """All of them."""
        return sum(group.customers for group in self.groups)

    @property
    def gone(self) -> int:
        """Those that are gone."""
        return sum(group.gone for group in self.groups)


_cohorts: Kept[CohortsPicture] = Kept(limit=_MOST, weigh=lambda _found: 1)
_stays: Kept[StayingPicture] = Kept(limit=_MOST, weigh=lambda _found: 1)


def cohorts_picture(actor: Actor, step: Step) -> CohortsPicture | None:
    """Customers by the term in which they came; ``None`` without any sales."""
    data = data_span()
    if data is None:
        return None
    scope, versions = scope_for(actor), versions_of(structure())

    def compute() -> CohortsPicture:
        found = cohorts_of(purchases_of(scope, versions), data, step)
        return CohortsPicture(step, data, scope.is_everything, versions, found)

    return _cohorts.get((versions, scope, step), compute)


def staying_picture(actor: Actor, asked: StayingAsked) -> StayingPicture | None:
    """How long customers stay until they are gone; ``None`` without any sales."""
    data = data_span()
    if data is None:
        return None
    scope, shape = scope_for(actor), structure()
    versions = versions_of(shape)

    def compute() -> StayingPicture:
        bought = purchases_of(scope, versions)
        groups = list(_groups(bought, shape, asked, data))
        groups.sort(key=lambda group: (-group.customers, group.name))
        return StayingPicture(asked, data, scope.is_everything, versions, groups)

    return _stays.get((versions, scope, asked), compute)


def kind_of(shape: Structure, code: str, by: By) -> str:
    """What is said of a customer, empty where nothing is."""
    card = shape.cards.get(code)
    if card is None or by is By.NOTHING:
        return ""
    return {By.SEGMENT: card.segment, By.SECTOR: card.sector, By.COUNTRY: card.country}[by]


def _groups(bought: Purchases, shape: Structure, asked: StayingAsked, data: Period) -> list[Group]:
    end = data.last.toordinal()
    place, days, gone = tenures(bought, end, round(asked.months * DAYS_A_MONTH))
    kinds = np.array([kind_of(shape, bought.names[at], asked.by) for at in place.tolist()])
    found = []
    for name in sorted(set(kinds.tolist())):
        own = kinds == name
        steps = kaplan_meier(days[own], gone[own])
        longest = float(days[own].max()) / DAYS_A_MONTH
        found.append(Group(name, int(own.sum()), int(gone[own].sum()), steps, longest))
    return found
