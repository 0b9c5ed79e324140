"""What every target must be."""

from __future__ import annotations

from clavero.commercial.rules.targets import Cell, Fault, Targets, fault_of, field_of
from clavero.commercial.rules.years import Years
from clavero.commercial.words import FAULT_SENTENCES
from clavero.core.errors import Refusal


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


def told_of_years(before: Years, after: Years) -> tuple[dict[str, int], dict[str, int]]:
    """That targets are of other years than before, as the audit keeps it; nothing where not."""
    if before == after:
        return {}, {}
    return {"first_month": before.first}, {"first_month": after.first}
