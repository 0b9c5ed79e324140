"""The parts of a plan as its page shows it: sections with their rows, objectives as measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from clavero.kpis.rules.kpi import Light
from clavero.opportunities.selectors import NeedRow
from clavero.plans.models import Objective, PlanItem
from clavero.plans.rules.catalogue import Section
from clavero.plans.rules.completeness import Filled
from clavero.plans.rules.objectives import Lack


@dataclass(frozen=True)
class Measured:
    """An objective, as far as it has come by its KPI."""

    row: Objective
    value: Decimal | None
    progress: Decimal | None
    light: Light
    lacks: Sequence[Lack]


@dataclass(frozen=True)
class SectionPicture:
    """A section with its rows; ``owner`` is whose most of them are."""

    section: Section
    filled: Filled
    items: Sequence[PlanItem]
    looked_at: datetime | None
    owner: str
    is_old: bool
    customer_id: int
    needs: Sequence[NeedRow] = ()

    @property
    def is_asked(self) -> bool:
        """Whether the strategy of the account asks for it."""
        return self.filled.weight > 0
