"""A plan as data: what a version freezes, and what is compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.forms.models import model_to_dict

from clavero.core.audit import as_kept
from clavero.opportunities.selectors import NeedRow
from clavero.plans.hooks import CONTENT
from clavero.plans.models import Action, Forecast, Plan, PlanLink, PlanVersion
from clavero.plans.models._parts import Row
from clavero.plans.rules.catalogue import BY_KEY, Section
from clavero.plans.rules.comparing import Content
from clavero.plans.selectors.clashing import waits_of
from clavero.plans.selectors.plan import PlanPicture
from clavero.plans.selectors.standing import StandingRows, rows_of
from clavero.plans.words.changes import OF_NEEDS, OF_RETENTION
from clavero.portfolio.selectors import Structure

_LEFT_OUT = {
    "id", "plan", "by_name", "created_at", "confirmed_at", "retired_at", "done_on", "owner", "data",
    "after", "objective", "initiative", "note",
}  # fmt: skip
_OF_NEED = ("horizon", "certainty", "urgency", "function", "fit", "solutions")
_DRIVERS = (
    "start", "base", "growth_low", "growth_base", "growth_high", "gross_margin", "cost_to_serve",
    "kam_cost", "our_rate", "their_rate", "retention", "note",
)  # fmt: skip


def content_of(
    plan: Plan, *, shape: Structure | None = None, read: PlanPicture | None = None
) -> Content:
    """All that a plan says now, by section: each row by its key, with its values by name. One query
    fewer with the structure of a moment ago; none of its picture with its links."""
    standing = rows_of(plan, shape=shape) if read is None else read.standing
    links = PlanLink.objects.filter(plan=plan) if read is None else read.links
    forecast: Forecast | None = getattr(plan, "forecast", None)
    sections: dict[str, dict[str, dict[str, Any]]] = {}

    def keep(section: Section, prefix: str, rows: Iterable[Row]) -> None:
        for row in rows:
            kept = sections.setdefault(str(int(section)), {})
            key = f"{prefix}:{row.pk}"
            kept[key] = as_kept({**dict(_values(row)), **belongs(row), **goes_with(key)})

    goes_with, belongs = _goes_with(links, standing), _belongs(standing)
    for item in standing.items:
        keep(BY_KEY[item.kind].section, "row", [item])
    needs = {
        f"need:{each.id}": as_kept({**dict(_said_of(each)), **goes_with(f"need:{each.id}")})
        for each in standing.needs
    }
    if needs:
        sections[str(int(Section.NEEDS))] = needs
    keep(Section.OBJECTIVES, "objective", standing.objectives)
    keep(Section.INITIATIVES, "initiative", standing.initiatives)
    keep(Section.RESOURCES, "request", standing.requests)
    keep(Section.ACTIONS, "action", standing.actions)
    if forecast is not None:
        drivers = {name: getattr(forecast, name) for name in _DRIVERS}
        sections[str(int(Section.FORECAST))] = {"forecast:0": as_kept({"text": "", **drivers})}
    if plan.retention_points:
        said = {f"{OF_RETENTION}{item}": each for item, each in plan.retention_points.items()}
        kept = sections.setdefault(str(int(Section.RISKS)), {})
        kept["retention:0"] = as_kept({"text": "", **said})
    for told in CONTENT:
        for at, rows in told(plan).items():
            brought = {key: as_kept(dict(values)) for key, values in rows.items()}
            sections.setdefault(str(int(at)), {}).update(brought)
    return sections


def _goes_with(
    links: Iterable[PlanLink], standing: StandingRows
) -> Callable[[str], Mapping[str, Any]]:
    """What each row and each need goes with, by its text: a version keeps it, too."""
    tables: dict[str, Sequence[Row]] = {
        "other": standing.items, "action": standing.actions, "initiative": standing.initiatives,
        "objective": standing.objectives,
    }  # fmt: skip
    texts = {name: {each.pk: each.text for each in rows} for name, rows in tables.items()}
    found: dict[str, list[str]] = {}
    for link in links:
        own = f"need:{link.need_id}" if link.item_id is None else f"row:{link.item_id}"
        targets = {
            "other": link.other_id, "action": link.action_id, "initiative": link.initiative_id,
            "objective": link.objective_id,
        }  # fmt: skip
        said = next(texts[name].get(each) for name, each in targets.items() if each is not None)
        if said is not None:
            found.setdefault(own, []).append(said)
    return lambda key: {"goes_with": sorted(found[key])} if key in found else {}


def _belongs(standing: StandingRows) -> Callable[[Row], Mapping[str, Any]]:
    """Of which objective and which initiative a row is, and what it waits for, by their
    texts."""
    objectives = {each.pk: each.text for each in standing.objectives}
    initiatives = {each.pk: each.text for each in standing.initiatives}
    actions = {each.pk: each.text for each in standing.actions}

    def belongs(row: Row) -> Mapping[str, Any]:
        told = {
            "objective_id": objectives.get(getattr(row, "objective_id", None) or 0),
            "initiative_id": initiatives.get(getattr(row, "initiative_id", None) or 0),
            "after": sorted(actions[each] for each in waits_of(row) if each in actions)
            if isinstance(row, Action)
            else [],
        }
        return {name: value for name, value in told.items() if value}

    return belongs


def _said_of(need: NeedRow) -> Iterator[tuple[str, Any]]:
    told = {
        "text": need.text,
        **{f"{OF_NEEDS}{name}": getattr(need, name) for name in _OF_NEED},
        "evidence": need.evidence,
        "source": need.source,
        "dated": need.said_on,
        "owner_id": need.owner,
        "is_shared": need.is_shared,
    }
    return ((name, value) for name, value in told.items() if value not in (None, "", False))


def _values(row: Row) -> Iterator[tuple[str, Any]]:
    for name, value in model_to_dict(row, exclude=_LEFT_OUT).items():
        if value not in (None, "", [], False):
            yield name, value
    if row.owner is not None:
        yield "owner_id", row.owner.name
    data: Mapping[str, str] = getattr(row, "data", {})
    for key, value in data.items():
        yield f"x_{key}", value


def versions_of(plan: Plan) -> Sequence[PlanVersion]:
    """The approved versions of a plan that the reader sees, the latest first."""
    return list(plan.versions.all())
