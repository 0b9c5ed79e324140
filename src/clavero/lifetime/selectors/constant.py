"""What one account is worth at a retention that never changes, and what may be assumed for it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from clavero.core.period import Period, period_of
from clavero.identity.rules import Actor
from clavero.ledger import selectors as ledger
from clavero.lifetime.rules.asking import Asked
from clavero.lifetime.selectors.base import base_purchases
from clavero.lifetime.selectors.customer import AccountLifetime, account_lifetime
from clavero.portfolio.selectors import scope_for
from clavero.portfolio.visibility import narrowed


@dataclass(frozen=True, slots=True)
class Assumed:
    """What the ledger suggests: the account's ``contribution`` of the last twelve full months,
    where a cost of it is known, and the part of the company's customers of the twelve months before
    that ``stayed``, of so many that were ``there``."""

    account: AccountLifetime
    period: Period
    before: Period
    contribution: Decimal | None
    stayed: int
    there: int

    @property
    def retention(self) -> Decimal | None:
        """The part that stayed."""
        return Decimal(self.stayed) / self.there if self.there else None


def assumed_for(actor: Actor, customer_id: int) -> Assumed | None:
    """What may be assumed for an account; ``None`` without any sales.

    Raises ``Customer.DoesNotExist`` for strangers to it.
    """
    account = account_lifetime(actor, customer_id, Asked())
    if account is None:
        return None
    period = period_of("ttm", account.data)
    before = period.calendar_before()
    codes = account.counts.codes
    table = ledger.by_account(
        narrowed(scope_for(actor), codes),
        period,
        rollup=dict.fromkeys(codes, account.card.code),
        only=("contribution",),
    )
    known = [each for each in table["contribution"].to_pylist() if each is not None]
    bought = base_purchases(account.versions)
    there = _buyers(bought.customer, bought.day, before)
    now = _buyers(bought.customer, bought.day, period)
    return Assumed(
        account=account,
        period=period,
        before=before,
        contribution=sum(known, Decimal(0)) if known else None,
        stayed=len(np.intersect1d(there, now, assume_unique=True)),
        there=len(there),
    )


def _buyers(customer: np.ndarray, day: np.ndarray, period: Period) -> np.ndarray:
    first, last = period.start.toordinal(), period.last.toordinal()
    found: np.ndarray = np.unique(customer[(day >= first) & (day <= last)])
    return found
