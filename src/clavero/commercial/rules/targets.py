"""Targets by year and product family, exact to the cent, and how they are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from clavero.commercial.rules.years import Years
from clavero.core.money import CENT, ZERO, plain

MOST = Decimal(10) ** 13
FAMILY_LENGTH = 120
_BETWEEN = " / "


class VersionState(StrEnum):
    """Where a version of the company's plan stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"


class Cell(NamedTuple):
    """A year and a product family."""

    year: int
    family: str


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be sold, and what margin is to be left of it where somebody has said it."""

    sales: Decimal
    margin: Decimal | None = None


Targets = Mapping[Cell, Target]


class Fault(StrEnum):
    """Why a target cannot be one."""

    NEGATIVE = "negative"
    TOO_LARGE = "too_large"
    MARGIN_ABOVE_SALES = "margin_above_sales"
    CENTS = "cents"


def fault_of(target: Target) -> Fault | None:
    """What is wrong with a target, if anything.

    >>> fault_of(Target(Decimal(100), Decimal(120)))
    <Fault.MARGIN_ABOVE_SALES: 'margin_above_sales'>
    """
    for amount in (target.sales, target.margin):
        if amount is not None and amount > MOST:
            return Fault.TOO_LARGE
        if amount is not None and amount != amount.quantize(CENT):
            return Fault.CENTS
    if target.sales < 0:
        return Fault.NEGATIVE
    if target.margin is not None and target.margin > target.sales:
        return Fault.MARGIN_ABOVE_SALES
    return None


def field_of(cell: Cell, figure: str) -> str:
    """What a figure of a cell is called in a form."""
    return f"{figure}|{cell.year}|{cell.family}"


def to_plain(targets: Targets) -> list[list[Any]]:
    """As they are kept: amounts are texts, so that no cent is lost."""
    return [
        [cell.year, cell.family, plain(each.sales), None if each.margin is None
         else plain(each.margin)]
        for cell, each in sorted(targets.items())
    ]  # fmt: skip


def parse(kept: Iterable[Iterable[Any]]) -> dict[Cell, Target]:
    """What was kept.

    >>> targets = {Cell(2027, "Pumps"): Target(Decimal("1.10"))}
    >>> parse(to_plain(targets)) == targets
    True
    """
    return {
        Cell(int(year), family): Target(Decimal(sales), None if margin is None else Decimal(margin))
        for year, family, sales, margin in kept
    }


def called(cell: Cell, calendar: Years) -> str:
    """A cell as the audit names it.

    >>> called(Cell(2026, "Pumps"), Years(first=4))
    '2026/27 Pumps'
    """
    return f"{calendar.name(cell.year)} {cell.family}"


def told_short(target: Target) -> str:
    """A target in a few letters, as the audit keeps it.

    >>> told_short(Target(Decimal("1200.50"), Decimal(300)))
    '1200.5 / 300'
    """
    amounts = (target.sales, target.margin)
    return _BETWEEN.join(plain(each) for each in amounts if each is not None)


def of_short(text: str) -> Target:
    """The target that :func:`told_short` has told.

    >>> of_short("1200.5 / 300") == Target(Decimal("1200.50"), Decimal(300))
    True
    """
    sales, _between, margin = text.partition(_BETWEEN)
    return Target(Decimal(sales), Decimal(margin) if margin else None)


def sales_by_year(targets: Targets) -> dict[int, Decimal]:
    """The sales of each year, all families together."""
    found: dict[int, Decimal] = {}
    for cell, each in sorted(targets.items()):
        found[cell.year] = found.get(cell.year, ZERO) + each.sales
    return found


def margin_of(targets: Targets) -> Decimal | None:
    """What part of their sales the targets leave, of those whose margin is said.

    >>> margin_of({Cell(2027, "Pumps"): Target(Decimal(100), Decimal(30)),
    ...            Cell(2027, "Belts"): Target(Decimal(50))})
    Decimal('0.3')
    """
    said = [each for each in targets.values() if each.margin is not None]
    sales = sum((each.sales for each in said), ZERO)
    return sum((each.margin or ZERO for each in said), ZERO) / sales if sales else None


def changed_cells(before: Targets, after: Targets) -> list[Cell]:
    """The cells that are not as they were."""
    return sorted(cell for cell in {*before, *after} if before.get(cell) != after.get(cell))
