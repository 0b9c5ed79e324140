"""Every row of a plan in one table, for sheets: whatever section it stands in, with where it is
from, whose it is and what it goes with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from clavero.plans.rules.catalogue import Section as PlanSection
from clavero.plans.selectors import SectionPicture
from clavero.plans.showing import shown_objective, shown_section
from clavero.plans.words import (
    ACTION_STATE_NAMES,
    ANSOFF_NAMES,
    INITIATIVE_STATE_NAMES,
    OBJECTIVE_KIND_NAMES,
    REQUEST_KIND_NAMES,
    REQUEST_STATE_NAMES,
    SECTION_NAMES,
)
from clavero.reports.content import parts
from clavero.reports.content.acting import action
from clavero.reports.content.known import Known
from clavero.reports.content.model import Cell, Column, Table, Unit
from clavero.ui import formats

if TYPE_CHECKING:
    from clavero.identity.models import Person

Links = Mapping[str, Sequence[tuple[str, parts.Name]]]
_Row = tuple[Cell, ...]


def rows_table(known: Known, links: Links) -> Table:
    """The rows of all sixteen sections, in their order."""
    return Table(
        title=_("Rows of the plan"),
        columns=(
            Column(_("Section"), width=3),
            Column(pgettext("of a text", "Kind"), width=2),
            Column(_("What"), width=6),
            Column(_("Details"), width=6),
            Column(_("Evidence"), width=4),
            Column(_("Source"), width=3),
            Column(_("Date of the source"), Unit.DATE, width=2),
            Column(_("Whose it is"), width=3),
            Column(_("Goes with"), width=5),
            Column(_("Looked at"), Unit.DATE, width=2),
        ),
        rows=tuple(row for each in known.plan.sections for row in _of(each, known, links)),
        empty=_("Nobody has written anything here yet."),
    )


def _of(section: SectionPicture, known: Known, links: Links) -> Iterator[_Row]:
    yield from _written(section, links)
    more = {
        PlanSection.OBJECTIVES: _objectives,
        PlanSection.INITIATIVES: _initiatives,
        PlanSection.RESOURCES: _requests,
        PlanSection.ACTIONS: _actions,
    }
    if section.section in more:
        yield from more[section.section](known, links)


def _row(
    section: PlanSection,
    kind: parts.Name,
    what: Cell,
    *,
    details: Sequence[str] = (),
    evidence: str = "",
    source: str = "",
    dated: date | None = None,
    owner: str = "",
    goes_with: Sequence[str] = (),
    looked_at: date | None = None,
) -> _Row:
    return (
        parts.text(f"{int(section)}. {SECTION_NAMES[section]}"),
        parts.text(kind),
        what,
        parts.text(" · ".join(each for each in details if each)),
        parts.text(evidence),
        parts.text(source),
        parts.day(dated),
        parts.text(owner),
        parts.text("; ".join(each for each in goes_with if each)),
        parts.day(looked_at),
    )


def _named(person: Person | None) -> str:
    return "" if person is None else person.name


def _written(section: SectionPicture, links: Links) -> Iterator[_Row]:
    """What somebody has written in it, and the needs that it shows."""
    owners = [
        *((each.owner or "", each.said_on) for each in section.needs),
        *((_named(each.owner), each.dated) for each in section.items),
    ]
    shown = shown_section(section, links)
    for row, (owner, dated) in zip(shown.rows, owners, strict=True):
        yield _row(
            section.section,
            row.mark,
            parts.text(row.item.text),
            details=[row.told],
            evidence=row.item.evidence,
            source=row.item.source,
            dated=dated,
            owner=owner,
            goes_with=[text for text, _address in row.links],
            looked_at=row.looked_at,
        )


def _objectives(known: Known, _links: Links) -> Iterator[_Row]:
    plan, live = known.plan, known.plan.live
    for each in plan.measured:
        shown = shown_objective(each, live.kpis, live.names, known.currency)
        until = "" if each.row.until is None else formats.day(each.row.until)
        serving = [
            *(other.text for other in plan.initiatives if other.objective_id == each.row.pk),
            *(other.text for other in known.actions if other.objective_id == each.row.pk),
        ]
        yield _row(
            PlanSection.OBJECTIVES,
            OBJECTIVE_KIND_NAMES[each.row.kind],
            parts.text(each.row.text),
            details=[
                ": ".join(part for part in (shown.kpi, shown.way) if part),
                until and _("until %(day)s") % {"day": until},
            ],
            owner=_named(each.row.owner),
            goes_with=serving,
            looked_at=timezone.localdate(each.row.confirmed_at),
        )


def _initiatives(known: Known, links: Links) -> Iterator[_Row]:
    objectives = {each.pk: each.text for each in known.plan.objectives}
    for row in known.plan.initiatives:
        yield _row(
            PlanSection.INITIATIVES,
            ANSOFF_NAMES[row.kind],
            parts.text(row.text),
            details=[str(INITIATIVE_STATE_NAMES[row.state]), row.description],
            owner=", ".join(each for each in (_named(row.owner), row.customer_owner) if each),
            goes_with=[
                objectives.get(row.objective_id or 0, ""),
                *(text for text, _address in links.get(f"initiative:{row.pk}", ())),
            ],
            looked_at=timezone.localdate(row.confirmed_at),
        )


def _requests(known: Known, _links: Links) -> Iterator[_Row]:
    currency = known.currency
    initiatives = {each.pk: each.text for each in known.plan.initiatives}
    for row in known.plan.requests:
        yield _row(
            PlanSection.RESOURCES,
            REQUEST_KIND_NAMES[row.kind],
            parts.text(row.text),
            details=[
                parts.money(row.amount, currency).text,
                str(REQUEST_STATE_NAMES[row.state]),
                row.reason,
            ],
            owner=_named(row.owner),
            goes_with=[initiatives.get(row.initiative_id or 0, "")],
            looked_at=timezone.localdate(row.confirmed_at),
        )


def _actions(known: Known, links: Links) -> Iterator[_Row]:
    objectives = {each.pk: each.text for each in known.plan.objectives}
    initiatives = {each.pk: each.text for each in known.plan.initiatives}
    for row in known.actions:
        yield _row(
            PlanSection.ACTIONS,
            ACTION_STATE_NAMES[row.state],
            action(row.text, is_milestone=row.is_milestone),
            details=[f"{formats.day(row.start)} – {formats.day(row.end)}"],
            owner=", ".join(each for each in (_named(row.owner), row.customer_owner) if each),
            goes_with=[
                objectives.get(row.objective_id or 0, ""),
                initiatives.get(row.initiative_id or 0, ""),
                *(text for text, _address in links.get(f"action:{row.pk}", ())),
            ],
            looked_at=timezone.localdate(row.confirmed_at),
        )
