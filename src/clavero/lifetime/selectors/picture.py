"""What each customer is likely to buy, scored by the fit of the whole base."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from clavero.core.money import round_for_display
from clavero.core.period import Period
from clavero.core.scope import Scope
from clavero.identity.rules import Actor
from clavero.ledger import selectors as ledger
from clavero.lifetime.rules.asking import Asked
from clavero.lifetime.rules.histories import Histories, Purchases, histories
from clavero.lifetime.rules.models import Fit, SpendingFit, discounted_purchases, in_a_year
from clavero.lifetime.rules.staying import Cohort
from clavero.lifetime.selectors.base import (
    BaseFit,
    Versions,
    base_fit,
    purchases_of,
    versions_of,
)
from clavero.lifetime.selectors.looking_back import HeldOut, cohorts_of, tested
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.rules.margin import margin
from clavero.portfolio.selectors import Structure, data_span, scope_for, structure
from clavero.portfolio.selectors.kept import Kept
from clavero.ui.rows import Rows

ZERO = Decimal(0)
_MOST_ROWS = 200_000
_PLACES = 4
_OF_MARGIN = ("contribution", "net_sales_with_cost")


class LifetimeRow(NamedTuple):
    """An account. ``alive`` is a probability, ``expected`` the purchases of the next 52 weeks and
    ``value`` what they bring; ``lifetime`` is what they and those of the years asked for leave,
    discounted. ``None`` is unknown: the spending is not fitted, or no cost of the account is
    known."""

    id: int | None
    code: str
    name: str
    purchases: int
    first: date
    last: date
    spent: Decimal | None
    alive: Decimal
    expected: Decimal
    value: Decimal | None
    margin: Decimal | None
    lifetime: Decimal | None


@dataclass(frozen=True)
class LifetimePicture:
    """All accounts of a scope that ever bought, the most valuable first; none where the purchases
    of the base could not be fitted.

    ``cohorts`` are these accounts by the quarter of their first purchase."""

    asked: Asked
    data: Period
    is_whole: bool
    versions: Versions
    base: BaseFit
    rows: list[LifetimeRow]
    cohorts: list[Cohort]

    @cached_property
    def listed(self) -> Rows[LifetimeRow]:
        """The rows for a list."""
        return Rows(self.rows)

    @cached_property
    def alive(self) -> Decimal:
        """How many are likely still to be customers."""
        return sum((row.alive for row in self.rows), ZERO)

    @cached_property
    def expected(self) -> Decimal:
        """The purchases of all in the next 52 weeks."""
        return sum((row.expected for row in self.rows), ZERO)

    @cached_property
    def value(self) -> Decimal | None:
        """What these bring."""
        known = [row.value for row in self.rows if row.value is not None]
        return sum(known, ZERO) if known else None

    @cached_property
    def lifetime(self) -> Decimal | None:
        """What those whose margin is known leave in the years asked for."""
        known = [row.lifetime for row in self.rows if row.lifetime is not None]
        return sum(known, ZERO) if known else None

    @cached_property
    def without_margin(self) -> int:
        """Of how many accounts the margin is not known."""
        return sum(row.margin is None for row in self.rows)


_pictures: Kept[LifetimePicture] = Kept(
    limit=_MOST_ROWS, weigh=lambda picture: len(picture.rows) + 1
)


def lifetime_picture(actor: Actor, asked: Asked) -> LifetimePicture | None:
    """What the accounts that ``actor`` sees are likely to buy; ``None`` without any sales."""
    data = data_span()
    if data is None:
        return None
    scope, shape = scope_for(actor), structure()
    versions = versions_of(shape)
    key = (versions, scope, asked)
    return _pictures.get(key, lambda: _picture(scope, shape, asked, data, versions))


def held_out_of(picture: LifetimePicture) -> HeldOut | None:
    """The picture's model tested on the last months of the whole company, for who sees that."""
    if not picture.is_whole:
        return None
    return tested(picture.versions, picture.data, picture.asked.kind)


def _picture(
    scope: Scope, shape: Structure, asked: Asked, data: Period, versions: Versions
) -> LifetimePicture:
    base = base_fit(asked.kind, versions, data.last)
    bought = purchases_of(scope, versions)
    rollup = shape.forest(Tree.LEGAL).rollup(scope.customers)
    is_fitted = isinstance(base.purchases, Fit)
    margins = margins_of(scope, rollup, data) if is_fitted else {}
    return LifetimePicture(
        asked=asked,
        data=data,
        is_whole=scope.is_everything,
        versions=versions,
        base=base,
        rows=rows_of(bought, shape, asked, data, base, margins),
        cohorts=cohorts_of(bought, data),
    )


def rows_of(
    bought: Purchases,
    shape: Structure,
    asked: Asked,
    data: Period,
    base: BaseFit,
    margins: Mapping[str, Decimal],
) -> list[LifetimeRow]:
    """What the fit of the base says of each account; nothing without a fit."""
    if not isinstance(base.purchases, Fit):
        return []
    of, model = histories(bought, data.last.toordinal()), base.purchases.model
    worth = discounted_purchases(
        model, of, years=asked.years, discount=float(asked.discount)
    ).tolist()
    alive = model.alive(of.x, of.t_x, of.T).tolist()
    expected = in_a_year(model, of).tolist()
    spends = _spends(base, of)
    rows = []
    for at, place in enumerate(of.place.tolist()):
        code = bought.names[place]
        card = shape.cards.get(code)
        spent, own = spends[at], margins.get(code)
        first = data.last - timedelta(days=round(of.T[at] * of.days_a_unit))
        rows.append(
            LifetimeRow(
                id=card.id if card else None,
                code=code,
                name=card.title if card else code,
                purchases=int(of.x[at]) + 1,
                first=first,
                last=first + timedelta(days=round(of.t_x[at] * of.days_a_unit)),
                spent=None if spent is None else _money(spent),
                alive=_rounded(alive[at]),
                expected=_rounded(expected[at]),
                value=None if spent is None else _money(spent * expected[at]),
                margin=own,
                lifetime=None
                if spent is None or own is None
                else _money(float(own) * spent * worth[at]),
            )
        )
    return sorted(rows, key=lambda row: (-(row.value or ZERO), -row.expected, row.code))


def margins_of(scope: Scope, rollup: Mapping[str, str], data: Period) -> dict[str, Decimal]:
    """The margin of each account over all the data, where it is known."""
    found = {}
    table = ledger.by_account(scope, data, rollup=rollup, only=_OF_MARGIN)
    columns = (table[name].to_pylist() for name in ("account", *_OF_MARGIN))
    for account, contribution, net_sales in zip(*columns, strict=True):
        known = margin(contribution, net_sales).value
        if account is not None and known is not None:
            found[account] = round(known, _PLACES)
    return found


def _spends(base: BaseFit, of: Histories) -> list[float] | list[None]:
    if not isinstance(base.spending, SpendingFit):
        return [None] * len(of)
    found: list[float] = base.spending.model.expected_of(of.x, of.mean).tolist()
    return found


def _money(amount: float) -> Decimal:
    return round_for_display(Decimal(amount), 2)


def _rounded(value: float) -> Decimal:
    return round(Decimal(value), _PLACES)
