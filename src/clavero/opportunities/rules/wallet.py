"""The wallet of a cell: what a unit buys of a family from anybody, and which of several words on
it holds. Source: methods §3.3; its order of words and its allocation rule are those of the KPIs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from clavero.core.estimates import Estimate, Missing
from clavero.kpis.rules.wallet import WalletSource, share_by_rank, share_of_wallet, standing

__all__ = ["Confidence", "Entered", "Wallet", "WalletSource", "in_force", "wallet_of"]


class Confidence(StrEnum):
    """How sure the one who entered it is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """A word on a wallet: an amount of twelve months, or our ``rank`` among so many
    ``suppliers``."""

    id: int
    day: date
    source: WalletSource
    confidence: Confidence
    amount: Decimal | None = None
    rank: Decimal | None = None
    suppliers: int | None = None
    note: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Wallet:
    """The wallet of twelve months and our share of it. By rank there is a share first, from which
    the amount follows; where we sell nothing, that amount is not known."""

    entry: Entered
    amount: Decimal | None
    share: Estimate

    @property
    def is_wrong(self) -> bool:
        """Whether we sell more than the unit buys: the amount cannot be right."""
        return self.share.reason is Missing.WHOLE_TOO_SMALL


def in_force(entries: Iterable[Entered], on: date) -> Entered | None:
    """The word that holds, by the order of all that is said of wallets; of equals that which was
    entered last."""
    return min(
        entries,
        key=lambda each: (*standing(each.source, each.day, on), -each.id),
        default=None,
    )


def wallet_of(entry: Entered, ours: Decimal) -> Wallet:
    """The wallet that an entry tells of, beside what we sell."""
    if entry.rank is None or entry.suppliers is None:
        return Wallet(entry, entry.amount, share_of_wallet(ours, entry.amount))
    share = share_by_rank(entry.rank, entry.suppliers)
    if ours <= 0:
        return Wallet(entry, None, Estimate(None, reason=Missing.NO_DATA))
    return Wallet(entry, ours / share, Estimate(share))
