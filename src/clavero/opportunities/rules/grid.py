"""The white space: each unit's families with what we sell, what it buys, and what is left to win.

Source: methods §3.3 and the published description in ``docs/domain/needs-and-opportunities.md``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from clavero.core.estimates import Estimate, Missing, ratio
from clavero.opportunities.rules.wallet import Wallet

ZERO = Decimal(0)
_UNKNOWN = Estimate(None, reason=Missing.NO_DATA)


class CellState(StrEnum):
    """How a cell stands."""

    SOLD = "sold"
    OPEN = "open"
    COMPETITOR = "competitor"
    BLOCKED = "blocked"
    NOT_APPLICABLE = "not_applicable"


ENTERED = (CellState.OPEN, CellState.COMPETITOR, CellState.BLOCKED, CellState.NOT_APPLICABLE)
"""What people say of a cell; whether it is sold, the ledger says."""
CLOSED = frozenset({CellState.BLOCKED, CellState.NOT_APPLICABLE})
"""Where there is nothing to win now."""


def state_of(sales: Decimal, said: CellState | None, has_rival: bool) -> CellState:
    """What is bought from us is sold, whatever was said; else what was said holds, and without a
    word a cell with a competitor is the competitor's, any other open."""
    if sales > 0:
        return CellState.SOLD
    return said or (CellState.COMPETITOR if has_rival else CellState.OPEN)


def potential(sales: Decimal, state: CellState, wallet: Wallet | None) -> Decimal | None:
    """What is left to win in twelve months: the wallet without what we sell. Nothing where the cell
    is closed; not known where the wallet is not."""
    if state in CLOSED:
        return ZERO
    if wallet is None or wallet.amount is None:
        return None
    return max(wallet.amount - max(sales, ZERO), ZERO)


@dataclass(frozen=True, slots=True)
class Figures:
    """What of a cell adds up."""

    sales: Decimal
    state: CellState
    wallet: Decimal | None
    potential: Decimal | None

    @property
    def counts(self) -> bool:
        """Whether it counts in a total: what does not apply has none, unless something is sold."""
        return self.state is not CellState.NOT_APPLICABLE or bool(self.sales)


def figures(
    sales: Decimal, said: CellState | None, wallet: Wallet | None, *, has_rival: bool = False
) -> Figures:
    """The figures of a cell, by what is sold and what was said of it."""
    state = state_of(sales, said, has_rival)
    amount = None if wallet is None else wallet.amount
    return Figures(sales, state, amount, potential(sales, state, wallet))


@dataclass(frozen=True, slots=True)
class Totals:
    """Several cells together. The share is of the cells whose wallet is known, over and under the
    line; ``known`` of the ``cells`` that count have one, cells that do not apply do not count."""

    sales: Decimal = ZERO
    wallet: Decimal | None = None
    share: Estimate = _UNKNOWN
    potential: Decimal | None = None
    cells: int = 0
    known: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether every wallet that counts is known."""
        return self.known == self.cells


def total(cells: Iterable[Figures]) -> Totals:
    """The sum of some cells; what is not known of any stays missing."""
    counted = [each for each in cells if each.counts]
    walleted = [(each.wallet, each) for each in counted if each.wallet is not None]
    wallet = sum((amount for amount, _each in walleted), ZERO) if walleted else None
    ours = sum((each.sales for _amount, each in walleted), ZERO) if walleted else None
    left = [each.potential for each in counted if each.potential is not None]
    return Totals(
        sales=sum((each.sales for each in counted), ZERO),
        wallet=wallet,
        share=ratio(ours, wallet, len(walleted)),
        potential=sum(left, ZERO) if left else None,
        cells=len(counted),
        known=len(walleted),
    )
