"""What the accounts of a fixed cohort buy now, of what they bought before. Source: methods §3.2."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from clavero.core.estimates import Estimate, Missing, ratio

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Revenue:
    """Sums over the cohort: ``base`` before and ``now``, and what of the base stayed.

    ``expansion`` − ``contraction`` − ``churned`` is the change.
    """

    accounts: int
    base: Decimal
    now: Decimal
    kept: Decimal
    churned: Decimal
    contraction: Decimal
    expansion: Decimal

    @property
    def nrr(self) -> Estimate:
        """Net revenue retention; above 1 the cohort grew."""
        return _part(self.now, self.base, self.accounts)

    @property
    def grr(self) -> Estimate:
        """Gross revenue retention, from 0 to 1: growth of one does not hide the loss of another."""
        return _part(self.kept, self.base, self.accounts)


def revenue(before: Mapping[str, Decimal], now: Mapping[str, Decimal]) -> Revenue:
    """Of the accounts with sales ``before``: those without are new, and stay out.

    Credit that exceeds what was bought counts as nothing kept.
    """
    base = {account: amount for account, amount in before.items() if amount > 0}
    today = {account: now.get(account, ZERO) for account in base}
    churned = contraction = expansion = ZERO
    for account, was in base.items():
        amount = today[account]
        if amount <= 0:
            churned += was - amount
        elif amount < was:
            contraction += was - amount
        else:
            expansion += amount - was
    return Revenue(
        accounts=len(base),
        base=sum(base.values(), ZERO),
        now=sum(today.values(), ZERO),
        kept=sum((min(max(today[each], ZERO), was) for each, was in base.items()), ZERO),
        churned=churned,
        contraction=contraction,
        expansion=expansion,
    )


def _part(amount: Decimal, base: Decimal, accounts: int) -> Estimate:
    if not accounts:
        return Estimate(None, amount, base, accounts, Missing.NOBODY)
    return ratio(amount, base, accounts)
