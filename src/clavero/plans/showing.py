"""A plan as its pages write it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.kpis.rules.kpi import Kpi
from clavero.kpis.words import LIGHT_ICONS, LIGHT_NAMES, LIGHT_TONES, name_of, written
from clavero.opportunities.rules.needs import MOST_FIT
from clavero.opportunities.selectors import NeedRow
from clavero.opportunities.words import (
    CERTAINTY_NAMES,
    FUNCTION_NAMES,
    HORIZON_NAMES,
    URGENCY_NAMES,
)
from clavero.opportunities.words import FIELD_NAMES as NEED_FIELDS
from clavero.plans.hooks import leads_to
from clavero.plans.models import Action, PlanItem
from clavero.plans.rules.catalogue import BY_KEY, Section, Shape
from clavero.plans.rules.completeness import Gate
from clavero.plans.rules.consistency import Broken, Check
from clavero.plans.rules.kinds import PlanState
from clavero.plans.rules.objectives import Lack
from clavero.plans.selectors import Measured, PlanPicture, SectionPicture
from clavero.plans.sentences import LACK_NAMES, shortfall_in_words
from clavero.plans.valuing import broken_in_words
from clavero.plans.words import SECTION_NAMES, SECTION_QUESTIONS, Name, field_value
from clavero.plans.words.catalogue import told_fields
from clavero.plans.words.prompts import prompt_of
from clavero.ui import formats

MOST_STEPS = 6
_FULL = Decimal(1)


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row in a section, or a need of the customer; ``mark`` is its first choice, ``told`` what
    else its fields say. ``confirm`` is where one says that it still holds, if it can be said."""

    item: PlanItem | NeedRow
    mark: str
    told: str
    source: str
    links: Sequence[tuple[str, Name]]
    address: Name = ""
    looked_at: date | None = None
    confirm: Name = ""


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section on the page."""

    number: int
    key: str
    name: Name
    question: Name
    state: str
    tone: str
    age: str
    owner: str
    rows: Sequence[ShownRow]
    prompts: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """Something that the plan needs next, and where it is done."""

    icon: str
    sentence: str
    address: Name


@dataclass(frozen=True, slots=True)
class ShownObjective:
    """An objective with its measure in words."""

    measured: Measured
    light_name: Name
    light_tone: str
    light_icon: str
    kpi: str
    way: str
    now: str
    progress: str
    bar: int
    lacks: str
    needs_action: bool
    links: Sequence[tuple[str, Name]] = ()


Links = Mapping[str, Sequence[tuple[str, Name]]]
"""What goes with each row, by ``row:1``, ``need:1``, ``objective:1``: what it says, and where."""


def shown_sections(picture: PlanPicture, links: Links) -> list[ShownSection]:
    """The sections, in the order of the method."""
    return [
        replace(shown_section(each, links), prompts=prompts_of(picture, each.section))
        for each in picture.sections
    ]


def prompts_of(picture: PlanPicture, section: Section) -> list[str]:
    """What its template still asks for in a section."""
    return [
        prompt_of(each.ask, picture.template)
        for each in picture.asked
        if each.ask.section is section and not each.is_there
    ]


def shown_section(each: SectionPicture, links: Links) -> ShownSection:
    """One of them."""
    filled = each.filled
    state = _("%(filled)s of %(required)s") % {
        "filled": formats.number(filled.filled),
        "required": formats.number(filled.required),
    }
    age = ""
    if each.looked_at is not None:
        age = _("looked at on %(day)s") % {"day": formats.day(timezone.localdate(each.looked_at))}
    tone = "good" if filled.is_full else "warn" if filled.filled else "plain"
    return ShownSection(
        number=int(each.section),
        key=f"section-{int(each.section)}",
        name=SECTION_NAMES[each.section],
        question=SECTION_QUESTIONS[each.section],
        state=state,
        tone="warn" if each.is_old and filled.is_full else tone,
        age=age,
        owner=each.owner,
        rows=[
            *(
                shown_need(need, each.customer_id, links.get(f"need:{need.id}", ()))
                for need in each.needs
            ),
            *(shown_row(item, links.get(f"row:{item.pk}", ())) for item in each.items),
        ],
    )


def shown_row(item: PlanItem, links: Sequence[tuple[str, Name]] = ()) -> ShownRow:
    """A row of a section."""
    kind = BY_KEY[item.kind]
    mark, told = "", told_fields(kind, item.data)
    first = kind.fields[0] if kind.fields else None
    if first is not None and first.shape is Shape.CHOICE and item.data.get(first.key):
        mark = field_value(first, item.data[first.key])
        told = told[1:]
    parts = [item.source, formats.day(item.dated) if item.dated else ""]
    return ShownRow(
        item,
        mark,
        " · ".join(f"{name}: {value}" for name, value in told),
        ", ".join(part for part in parts if part),
        links,
        leads_to("plans:item", item.pk),
        timezone.localdate(item.confirmed_at),
        leads_to("plans:confirm_item", item.pk),
    )


def shown_need(need: NeedRow, customer_id: int, links: Sequence[tuple[str, Name]] = ()) -> ShownRow:
    """A need of the customer, or of a unit below it."""
    fit = "" if need.fit is None else f"{formats.number(need.fit)} / {MOST_FIT}"
    told = [
        (NEED_FIELDS["horizon"], HORIZON_NAMES[need.horizon]),
        (NEED_FIELDS["function"], FUNCTION_NAMES[need.function]),
        (NEED_FIELDS["urgency"], URGENCY_NAMES[need.urgency]),
        (NEED_FIELDS["fit"], fit),
        (_("What we offer for it"), need.solutions),
        (_("Unit"), "" if need.customer_id == customer_id else need.name),
    ]
    return ShownRow(
        need,
        str(CERTAINTY_NAMES[need.certainty]),
        " · ".join(f"{name}: {value}" for name, value in told if value),
        need.source,
        links,
        leads_to("plans:need", customer_id, need.id),
        need.said_on,
    )


def links_in_words(picture: PlanPicture) -> dict[str, list[tuple[str, Name]]]:
    """What each row and each need goes with, and where that is, by ``row:1`` and ``need:1``."""
    customer = picture.customer.pk
    places = {
        "row": {each.pk: (each.text, leads_to("plans:item", each.pk))
                for each in picture.items},
        "need": {each.id: (each.text, leads_to("plans:need", customer, each.id))
                 for each in picture.needs},
        "action": {each.pk: (each.text, leads_to("plans:action", each.pk))
                   for each in picture.actions},
        "initiative": {each.pk: (each.text, leads_to("plans:initiative", each.pk))
                       for each in picture.initiatives},
        "objective": {each.pk: (each.text, leads_to("plans:objective", each.pk))
                      for each in picture.objectives},
    }  # fmt: skip
    found: dict[str, list[tuple[str, Name]]] = {}
    for link in picture.links:
        own = ("row", link.item_id) if link.item_id else ("need", link.need_id)
        other = next(
            (kind, number)
            for kind, number in (
                ("row", link.other_id),
                ("action", link.action_id),
                ("initiative", link.initiative_id),
                ("objective", link.objective_id),
            )
            if number
        )
        for (kind, number), (there, that) in ((own, other), (other, own)):
            if number in places[kind] and that in places[there]:
                found.setdefault(f"{kind}:{number}", []).append(places[there][that])
    return found


def shown_objective(
    each: Measured,
    known: Mapping[str, Kpi],
    names: Mapping[str, str],
    currency: str,
    links: Sequence[tuple[str, Name]] = (),
) -> ShownObjective:
    """An objective with how far it is, and the rows that it answers."""
    kpi = known.get(each.row.kpi)

    def told(value: Decimal | None) -> str:
        if value is None:
            return formats.NOTHING
        return formats.number(value) if kpi is None else written(value, kpi.unit, currency)

    way = _("from %(before)s to %(after)s") % {
        "before": told(each.row.baseline), "after": told(each.row.target),
    }  # fmt: skip
    gone = each.progress
    return ShownObjective(
        measured=each,
        light_name=LIGHT_NAMES[each.light],
        light_tone=LIGHT_TONES[each.light],
        light_icon=LIGHT_ICONS[each.light],
        kpi="" if kpi is None else str(name_of(kpi, names)),
        way=way if each.row.target is not None else "",
        now="" if each.value is None else told(each.value),
        progress="" if gone is None else formats.percent(gone, places=0),
        bar=0 if gone is None else int(max(Decimal(0), min(_FULL, gone)) * 100),
        lacks=", ".join(str(LACK_NAMES[lack]) for lack in each.lacks),
        needs_action=Lack.ACTIONS in each.lacks,
        links=links,
    )


def _section_address(customer_id: int, section: Section) -> Name:
    return leads_to("plans:plan", customer_id, anchor=f"#section-{int(section)}")


def next_steps(picture: PlanPicture) -> list[Step]:
    """What the plan needs next, the most pressing first."""
    return [*_pressing(picture), *_of_quality(picture), *_in_time(picture)]


def steps_beside(picture: PlanPicture) -> list[Step]:
    """The same, all of it, without what its quality lacks: that stands by itself."""
    return [*_pressing(picture), *_in_time(picture)]


def steps_of(steps: Sequence[Any]) -> dict[str, Any]:
    """Steps as a page has them: the first ones, and the others behind how many they are."""
    more = steps[MOST_STEPS:]
    told = ngettext("and %(count)s more", "and %(count)s more", len(more))
    return {
        "steps": steps[:MOST_STEPS],
        "more_steps": more,
        "more_told": told % {"count": formats.number(len(more))},
    }


def standing_of(picture: PlanPicture) -> dict[str, Any]:
    """How full a plan is, and what keeps it from being good enough. One that is full and not good
    is not called whole."""
    part = picture.completeness
    unmeasured = sum(each.check is Check.OBJECTIVES_UNMEASURED for each in picture.broken)
    return {
        # Rounded down, so that only what is there entirely is a hundred.
        "part": formats.percent(part.quantize(Decimal("0.01"), ROUND_DOWN), places=0),
        "is_full_only": part == 1 and (bool(picture.shortfalls) or bool(unmeasured)),
        "quality": list(_of_quality(picture)),
    }


def _pressing(picture: PlanPicture) -> Iterator[Step]:
    customer_id = picture.customer.pk
    if late := len(picture.late_actions):
        told = ngettext("%(count)s action is late.", "%(count)s actions are late.", late)
        yield Step("alert-triangle", told % {"count": formats.number(late)},
                   leads_to("plans:actions", customer_id))  # fmt: skip
    if clashing := picture.clashing_actions:
        yield Step("calendar", _clash_in_words(clashing),
                   leads_to("plans:actions", customer_id, anchor="?as=calendar"))  # fmt: skip
    for initiative in picture.unsigned:
        told = _("“%(text)s” was signed for another value: the customer has to sign again.")
        yield Step("signature", told % {"text": initiative.text},
                   leads_to("plans:initiative", initiative.pk))  # fmt: skip
    for each in picture.measured:
        if each.lacks:
            told = _("The objective “%(text)s” lacks %(lacks)s.") % {
                "text": each.row.text,
                "lacks": ", ".join(str(LACK_NAMES[lack]) for lack in each.lacks),
            }
            if picture.writes and list(each.lacks) == [Lack.ACTIONS]:
                address: Name = _action_for(picture.customer.pk, each.row.pk)
            else:
                address = leads_to("plans:objective", each.row.pk)
            yield Step("target", told, address)
    empty = [each for each in picture.sections if each.is_asked and not each.filled.is_full]
    for section in sorted(empty, key=lambda each: each.filled.part):
        told = _("“%(section)s” has %(filled)s of %(required)s.") % {
            "section": SECTION_NAMES[section.section],
            "filled": formats.number(section.filled.filled),
            "required": formats.number(section.filled.required),
        }
        yield Step("circle-dashed", told, _section_address(customer_id, section.section))


def _of_quality(picture: PlanPicture) -> Iterator[Step]:
    """What the gate of quality finds."""
    customer_id = picture.customer.pk
    for each_short in picture.shortfalls:
        if each_short.gate in {Gate.SOURCES_OLD, Gate.SOURCES_UNDATED}:
            address: Name = leads_to("plans:plan", customer_id, anchor="?section=all#sections")
        else:
            at = Section.INITIATIVES if each_short.gate is Gate.NO_WIN_WIN else Section.NEEDS
            address = _section_address(customer_id, at)
        yield Step("info-circle", shortfall_in_words(each_short), address)


def _in_time(picture: PlanPicture) -> Iterator[Step]:
    customer_id = picture.customer.pk
    for each_broken in picture.broken:
        if each_broken.check is Check.PAIRS_UNANSWERED:
            analysis = leads_to("plans:analysis", customer_id, anchor="#tows-title")
            yield Step("zoom-scan", broken_in_words(each_broken), analysis)
    old = [each for each in picture.sections if each.is_asked and each.is_old]
    for section in old:
        told = _("Nobody has looked at “%(section)s” for a quarter.") % {
            "section": SECTION_NAMES[section.section]
        }
        yield Step("clock", told, _section_address(customer_id, section.section))


def _action_address(customer_id: int, objective_id: int) -> str:
    return f"{reverse('plans:add_action', args=[customer_id])}?objective_id={objective_id}"


_action_for = lazy(_action_address, str)
"""Where an action for an objective is written; documents ask for no addresses."""


def _clash_in_words(clashing: Sequence[tuple[Action, str]]) -> str:
    if len(clashing) > 1:
        return broken_in_words(Broken(Check.ACTIONS_CLASH, len(clashing)))
    action, earlier = clashing[0]
    return _("“%(later)s” begins before “%(earlier)s”, which it waits for, ends.") % {
        "later": action.text, "earlier": earlier,
    }  # fmt: skip


def state_of(picture: PlanPicture) -> str:
    """Where a plan stands, in a sentence."""
    plan = picture.plan
    if plan is None:
        return ""
    if plan.state == PlanState.SUBMITTED:
        return _("%(name)s has handed it in; it waits for approval.") % {
            "name": plan.submitted_by_name
        }
    if plan.approved_number is None or plan.approved_at is None:
        return _("It is a draft: nobody has approved it yet.")
    places = {
        "number": formats.number(plan.approved_number),
        "name": plan.approved_by_name,
        "day": formats.day(timezone.localdate(plan.approved_at)),
    }
    if plan.state == PlanState.APPROVED:
        return _("Version %(number)s holds; %(name)s approved it on %(day)s.") % places
    return (
        _("Version %(number)s holds; %(name)s approved it on %(day)s. It was changed since.")
        % places
    )


ANCHORS = {section: f"section-{int(section)}" for section in Section}
