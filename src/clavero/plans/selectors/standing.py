"""The rows of a plan that nobody has taken out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from clavero.opportunities.selectors import NeedRow, open_needs
from clavero.plans.models import (
    Action,
    Forecast,
    Initiative,
    Objective,
    Plan,
    PlanItem,
    ResourceRequest,
)
from clavero.plans.models._parts import Row
from clavero.plans.rules.catalogue import BY_KEY, Section
from clavero.plans.selectors.clashing import with_clashes, with_waits
from clavero.portfolio.selectors import Structure

STALE = timedelta(days=92)
"""After a quarter in which nobody has looked at it, a section is old."""


@dataclass(frozen=True, slots=True)
class StandingRows:
    """All of them, table by table, with their owners; ``needs`` are those of the customer."""

    items: Sequence[PlanItem]
    objectives: Sequence[Objective]
    actions: Sequence[Action]
    initiatives: Sequence[Initiative]
    requests: Sequence[ResourceRequest]
    needs: Sequence[NeedRow]
    forecast_at: datetime | None = None  # when somebody last made or kept it

    def rows(self, section: Section) -> list[Row]:
        """Those of a section, but for its needs."""
        tables: Mapping[Section, Sequence[Row]] = {
            Section.OBJECTIVES: self.objectives,
            Section.INITIATIVES: self.initiatives,
            Section.RESOURCES: self.requests,
            Section.ACTIONS: self.actions,
        }
        items = [each for each in self.items if BY_KEY[each.kind].section is section]
        return [*items, *tables.get(section, ())]

    @property
    def looked_at(self) -> dict[Section, datetime]:
        """When somebody last wrote or confirmed anything of each section that has something."""
        found = {}
        for section in Section:
            times = [each.confirmed_at for each in self.rows(section)]
            if section is Section.NEEDS:
                times += [at_noon(each.said_on) for each in self.needs]
            if section is Section.FORECAST and self.forecast_at is not None:
                times.append(self.forecast_at)
            if times:
                found[section] = max(times)
        return found


def at_noon(day: date) -> datetime:
    """A moment of a day, to compare with others."""
    return timezone.make_aware(datetime.combine(day, time(12)))


def rows_of(plan: Plan, *, shape: Structure | None = None) -> StandingRows:
    """Of a plan that the reader sees. Seven queries where its forecast was read along, one fewer
    with the structure of a moment ago."""

    def rows(model: Any) -> Any:
        found = model._default_manager.filter(plan=plan, retired_at=None)
        return found.select_related("owner")

    def standing(model: Any) -> Any:
        return list(rows(model))

    forecast: Forecast | None = getattr(plan, "forecast", None)
    return StandingRows(
        forecast_at=None if forecast is None else forecast.changed_at,
        items=standing(PlanItem),
        objectives=standing(Objective),
        actions=with_waits(with_clashes(rows(Action))),
        initiatives=standing(Initiative),
        requests=standing(ResourceRequest),
        needs=open_needs(plan.customer.code, shape=shape),
    )


def is_too_empty(plan: Plan) -> bool:
    """Whether it has no row or need, no objective or no action: nothing that could be approved."""

    def has(model: Any) -> bool:
        return bool(model._default_manager.filter(plan=plan, retired_at=None).exists())

    says_something = has(PlanItem) or bool(open_needs(plan.customer.code))
    return not (says_something and has(Objective) and has(Action))
