"""A plan as data: what a version freezes, and what is compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.forms.models import model_to_dict

from clavero.core.audit import as_kept
from clavero.identity.rules import Actor
from clavero.plans.models import PlanVersion
from clavero.plans.models._parts import Row
from clavero.plans.rules.catalogue import BY_KEY, Section
from clavero.plans.rules.comparing import Content
from clavero.plans.selectors.plan import PlanPicture
from clavero.portfolio.visibility import accounts

_LEFT_OUT = {
    "id", "plan", "by_name", "created_at", "confirmed_at", "retired_at", "done_on", "owner", "data",
    "after", "objective", "initiative",
}  # fmt: skip
_DRIVERS = (
    "base", "growth_low", "growth_base", "growth_high", "gross_margin", "cost_to_serve",
    "kam_cost", "our_rate", "their_rate", "retention", "note",
)  # fmt: skip


def content_of(picture: PlanPicture) -> Content:
    """All that a plan says now, by section: each row by its key, with its values by name."""
    sections: dict[str, dict[str, dict[str, Any]]] = {}

    def keep(section: Section, prefix: str, rows: Iterable[Row]) -> None:
        for row in rows:
            kept = sections.setdefault(str(int(section)), {})
            kept[f"{prefix}:{row.pk}"] = as_kept(dict(_values(row)))

    for item in picture.items:
        keep(BY_KEY[item.kind].section, "row", [item])
    keep(Section.OBJECTIVES, "objective", picture.objectives)
    keep(Section.INITIATIVES, "initiative", picture.initiatives)
    keep(Section.RESOURCES, "request", picture.requests)
    keep(Section.ACTIONS, "action", picture.actions)
    if picture.forecast is not None:
        drivers = {name: getattr(picture.forecast, name) for name in _DRIVERS}
        sections[str(int(Section.FORECAST))] = {"forecast:0": as_kept({"text": "", **drivers})}
    return sections


def _values(row: Row) -> Iterator[tuple[str, Any]]:
    for name, value in model_to_dict(row).items():
        if name not in _LEFT_OUT and value not in (None, "", []):
            yield name, value
    if row.owner is not None:
        yield "owner_id", row.owner.name
    data: Mapping[str, str] = getattr(row, "data", {})
    for key, value in data.items():
        yield f"x_{key}", value


def versions_of(actor: Actor, customer_id: int) -> Sequence[PlanVersion]:
    """The approved versions of a plan, the latest first. Raises ``Customer.DoesNotExist`` for
    strangers to its account."""
    customer = accounts(actor).get(pk=customer_id)
    return list(PlanVersion.objects.filter(plan__customer=customer))
