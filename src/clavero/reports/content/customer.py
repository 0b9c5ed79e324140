"""What a customer is handed of our plan with them: the rows that they read by their link, no more.

Everything here comes from the shared page (:func:`clavero.sharing.selectors.page_of_account`): what
is not approved, not marked or ours to judge is not even asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone
from django.utils.translation import gettext as _

from clavero.core.period import Period, add_months, first_of_month
from clavero.identity.rules import Actor
from clavero.plans.rules.catalogue import Section as PlanSection
from clavero.plans.rules.kinds import ActionState, InitiativeState
from clavero.reports.content import parts
from clavero.reports.content.acting import actions_table
from clavero.reports.content.calendar import Step, calendar_of
from clavero.reports.content.model import (
    Block,
    Bullet,
    Bullets,
    Cell,
    Column,
    Document,
    Fact,
    Facts,
    Pace,
    Paragraph,
    Section,
    Table,
    Tone,
    Unit,
)
from clavero.reports.content.opening import document
from clavero.reports.rules import Kind
from clavero.sharing.selectors import SharedPage, page_of_account
from clavero.sharing.showing import ShownRow, ShownSection, shown_page
from clavero.sharing.words import FIELD_NAMES
from clavero.ui import formats

_DROPPED = {ActionState.DROPPED, InitiativeState.DROPPED}


@dataclass(frozen=True, slots=True)
class _Shared:
    """What a customer reads of a plan today, section by section."""

    name: str
    page: SharedPage
    sections: dict[PlanSection, ShownSection]
    today: date

    def rows(self, section: PlanSection) -> Sequence[ShownRow]:
        """The rows of a section."""
        found = self.sections.get(section)
        return () if found is None else found.rows


def joint_plan(actor: Actor, customer_id: int) -> Document:
    """The plan with a customer as they read it. Raises ``ObjectDoesNotExist`` for strangers to the
    account, and where nothing of a plan is for the customer."""
    shared = _shared(actor, customer_id)
    return _document(
        actor,
        shared,
        Kind.SHARED_PLAN,
        subtitle=_version(shared),
        lead=list(_lead(shared)),
        sections=[
            Section(str(found.heading), tuple(_told(shared, section)))
            for section, found in shared.sections.items()
        ],
    )


def joint_review(actor: Actor, customer_id: int, months: int) -> Document:
    """The review of the last full ``months`` with a customer: what was done, and what comes next.
    Raises ``ObjectDoesNotExist`` as the plan does."""
    shared = _shared(actor, customer_id)
    until = first_of_month(shared.today)
    period = Period(add_months(until, -months), until)
    done, coming = _done_and_coming(shared, period)
    sections = [
        Section(
            _("What was done"),
            (_actions_table(done, _("No action that we share was planned and done.")),),
        ),
        *(
            Section(str(shared.sections[each].heading), tuple(_told(shared, each)))
            for each in (PlanSection.INITIATIVES, PlanSection.OBJECTIVES, PlanSection.NEEDS)
            if each in shared.sections
        ),
        Section(_("What comes next"), tuple(_coming(shared, coming))),
        *(
            Section(str(shared.sections[each].heading), tuple(_told(shared, each)))
            for each in (PlanSection.GOVERNANCE,)
            if each in shared.sections
        ),
    ]
    return _document(
        actor,
        shared,
        Kind.SHARED_REVIEW,
        subtitle=parts.capital(formats.period_in_words(period)),
        lead=[Paragraph(_version(shared)), *_lead(shared)],
        sections=sections,
    )


def _shared(actor: Actor, customer_id: int) -> _Shared:
    name, page = page_of_account(actor, customer_id)
    if page is None or not page.rows:
        raise ObjectDoesNotExist("nothing of a plan is for the customer")
    kept = replace(page, rows=[each for each in page.rows if each.state not in _DROPPED])
    sections = {PlanSection(each.number): each for each in shown_page(kept)}
    return _Shared(name, page, sections, timezone.localdate())


def _document(
    actor: Actor,
    shared: _Shared,
    kind: Kind,
    *,
    subtitle: str,
    lead: Sequence[Block],
    sections: Sequence[Section],
) -> Document:
    return document(
        actor,
        kind,
        title=_("Our plan with %(customer)s") % {"customer": shared.name},
        subtitle=subtitle,
        day=timezone.localdate(shared.page.approved_at),
        lead=lead,
        sections=sections,
        currency=shared.page.currency,
        handling=_("For %(customer)s: please keep it confidential") % {"customer": shared.name},
        made=_("Made on %(moment)s by %(name)s")
        % {"moment": formats.moment(timezone.now()), "name": actor.name},
    )


def _version(shared: _Shared) -> str:
    return _("Version %(number)s, approved on %(day)s.") % {
        "number": formats.number(shared.page.number),
        "day": formats.day(timezone.localdate(shared.page.approved_at)),
    }


def _lead(shared: _Shared) -> Iterator[Block]:
    actions = shared.rows(PlanSection.ACTIONS)
    signed = [each for each in shared.rows(PlanSection.INITIATIVES) if each.signed is not None]
    worth = sum((each.row.value or Decimal(0) for each in signed), Decimal(0))
    facts = []
    if shared.rows(PlanSection.OBJECTIVES):
        count = len(shared.rows(PlanSection.OBJECTIVES))
        facts.append(parts.count_fact(_("Objectives together"), count))
    if shared.rows(PlanSection.INITIATIVES):
        count = len(shared.rows(PlanSection.INITIATIVES))
        facts.append(parts.count_fact(_("Initiatives for both of us"), count))
    if actions:
        told = _("%(done)s of %(all)s") % {
            "done": formats.number(sum(each.row.is_done for each in actions)),
            "all": formats.number(len(actions)),
        }
        facts.append(Fact(_("Actions done"), told))
    if signed:
        facts.append(
            parts.money_fact(_("Value signed by you, a year"), worth, shared.page.currency)
        )
    if facts:
        yield Facts(tuple(facts), are_large=True)


# -- the sections --------------------------------------------------------------------------------


def _told(shared: _Shared, section: PlanSection) -> Iterator[Block]:
    rows = shared.rows(section)
    return _MORE.get(section, _listed)(shared, rows)


def _listed(_shared: _Shared, rows: Sequence[ShownRow]) -> Iterator[Block]:
    yield Bullets(
        tuple(
            Bullet(each.row.text, mark=str(each.mark), note=_note([each.description, _more(each)]))
            for each in rows
        )
    )


def _more(row: ShownRow) -> str:
    return _note([f"{name}: {value}" for name, value in row.details])


def _note(told: Sequence[str]) -> str:
    return " · ".join(part for part in told if part)


def _detail(row: ShownRow, name: str) -> str:
    wanted = str(FIELD_NAMES[name])
    return next((str(value) for label, value in row.details if str(label) == wanted), "")


def _until(row: ShownRow) -> date | None:
    kept = row.row.fields.get("until")
    return date.fromisoformat(str(kept)) if kept else None


def _objectives(_shared: _Shared, rows: Sequence[ShownRow]) -> Iterator[Block]:
    yield Table(
        title=_("Objectives"),
        columns=(
            Column(_("Objective"), width=8),
            Column(_("Until"), Unit.DATE, width=3),
            Column(str(FIELD_NAMES["owner_id"]), width=4),
        ),
        rows=tuple(
            (
                parts.text(each.row.text),
                parts.day(_until(each)),
                parts.text(_detail(each, "owner_id")),
            )
            for each in rows
        ),
    )


def _initiatives(shared: _Shared, rows: Sequence[ShownRow]) -> Iterator[Block]:
    currency = shared.page.currency
    yield Table(
        title=_("Initiatives"),
        columns=(
            Column(_("Initiative"), width=6),
            parts.money_column(FIELD_NAMES["customer_value"], currency, 3),
            parts.money_column(FIELD_NAMES["customer_investment"], currency, 3),
            Column(_("State"), width=5),
        ),
        rows=tuple(
            (
                parts.text(each.row.text),
                parts.money(each.row.value, currency),
                parts.money(_amount(each, "customer_investment"), currency),
                _signature(each),
            )
            for each in rows
        ),
    )
    told = [
        Bullet(each.row.text, note=note)
        for each in rows
        if (note := _note([each.description, *_sides(each)]))
    ]
    if told:
        yield Bullets(tuple(told))


def _amount(row: ShownRow, name: str) -> Decimal | None:
    kept = Decimal(str(row.row.fields.get(name) or 0))
    return kept or None


def _signature(row: ShownRow) -> Cell:
    if row.signed is not None:
        told = _("Signed by %(name)s on %(day)s") % {
            "name": row.signed.by_name,
            "day": formats.day(timezone.localdate(row.signed.at)),
        }
        return parts.text(told, Tone.GOOD)
    if row.row.is_being_revised:
        return parts.text(_("Being revised"), Tone.WARN)
    return parts.text(_("To be agreed") if row.row.has_value else "")


def _sides(row: ShownRow) -> Iterator[str]:
    """What it moves, and whose it is."""
    for name in ("customer_kpi", "owner_id", "customer_owner"):
        if told := _detail(row, name):
            yield f"{FIELD_NAMES[name]}: {told}"


def _actions(shared: _Shared, rows: Sequence[ShownRow]) -> Iterator[Block]:
    calendar = calendar_of([_step(each) for each in rows], shared.today)
    if calendar is not None:
        yield calendar
    yield _actions_table(rows, "")


def _actions_table(rows: Sequence[ShownRow], empty: str) -> Table:
    names = ("owner_id", "customer_owner")
    return actions_table(
        [_step(each) for each in rows],
        {FIELD_NAMES[name]: {int(each.number): _detail(each, name) for each in rows}
         for name in names},
        {int(each.number): parts.text(each.state, Tone.GOOD if each.row.is_done else Tone.PLAIN)
         for each in rows},
        empty=empty,
    )  # fmt: skip


def _step(row: ShownRow) -> Step:
    fields = row.row.fields
    sides = (_detail(row, "owner_id"), _detail(row, "customer_owner"))
    return Step(
        key=int(row.number),
        text=row.row.text,
        who=", ".join(each for each in sides if each),
        start=date.fromisoformat(str(fields["start"])),
        end=date.fromisoformat(str(fields["end"])),
        pace=Pace.DONE if row.row.is_done else Pace.OPEN,
        is_milestone=bool(fields.get("is_milestone")),
    )


def _done_and_coming(shared: _Shared, period: Period) -> tuple[list[ShownRow], list[ShownRow]]:
    """The actions of the period that are done, and all that are not."""
    actions = shared.rows(PlanSection.ACTIONS)
    done = [each for each in actions if each.row.is_done and _step(each).end >= period.start]
    return done, [each for each in actions if not each.row.is_done]


def _coming(shared: _Shared, rows: Sequence[ShownRow]) -> Iterator[Block]:
    if rows:
        yield from _actions(shared, rows)
    else:
        yield parts.missing(_("No action that we share is open."))


_Builder = Callable[[_Shared, Sequence[ShownRow]], Iterator[Block]]
_MORE: dict[PlanSection, _Builder] = {
    PlanSection.OBJECTIVES: _objectives,
    PlanSection.INITIATIVES: _initiatives,
    PlanSection.ACTIONS: _actions,
}
