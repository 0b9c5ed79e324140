"""One account: what is expected of it, and how its probability alive went up and down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.lifetime.rules.asking import Asked
from clavero.lifetime.rules.histories import Purchases
from clavero.lifetime.rules.models import Fit
from clavero.lifetime.selectors.base import (
    BaseFit,
    Versions,
    base_fit,
    read_purchases,
    versions_of,
)
from clavero.lifetime.selectors.picture import LifetimeRow, margins_of, rows_of
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import Card, data_span, structure
from clavero.portfolio.selectors.counted import Counted, counted
from clavero.portfolio.selectors.kept import Kept
from clavero.portfolio.visibility import accounts, narrowed, scope_for

_MOST_KEPT = 500
_MOST_POINTS = 160


class Moment(NamedTuple):
    """A day, the probability alive at its end and the days of purchase up to then."""

    day: date
    alive: float
    purchases: int


@dataclass(frozen=True, slots=True)
class AccountLifetime:
    """An account with its score; ``counts`` says what counts for it. ``row`` is ``None`` where it
    never bought or nothing could be fitted."""

    card: Card
    counts: Counted
    asked: Asked
    data: Period
    versions: Versions
    base: BaseFit
    row: LifetimeRow | None
    course: list[Moment]


_kept: Kept[AccountLifetime] = Kept(limit=_MOST_KEPT, weigh=lambda _found: 1)


def account_lifetime(actor: Actor, customer_id: int, asked: Asked) -> AccountLifetime | None:
    """What is expected of one account with all that rolls up to it; ``None`` without any sales.

    Raises ``Customer.DoesNotExist`` for strangers to it.
    """
    code = accounts(actor).values_list("code", flat=True).get(pk=customer_id)
    data = data_span()
    if data is None:
        return None
    scope, shape = scope_for(actor), structure()
    card, versions = shape.cards[code], versions_of(shape)
    counts = counted(card, Tree.LEGAL, scope, shape)

    def compute() -> AccountLifetime:
        base = base_fit(asked.kind, versions, data.last)
        own, rollup = narrowed(scope, counts.codes), dict.fromkeys(counts.codes, code)
        bought = read_purchases(own, rollup)
        rows = rows_of(bought, shape, asked, data, base, margins_of(own, rollup, data))
        return AccountLifetime(
            card=card,
            counts=counts,
            asked=asked,
            data=data,
            versions=versions,
            base=base,
            row=rows[0] if rows else None,
            course=_course(base, bought, data),
        )

    return _kept.get((versions, code, counts, asked), compute)


def _course(base: BaseFit, bought: Purchases, data: Period) -> list[Moment]:
    """The probability alive from the first purchase on, as the model of today sees it."""
    if not isinstance(base.purchases, Fit) or not len(bought.day):
        return []
    first, end = int(bought.day[0]), data.last.toordinal()
    step = max(1, -(-(end - first) // _MOST_POINTS))
    days = np.unique(np.append(np.arange(first, end, step), end))
    seen = np.searchsorted(bought.day, days, side="right")
    last = bought.day[seen - 1]
    alive = base.purchases.model.alive(seen - 1, (last - first) / 7, (days - first) / 7)
    return [
        Moment(date.fromordinal(day), chance, count)
        for day, chance, count in zip(days.tolist(), alive.tolist(), seen.tolist(), strict=True)
    ]
