"""Why a customer is put forward as a candidate.

Source: methods §1.1, §1.4 and §1.5. The ledger puts forward class A by sales and by what customers
leave, and whoever grows fast without being small: size alone over-feeds mature customers. What one
leaves is its contribution after serving it; while nobody has said what serving costs, its gross
margin.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

GROWING = Decimal("0.15")  # a year


class Ground(StrEnum):
    """A reason to be on the list."""

    KEY = "key"  # it is key, or on probation, and is reviewed
    LAST_YEAR = "last_year"  # it was on last year's list
    SALES = "sales"  # class A by sales
    CONTRIBUTION = "after_serving"  # class A by contribution, after serving it
    MARGIN = "contribution"  # class A by gross margin; kept under the name that it once had
    GROWTH = "growth"
    HAND = "hand"  # somebody put it forward, with a reason
    LOSES = "loses"  # speaks against it: it leaves less than nothing after serving


@dataclass(frozen=True, slots=True)
class Reason:
    """A ground with what it rests on: a place in a ranking, or a growth, a fraction."""

    ground: Ground
    rank: int | None = None
    growth: Decimal | None = None

    def to_plain(self) -> dict[str, Any]:
        """As a plain dictionary, for storage."""
        plain: dict[str, Any] = {"ground": str(self.ground)}
        if self.rank is not None:
            plain["rank"] = self.rank
        if self.growth is not None:
            plain["growth"] = f"{self.growth:f}"
        return plain


def parse_reason(plain: dict[str, Any]) -> Reason:
    """The reason that :meth:`Reason.to_plain` wrote."""
    growth = plain.get("growth")
    return Reason(
        Ground(plain["ground"]), plain.get("rank"), None if growth is None else Decimal(growth)
    )


@dataclass(frozen=True, slots=True)
class Figures:
    """What the ledger says of a customer. Classes are letters, ``None`` where it is not ranked.

    ``by_result`` is by contribution where what serving costs is known (``is_served``), else by
    gross margin; ``loses``: its contribution is known and below zero."""

    by_sales: str | None = None
    sales_rank: int | None = None
    by_result: str | None = None
    result_rank: int | None = None
    growth: Decimal | None = None
    is_served: bool = False
    loses: bool = False


def reasons_for(figures: Figures) -> tuple[Reason, ...]:
    """Why the ledger puts a customer forward, and at the end what speaks against it; empty when it
    does not.

    >>> rich = Figures("B", 9, "A", 4, Decimal("0.2"), is_served=True)
    >>> [each.ground.name for each in reasons_for(rich)]
    ['CONTRIBUTION', 'GROWTH']
    >>> [each.ground.name for each in reasons_for(Figures("A", 9, None, loses=True))]
    ['SALES', 'LOSES']
    >>> reasons_for(Figures("C", 80, "C", 75, Decimal(3)))
    ()
    """
    reasons = []
    if figures.by_sales == "A":
        reasons.append(Reason(Ground.SALES, rank=figures.sales_rank))
    if figures.by_result == "A":
        ground = Ground.CONTRIBUTION if figures.is_served else Ground.MARGIN
        reasons.append(Reason(ground, rank=figures.result_rank))
    is_small = figures.by_sales not in {"A", "B"}
    if not is_small and figures.growth is not None and figures.growth >= GROWING:
        reasons.append(Reason(Ground.GROWTH, growth=figures.growth))
    if reasons and figures.loses:
        reasons.append(Reason(Ground.LOSES))
    return tuple(reasons)
