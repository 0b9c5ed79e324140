"""The business review: what a period brought, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.core.period import Period, add_months, first_of_month
from clavero.identity.rules import Actor
from clavero.plans.rules.kinds import OPEN_ACTIONS, ActionState
from clavero.plans.selectors import reviews_of
from clavero.plans.showing import next_steps, steps_of
from clavero.portfolio.selectors import CustomerPicture
from clavero.portfolio.selectors.customer import FamilyRow
from clavero.portfolio.sentences import about_customer
from clavero.reports.content import known as pieces
from clavero.reports.content import parts, tables, working
from clavero.reports.content.acting import action, owners_of
from clavero.reports.content.known import Known, known_of
from clavero.reports.content.model import (
    Block,
    Bullet,
    Bullets,
    Cell,
    Column,
    Document,
    Facts,
    Heading,
    Paragraph,
    Section,
    Table,
    Tone,
    Unit,
)
from clavero.reports.content.opening import document
from clavero.reports.rules import Kind
from clavero.ui import formats

if TYPE_CHECKING:
    from clavero.plans.models import Action, PlanReview

MOST_FAMILIES = 12


def business_review(actor: Actor, customer_id: int, months: int) -> Document:
    """The review of an account's last full ``months``. Raises ``ObjectDoesNotExist`` for strangers
    to it."""
    known = known_of(actor, customer_id)
    period = last_months(known, months)
    bought = known.of_period(period)
    ledger = _("the sales ledger, %(period)s") % {"period": formats.period_in_words(period)}
    plan = _("the customer plan")
    return document(
        actor,
        Kind.REVIEW,
        title=known.name,
        subtitle=parts.capital(formats.period_in_words(period)),
        day=known.day,
        lead=list(_lead(known, bought)),
        sections=[
            Section(_("What it bought"), tuple(_bought(known, bought)), sources=(ledger,)),
            Section(_("KPIs"), (tables.kpi_table(known),), sources=(_("the KPIs of today"),)),
            Section(_("Objectives"), tuple(working.objectives(known)), sources=(plan,)),
            Section(_("What was done"), tuple(_done(known, period)), sources=(plan,)),
            Section(_("Initiatives for both"), tuple(working.initiatives(known)), sources=(plan,)),
            Section(
                _("Needs and sales under way"),
                (tables.needs_table(known), tables.sales_under_way_table(known)),
                sources=(_("needs and opportunities"),),
            ),
            Section(_("What was decided"), tuple(_decided(known, period)), sources=(plan,)),
            Section(_("What comes next"), tuple(_next(known, months)), sources=(plan,)),
        ],
        currency=known.currency,
        sheets=[_decisions_table(known, period), tables.all_kpis_table(known)],
    )


def last_months(known: Known, months: int) -> Period:
    """The last full months that the ledger knows."""
    end = timezone.localdate() if known.data is None else known.data.end
    until = first_of_month(end)
    return Period(add_months(until, -months), until)


def _lead(known: Known, bought: CustomerPicture) -> Iterator[Block]:
    totals, currency = bought.figures.totals, known.currency
    grew = totals.growth
    note = ""
    if grew.value is not None and totals.net_sales_before is not None:
        shown = formats.growth(grew.value)
        note = _("%(arrow)s %(growth)s on %(amount)s a year earlier") % {
            "arrow": shown.arrow,
            "growth": shown.text,
            "amount": parts.amount(totals.net_sales_before, currency),
        }
    late = pieces.late_of(known)
    yield Facts(
        (
            parts.money_fact(_("Net sales of the period"), totals.net_sales, currency, note),
            parts.percent_fact(_("Margin"), totals.margin),
            parts.count_fact(_("Orders"), totals.orders),
            *pieces.headline_facts(known)[-2:],
            parts.count_fact(_("Late actions"), len(late),
                 tone=Tone.BAD if late else Tone.PLAIN),
        ),
        are_large=True,
    )  # fmt: skip
    told = " ".join(about_customer(bought, currency))
    if told and (totals.net_sales or totals.net_sales_before):
        yield Paragraph(told)


def _bought(known: Known, bought: CustomerPicture) -> Iterator[Block]:
    picture = pieces.months_picture(bought, known.currency)
    if picture is None:
        yield parts.missing(_("The ledger has no sales of it in this period."))
        return
    yield picture
    rows = bought.figures.families
    yield Table(
        title=_("Sales by product family"),
        columns=(
            Column(_("Product family"), width=6),
            parts.money_column(_("Net sales"), known.currency, 3),
            Column(_("Share"), Unit.PERCENT, width=2),
            parts.money_column(_("A year earlier"), known.currency, 3),
        ),
        rows=tuple(_family(row, known.currency) for row in rows[:MOST_FAMILIES]),
        empty=_("No sales of this period have a product family."),
        note=_others(len(rows) - MOST_FAMILIES),
    )


def _family(row: FamilyRow, currency: str) -> tuple[Cell, ...]:
    return (
        parts.text(row.family or _("Without family")),
        parts.money(row.net_sales, currency),
        parts.percent(row.share),
        parts.money(row.net_sales_before, currency),
    )


def _others(count: int) -> str:
    if count <= 0:
        return ""
    told = ngettext("%(count)s other family is left out.",
                    "%(count)s other families are left out.", count)  # fmt: skip
    return told % {"count": formats.number(count)}


def _done(known: Known, period: Period) -> Iterator[Block]:
    if known.plan.plan is None:
        yield parts.missing(_("No plan has begun."))
        return
    late = pieces.late_of(known)
    done = [
        each
        for each in known.plan.actions
        if each.state == ActionState.DONE
        and each.done_on is not None
        and each.done_on >= period.start
    ]
    yield Heading(_("Done since %(day)s") % {"day": formats.day(period.start)})
    yield _steps(
        _("Actions done"), done, empty=_("No action was done in this time."), says_when=True
    )
    yield Heading(_("Late"))
    yield _steps(
        _("Late actions"),
        [each for each in known.plan.actions if each.pk in late],
        empty=_("No action is late."),
        tone=Tone.BAD,
    )


def _steps(
    title: str,
    rows: Sequence[Action],
    *,
    empty: str,
    says_when: bool = False,
    tone: Tone = Tone.PLAIN,
) -> Table:
    """Actions with whose they are and until when they are planned; ``says_when`` they were done."""
    return Table(
        title=title,
        columns=(
            Column(_("Action"), width=8),
            Column(_("Whose it is"), width=4),
            Column(_("Until"), Unit.DATE, width=3),
            *((Column(_("Done on"), Unit.DATE, width=3),) if says_when else ()),
        ),
        rows=tuple(
            (
                action(each.text, is_milestone=each.is_milestone),
                parts.text(owners_of(each)),
                parts.day(each.end, tone),
                *((parts.day(each.done_on, Tone.GOOD),) if says_when else ()),
            )
            for each in rows
        ),
        empty=empty,
    )


def _decided(known: Known, period: Period) -> Iterator[Block]:
    held = _held(known, period)
    if not held:
        yield parts.missing(_("No review of its plan has written down a decision in this time."))
    for each in held:
        yield Heading(_("Review of %(day)s") % {"day": formats.day(each.day)})
        if each.decisions:
            yield Paragraph(each.decisions)
        if each.notes:
            yield Paragraph(each.notes, Tone.QUIET)


def _held(known: Known, period: Period) -> list[PlanReview]:
    """The reviews of this time in which somebody has written something down."""
    return [
        each
        for each in reviews_of(known.actor, known.customer_id)
        if each.day >= period.start and (each.decisions or each.notes)
    ]


def _decisions_table(known: Known, period: Period) -> Table:
    return Table(
        title=_("What was decided"),
        columns=(
            Column(_("Review of the plan"), Unit.DATE, width=2),
            Column(_("Decisions"), width=6),
            Column(_("Notes"), width=6),
        ),
        rows=tuple(
            (parts.day(each.day), parts.text(each.decisions), parts.text(each.notes))
            for each in _held(known, period)
        ),
        empty=_("No review of its plan has written down a decision in this time."),
    )


def _next(known: Known, months: int) -> Iterator[Block]:
    until = add_months(first_of_month(known.plan.today), months + 1) - timedelta(days=1)
    coming = [
        each
        for each in known.plan.actions
        if each.state in OPEN_ACTIONS and known.plan.today <= each.end <= until
    ]
    yield Heading(_("To be done until %(day)s") % {"day": formats.day(until)})
    yield _steps(_("Actions to come"), coming, empty=_("No action is planned for this time."))
    if known.plan.plan is not None:
        yield Heading(_("What the plan needs next"))
        yield Bullets(
            tuple(_next_steps(known)),
            empty=_("It needs nothing just now."),
        )


def _next_steps(known: Known) -> Iterator[Bullet]:
    """The first of what the plan needs, and how many more there are."""
    shown = steps_of(next_steps(known.plan))
    for each in shown["steps"]:
        yield Bullet(each.sentence)
    if shown["more_steps"]:
        yield Bullet(shown["more_told"])
