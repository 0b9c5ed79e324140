"""Additional services: product families bought now and not before. Source: methods §3.4."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from clavero.core.estimates import Estimate, proportion

BASE_MONTHS = 24
"""A family that was bought in so many months before is not additional."""


@dataclass(frozen=True, slots=True)
class Bought:
    """What an account bought of a family in some months: whether an invoice was worth something,
    and what is left of it after credit."""

    invoiced: bool
    net_sales: Decimal

    @property
    def counts(self) -> bool:
        """Whether it was bought; a family that was credited in full was not."""
        return self.invoiced and self.net_sales > 0


@dataclass(frozen=True, slots=True)
class Additional:
    """The families that came in addition, with what they sold."""

    families: tuple[str, ...]
    net_sales: Decimal


def additional(now: Mapping[str, Bought], before: Mapping[str, Bought]) -> Additional:
    """The families bought ``now`` and not in the months ``before``."""
    known = {family for family, bought in before.items() if bought.counts}
    new = sorted(family for family, bought in now.items() if bought.counts and family not in known)
    return Additional(tuple(new), sum((now[each].net_sales for each in new), Decimal(0)))


def penetration(bought: Iterable[str], eligible: Iterable[str]) -> Estimate:
    """The part of the families that the account could buy which it does buy."""
    could = set(eligible)
    return proportion(len(could & set(bought)), len(could))
