"""What a finding is: a departure from a term, with what it comes to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256

from clavero.core.money import Money

Amount = Decimal | date | None


class FindingKind(StrEnum):
    """How a term was departed from."""

    ABOVE = "above"  # billed above the agreed price
    BELOW = "below"
    REBATE = "rebate"  # due, and not credited, or the other way round
    VOLUME = "volume"  # the commitment is missed, or will be
    DELIVERY = "delivery"
    SHORT = "short"  # delivered with less than was ordered
    PAYMENT = "payment"
    EXCLUSIVE = "exclusive"  # a question: it buys less of what it buys from us alone
    SERVICE = "service"  # kept in fewer cases than was promised


class Verdict(StrEnum):
    """What somebody decided about it."""

    ACCEPTED = "accepted"
    DISPUTED = "disputed"
    TASK = "task"


@dataclass(frozen=True, slots=True)
class Finding:
    """``difference`` is money in ``currency``; without one it is days, or pieces. ``cost`` is what
    it has cost, where that is known, and in which currency."""

    contract: int
    term: int
    kind: FindingKind
    document: str
    line: str
    day: date | None
    product: str
    due: Amount
    actual: Amount
    difference: Decimal
    currency: str
    since: date | None = None  # what a question is known by, whatever day the ledger has come to
    is_final: bool = False  # its time is over or closed: another size is another finding
    same: int = 0  # which of several alike within a document
    cost: Money | None = None

    @property
    def key(self) -> str:
        """What it is known by: the same departure has the same key on every day, and one of
        another size is another."""
        told = (
            self.contract, self.term, self.kind.value, self.document, self.line, self.product,
            str(self.since or self.day), str(self.due) if self.document else "",
            f"{self.difference.normalize():f}" if self.is_settled else "", self.same,
        )  # fmt: skip
        return sha256(repr(told).encode()).hexdigest()[:32]

    @property
    def is_settled(self) -> bool:
        """Whether its size no longer grows by waiting alone."""
        return self.is_final or self.kind in {
            FindingKind.ABOVE,
            FindingKind.BELOW,
            FindingKind.SHORT,
        }
