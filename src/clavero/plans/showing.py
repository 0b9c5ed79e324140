"""A plan as its pages write it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.core.money import Money
from clavero.kpis.rules.kpi import Kpi
from clavero.kpis.words import LIGHT_ICONS, LIGHT_NAMES, LIGHT_TONES, name_of, written
from clavero.plans.models import PlanItem
from clavero.plans.rules.catalogue import BY_KEY, Section, Shape
from clavero.plans.rules.kinds import PlanState
from clavero.plans.selectors import Live, Measured, PlanPicture, SectionPicture
from clavero.plans.sentences import LACK_NAMES, shortfall_in_words
from clavero.plans.words import SECTION_NAMES, SECTION_QUESTIONS, Name, field_value
from clavero.plans.words.catalogue import told_fields
from clavero.ui import formats

MOST_STEPS = 6
_FULL = Decimal(1)


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row in a section; ``mark`` is its first choice, ``told`` what else its fields say."""

    item: PlanItem
    mark: str
    told: str
    source: str
    links: Sequence[tuple[str, Name]]


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


def shown_sections(picture: PlanPicture) -> list[ShownSection]:
    """The sections, in the order of the method."""
    links = links_in_words(picture)
    return [shown_section(each, links) for each in picture.sections]


def shown_section(
    each: SectionPicture, links: Mapping[int, Sequence[tuple[str, Name]]]
) -> ShownSection:
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
        rows=[shown_row(item, links.get(item.pk, ())) for item in each.items],
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
    )


def links_in_words(picture: PlanPicture) -> dict[int, list[tuple[str, Name]]]:
    """What each row goes with, and where that is."""
    rows = {each.pk: each for each in picture.items}
    actions = {each.pk: each for each in picture.actions}
    initiatives = {each.pk: each for each in picture.initiatives}
    found: dict[int, list[tuple[str, Name]]] = {}
    for link in picture.links:
        if link.other_id in rows and link.item_id in rows:
            own, other = rows[link.item_id], rows[link.other_id]
            for one, two in ((own, other), (other, own)):
                told = (two.text, _address("plans:item", two.pk))
                found.setdefault(one.pk, []).append(told)
        elif link.action_id in actions:
            told = (actions[link.action_id].text, _address("plans:action", link.action_id))
            found.setdefault(link.item_id, []).append(told)
        elif link.initiative_id in initiatives:
            text = initiatives[link.initiative_id].text
            told = (text, _address("plans:initiative", link.initiative_id))
            found.setdefault(link.item_id, []).append(told)
    return found


def shown_objective(
    each: Measured, known: Mapping[str, Kpi], names: Mapping[str, str], currency: str
) -> ShownObjective:
    """An objective with how far it is."""
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
    )


def _address_of(name: str, number: int, anchor: str = "") -> str:
    return reverse(name, args=[number]) + anchor


# A document says the same and leads nowhere: what addresses there are is a second's work to know.
_address = lazy(_address_of, str)


def _section_address(customer_id: int, section: Section) -> Name:
    return _address("plans:plan", customer_id, f"#section-{int(section)}")


def next_steps(picture: PlanPicture) -> list[Step]:
    """What the plan needs next, the most pressing first."""
    return list(_steps(picture))[:MOST_STEPS]


def _steps(picture: PlanPicture) -> Iterator[Step]:
    customer_id = picture.customer.pk
    if late := len(picture.late_actions):
        told = ngettext("%(count)s action is late.", "%(count)s actions are late.", late)
        yield Step("alert-triangle", told % {"count": formats.number(late)},
                   _address("plans:actions", customer_id))  # fmt: skip
    for each in picture.measured:
        if each.lacks:
            told = _("The objective “%(text)s” lacks %(lacks)s.") % {
                "text": each.row.text,
                "lacks": ", ".join(str(LACK_NAMES[lack]) for lack in each.lacks),
            }
            yield Step("target", told, _address("plans:objective", each.row.pk))
    empty = [each for each in picture.sections if each.is_asked and not each.filled.is_full]
    for section in sorted(empty, key=lambda each: each.filled.part):
        told = _("“%(section)s” has %(filled)s of %(required)s.") % {
            "section": SECTION_NAMES[section.section],
            "filled": formats.number(section.filled.filled),
            "required": formats.number(section.filled.required),
        }
        yield Step("circle-dashed", told, _section_address(customer_id, section.section))
    for each_short in picture.shortfalls:
        at = Section.INITIATIVES if each_short.of == 0 else Section.NEEDS
        address = _section_address(customer_id, at)
        yield Step("info-circle", shortfall_in_words(each_short), address)
    old = [each for each in picture.sections if each.is_asked and each.is_old]
    for section in old:
        told = _("Nobody has looked at “%(section)s” for a quarter.") % {
            "section": SECTION_NAMES[section.section]
        }
        yield Step("clock", told, _section_address(customer_id, section.section))


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


def known_facts(live: Live, currency: str) -> list[dict[str, Any]]:
    """The years of an account as a small table."""
    return [
        {
            "period": formats.period_in_words(row.period),
            "sales": formats.money(Money(row.net_sales, currency), places=0),
            "margin": formats.NOTHING
            if row.margin.value is None
            else formats.percent(row.margin.value),
        }
        for row in live.years
    ]


ANCHORS = {section: f"section-{int(section)}" for section in Section}
