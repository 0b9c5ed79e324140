"""The customer plan: all its sections, the empty ones too, with what is known by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _

from clavero.identity.rules import Actor
from clavero.matrix.words import STRATEGY_NAMES
from clavero.plans.rules.catalogue import Section as PlanSection
from clavero.plans.selectors import SectionPicture
from clavero.plans.showing import links_in_words, next_steps, shown_section, state_of
from clavero.plans.words import PLAN_STATE_NAMES, PLAN_STATE_TONES
from clavero.reports.content import known as pieces
from clavero.reports.content import parts, tables, working
from clavero.reports.content.known import Known, known_of
from clavero.reports.content.model import (
    Block,
    Bullet,
    Bullets,
    Document,
    Fact,
    Facts,
    Heading,
    Paragraph,
    Section,
    Tone,
    Unit,
)
from clavero.reports.content.opening import document
from clavero.reports.content.rows import rows_table
from clavero.reports.rules import Kind
from clavero.ui import formats

Links = Mapping[str, Sequence[tuple[str, parts.Name]]]


def plan_document(actor: Actor, customer_id: int) -> Document:
    """The plan of an account. Raises ``ObjectDoesNotExist`` for strangers to the account, and
    where no plan has begun."""
    known = known_of(actor, customer_id)
    if known.plan.plan is None:
        raise ObjectDoesNotExist("no plan has begun")
    links = links_in_words(known.plan)
    return document(
        actor,
        Kind.PLAN,
        title=known.name,
        subtitle=_subtitle(known),
        day=known.day,
        lead=list(_lead(known)),
        sections=[
            *(_section(each, known, links) for each in known.plan.sections),
            Section(_("What the plan needs next"), (_next(known),)),
        ],
        currency=known.currency,
        sheets=[
            rows_table(known, links),
            working.objectives_in_figures(known),
            tables.all_kpis_table(known),
        ],
    )


def _subtitle(known: Known) -> str:
    strategy = known.plan.strategy
    told = [known.plan.live.card.code]
    if strategy is not None:
        told.append(str(STRATEGY_NAMES[strategy]))
    return " · ".join(told)


def _lead(known: Known) -> Iterator[Block]:
    picture = known.plan
    plan = picture.plan
    state = "" if plan is None else plan.state
    yield Paragraph(state_of(picture))
    worth = picture.worth
    value = None if worth is None else next(iter(worth.readings.values())).value
    lead = picture.live.lead
    yield Facts(
        (
            Fact(
                _("State"),
                str(PLAN_STATE_NAMES[state]),
                tone=parts.tone_of(PLAN_STATE_TONES[state]),
            ),
            Fact(
                _("How full it is"),
                formats.percent(picture.completeness, places=0),
                _("by what its strategy asks for"),
                value=picture.completeness,
                unit=Unit.PERCENT,
            ),
            Fact(_("Key account manager"), lead.person)
            if lead is not None
            else Fact(_("Key account manager"), _("nobody yet"), tone=Tone.MISSING),
            parts.money_fact(_("Net sales of 12 months"), picture.live.sales, known.currency),
            parts.money_fact(
                _("Value of the plan today"),
                value,
                known.currency,
                _("with all that is asked for, each initiative by its probability")
                if value is not None
                else _("Nobody has made a forecast."),
            ),
            parts.count_fact(
                _("Late actions"),
                len(picture.late_actions),
                tone=Tone.BAD if picture.late_actions else Tone.PLAIN,
            ),
        ),
        are_large=True,
    )


def _next(known: Known) -> Bullets:
    return Bullets(
        tuple(Bullet(each.sentence) for each in next_steps(known.plan)),
        empty=_("It needs nothing just now."),
    )


# -- the sections --------------------------------------------------------------------------------


def _section(each: SectionPicture, known: Known, links: Links) -> Section:
    shown = shown_section(each, links)
    more = list(_MORE[each.section](known)) if each.section in _MORE else []
    written = tuple(
        Bullet(
            row.item.text,
            mark=row.mark,
            note=_note([row.told, row.item.evidence, row.source, _answered(row.links)]),
        )
        for row in shown.rows
    )
    blocks: list[Block] = [Paragraph(str(shown.question), Tone.QUIET)]
    if written:
        blocks.append(Bullets(written, is_tabled=True))
    elif not more or each.section in _ALSO_WRITTEN:
        blocks.append(parts.missing(_("Nobody has written anything here yet.")))
    blocks += more
    return Section(
        title=str(shown.name),
        number=str(shown.number),
        aside=_note([_asked(each), shown.age, shown.owner]),
        blocks=tuple(blocks),
    )


def _asked(each: SectionPicture) -> str:
    if not each.is_asked:
        return _("Its strategy does not ask for it")
    return _("Rows that its strategy asks for: %(filled)s of %(required)s") % {
        "filled": formats.number(each.filled.filled),
        "required": formats.number(each.filled.required),
    }


def _answered(links: Sequence[tuple[str, parts.Name]]) -> str:
    told = [text for text, _address in links]
    return "" if not told else _("goes with: %(rows)s") % {"rows": "; ".join(told)}


def _note(told: list[str]) -> str:
    return " · ".join(part for part in told if part)


def _summary(known: Known) -> Iterator[Block]:
    yield Facts(pieces.headline_facts(known), are_large=True)


def _profile(known: Known) -> Iterator[Block]:
    yield Heading(_("What is known by itself"))
    yield Facts((*pieces.strategy_facts(known), *pieces.people_facts(known)))
    yield tables.years_table(known)
    months = pieces.months_picture(known.year, known.currency)
    if months is not None:
        yield months
    families = pieces.families_picture(known.year, known.currency)
    if families is not None:
        yield families
    yield Heading(_("KPIs"))
    yield tables.kpi_table(known)


def _needs(known: Known) -> Iterator[Block]:
    yield Heading(_("Needs kept with its opportunities"))
    yield tables.needs_table(known)
    yield Heading(_("Sales under way"))
    yield tables.sales_under_way_table(known)


def _position(known: Known) -> Iterator[Block]:
    yield Heading(_("Its place in the matrix"))
    yield pieces.matrix_picture(known)


_MORE: dict[PlanSection, Callable[[Known], Iterator[Block]]] = {
    PlanSection.SUMMARY: _summary,
    PlanSection.PROFILE: _profile,
    PlanSection.NEEDS: _needs,
    PlanSection.POSITION: _position,
    PlanSection.OBJECTIVES: working.objectives,
    PlanSection.INITIATIVES: working.initiatives,
    PlanSection.RESOURCES: working.requests,
    PlanSection.ACTIONS: working.actions,
    PlanSection.FORECAST: working.forecast,
    PlanSection.RISKS: working.risks,
}
"""What stands in a section beside its rows."""
_ALSO_WRITTEN = {
    PlanSection.SUMMARY, PlanSection.PROFILE, PlanSection.NEEDS, PlanSection.POSITION,
    PlanSection.RISKS,
}  # fmt: skip
"""Sections whose rows somebody writes, whatever else stands in them."""
