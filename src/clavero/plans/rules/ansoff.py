"""Initiatives by what is sold where. Source: methods §5.3."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from clavero.opportunities.rules.pipeline import SUCCESS, Ansoff

_ZERO = Decimal(0)
GRID: tuple[tuple[Ansoff, Ansoff], ...] = (
    (Ansoff.PENETRATION, Ansoff.PRODUCT),
    (Ansoff.UNIT, Ansoff.DIVERSIFICATION),
)
"""What it buys and something new, side by side: where it buys, and below in another unit."""


def chance_of(kind: Ansoff, written: Decimal | None) -> Decimal:
    """The probability that was written, else the usual one of the cell.

    >>> chance_of(Ansoff.DIVERSIFICATION, None), chance_of(Ansoff.PRODUCT, Decimal(0))
    (Decimal('0.2'), Decimal('0'))
    """
    return SUCCESS[kind] if written is None else written


@dataclass(frozen=True, slots=True)
class Sold:
    """An initiative: its number, its cell, our sales of a year and a probability."""

    number: int
    kind: Ansoff
    sales: Decimal | None
    probability: Decimal | None

    @property
    def expected(self) -> Decimal | None:
        """Sales by their probability."""
        return None if self.sales is None else self.sales * chance_of(self.kind, self.probability)


@dataclass(frozen=True, slots=True)
class AnsoffCell:
    """The initiatives of a cell, at full value and as expected."""

    kind: Ansoff
    usual: Decimal
    sold: tuple[Sold, ...]

    @property
    def sales(self) -> Decimal:
        """At full value, of those that say it."""
        return sum((each.sales or _ZERO for each in self.sold), _ZERO)

    @property
    def expected(self) -> Decimal:
        """By their probabilities."""
        return sum((each.expected or _ZERO for each in self.sold), _ZERO)


def ansoff(initiatives: Iterable[Sold]) -> Mapping[Ansoff, AnsoffCell]:
    """The four cells; those of an initiative's kind hold it, the largest expectation first."""
    found = sorted(initiatives, key=lambda each: (-(each.expected or _ZERO), each.number))
    return {
        kind: AnsoffCell(kind, SUCCESS[kind], tuple(each for each in found if each.kind is kind))
        for kind in Ansoff
    }
