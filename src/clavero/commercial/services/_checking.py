"""What every target must be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clavero.commercial.rules.targets import Cell, Fault, Target, Targets, fault_of, field_of
from clavero.commercial.rules.years import Years
from clavero.commercial.words import FAULT_SENTENCES
from clavero.core.errors import Refusal
from clavero.core.money import plain


def check_targets(targets: Targets, calendar: Years) -> None:
    """Refuse the first target that cannot be one, with where it stands."""
    for cell, target in sorted(targets.items()):
        fault = fault_of(target)
        if fault is not None:
            raise refused(cell, fault, calendar)


def refused(cell: Cell, fault: Fault, calendar: Years) -> Refusal:
    """What is said of a target that cannot be one."""
    return Refusal(
        FAULT_SENTENCES[fault],
        code=f"target_{fault.value}",
        field=field_of(cell, "margin" if fault is Fault.MARGIN_ABOVE_SALES else "sales"),
        year=calendar.name(cell.year),
        family=cell.family,
    )


def told(targets: Mapping[Cell, Target], cells: list[Cell], calendar: Years) -> dict[str, Any]:
    """The targets of ``cells`` as the audit keeps them."""
    return {
        f"{calendar.name(cell.year)} {cell.family}": None
        if cell not in targets
        else " / ".join(
            plain(each) for each in (targets[cell].sales, targets[cell].margin) if each is not None
        )
        for cell in cells
    }


def told_of_years(before: Years, after: Years) -> tuple[dict[str, int], dict[str, int]]:
    """That targets are of other years than before, as the audit keeps it; nothing where not."""
    if before == after:
        return {}, {}
    return {"first_month": before.first}, {"first_month": after.first}
