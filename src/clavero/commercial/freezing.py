"""What a version of a customer's plan keeps of the commercial plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from clavero.commercial.models import AccountTargets
from clavero.commercial.rules.programmes import parse_parts
from clavero.commercial.rules.targets import parse
from clavero.plans.hooks import SectionRows
from clavero.plans.rules.catalogue import Section

if TYPE_CHECKING:
    from clavero.plans.models import Plan


def targets_of_plan(plan: Plan) -> SectionRows:
    """The targets of its account by year and family and by month, and its part in programmes, as
    rows of the forecast."""
    row = getattr(plan, "commercial_targets", None)
    return {} if row is None else {Section.FORECAST: dict(_rows(row))}


def _rows(row: AccountTargets) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for cell, target in parse(row.years).items():
        told = {"text": f"{row.calendar.name(cell.year)} · {cell.family}"}
        amounts = {"target_sales": target.sales, "target_margin": target.margin}
        yield (
            f"target:{cell.year}|{cell.family}",
            told | {name: each for name, each in amounts.items() if each is not None},
        )
    for month, sales in row.months.items():
        year, number, _day = month.split("-")
        yield f"target:{month}", {"text": f"{number}/{year}", "target_sales": sales}
    for programme_id, part in parse_parts(row.parts).items():
        yield (
            f"part:{programme_id}",
            {"text": part.name, "budget": part.budget, "target_sales": part.sales,
             "note": part.mechanic},
        )  # fmt: skip
