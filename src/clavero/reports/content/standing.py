"""How the accounts of a portfolio stand: KPIs, health, silence and plans."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from clavero.identity.rules import Verb
from clavero.kpis.rules.kpi import Level, Light
from clavero.kpis.selectors import board_of
from clavero.kpis.showing import of_health, shown_health, shown_line
from clavero.kpis.words import HEALTH_NAMES, LIGHT_TONES
from clavero.matrix.words import STRATEGY_NAMES
from clavero.plans.selectors import PlanRow
from clavero.plans.words import PLAN_STATE_NAMES, PLAN_STATE_TONES
from clavero.reports.content import parts
from clavero.reports.content.everybody import Everybody, counted, more
from clavero.reports.content.model import (
    Block,
    Cell,
    Column,
    Paragraph,
    Table,
    Tone,
    Unit,
)
from clavero.reports.content.tables import before_cell, change_cell, kpi_cell
from clavero.silence.selectors import State
from clavero.silence.sentences import about_the_picture
from clavero.silence.sentences import headline as silence_headline
from clavero.silence.words import STATE_NAMES, STATE_TONES, silence_in_words
from clavero.ui import formats

MOST_QUIET, MOST_ACCOUNTS = 20, 40


def kpis(found: Everybody) -> Iterator[Block]:
    """What is watched of the company."""
    if not found.actor.may(Verb.SEE_WHOLE_PORTFOLIO):
        yield parts.missing(_("Only whoever sees the whole portfolio sees the company's KPIs."))
        return
    board, currency = board_of(found.actor, Level.COMPANY, ""), found.currency
    lines = [] if board is None else board.lines
    rows = []
    for line in lines:
        if board is None or line.value.estimate.value is None:
            continue
        shown = shown_line(line, board, currency, board.known.names, "")
        rows.append(
            (
                parts.text(shown.name),
                kpi_cell(line, str(shown.value), currency),
                before_cell(line, shown, currency),
                change_cell(line, shown.change, currency),
            )
        )
    yield Table(
        title=_("KPIs of the company"),
        columns=(
            Column(_("KPI"), width=5),
            Column(_("Value"), Unit.NUMBER, width=3),
            Column(_("A year before"), Unit.NUMBER, width=3),
            Column(pgettext("of a figure", "Change"), Unit.NUMBER, width=3),
        ),
        rows=tuple(rows),
        empty=_("Nothing was computed yet."),
    )


def health(found: Everybody) -> Iterator[Block]:
    """The accounts that need somebody, the worst first."""
    counts = counted(found.health)
    told = [
        of_health(light, counts[light]) % {"count": formats.number(counts[light])}
        for light in (Light.RED, Light.AMBER, Light.GREEN, Light.GREY)
        if counts[light]
    ]
    if told:
        yield Paragraph(
            _("Of the accounts that somebody leads or that have targets: %(counts)s.")
            % {"counts": ", ".join(told)}
        )
    rows = [each for each in found.health if each.light in {Light.RED, Light.AMBER}]
    yield Table(
        title=_("Accounts that need somebody"),
        columns=(
            Column(_("Account"), width=5),
            Column(_("Health"), width=3),
            Column(_("Why"), width=9),
        ),
        rows=tuple(
            (
                parts.text(each.card.title),
                parts.text(
                    parts.capital(str(HEALTH_NAMES[each.light])),
                    parts.tone_of(LIGHT_TONES[each.light]),
                ),
                parts.text(shown_health(each).most_telling),
            )
            for each in rows[:MOST_ACCOUNTS]
        ),
        empty=_("No account that is watched needs attention.")
        if found.health
        else _("No account is watched yet: nobody leads one, and none has targets."),
        note=more(len(rows) - MOST_ACCOUNTS),
    )


def silence(found: Everybody) -> Iterator[Block]:
    """Who is lost or at risk, the largest first."""
    picture = found.silence
    if picture is None:
        yield parts.missing(_("The ledger is empty, so nobody can be silent."))
        return
    yield Paragraph(" ".join([silence_headline(picture), *about_the_picture(picture)]))
    rows = [row for row in picture.rows if row.state in {State.LOST, State.AT_RISK}]
    sales = {row.code: row.net_sales for row in found.picture.rows}
    rows.sort(key=lambda row: -sales.get(row.code, Decimal(0)))
    yield Table(
        title=_("Lost and at risk, the largest first"),
        columns=(
            Column(_("Customer"), width=5),
            Column(_("State"), width=2),
            Column(_("Silence"), width=9),
            Column(_("Last purchase"), Unit.DATE, width=3),
            parts.money_column(_("Net sales of 12 months"), found.currency, 3),
        ),
        rows=tuple(
            (
                parts.text(row.name or row.code),
                parts.text(STATE_NAMES[row.key], parts.tone_of(STATE_TONES.get(row.key, ""))),
                parts.text(silence_in_words(row.silent, row.usual, row.gaps)),
                parts.day(row.last_purchase),
                parts.money(sales.get(row.code), found.currency),
            )
            for row in rows[:MOST_QUIET]
        ),
        empty=_("Nobody is lost or at risk."),
        note=more(len(rows) - MOST_QUIET),
    )


def plans(found: Everybody) -> Iterator[Block]:
    """Which accounts have a plan, and what it needs."""
    rows = found.plans
    yield Table(
        title=_("Customer plans"),
        columns=(
            Column(_("Account"), width=5),
            Column(_("Strategy"), width=3),
            Column(_("Plan"), width=3),
            Column(_("Key account manager"), width=7),
            Column(_("Late actions"), Unit.NUMBER),
            Column(_("Means asked for"), Unit.NUMBER),
            Column(_("Looked at"), Unit.DATE, width=3),
        ),
        rows=tuple(_plan(row) for row in rows[:MOST_ACCOUNTS]),
        empty=_("No plan has begun, and no review has placed an account that somebody leads."),
        note=more(len(rows) - MOST_ACCOUNTS),
    )


def _plan(row: PlanRow) -> tuple[Cell, ...]:
    return (
        parts.text(row.name),
        parts.text("" if row.strategy is None else STRATEGY_NAMES[row.strategy]),
        Cell(_("none yet"), None, Tone.MISSING)
        if row.state is None
        else parts.text(PLAN_STATE_NAMES[row.state], parts.tone_of(PLAN_STATE_TONES[row.state])),
        parts.text(row.lead),
        Cell(formats.number(row.late), Decimal(row.late), Tone.BAD if row.late else Tone.PLAIN),
        parts.number(row.waiting),
        parts.day(None if row.looked_at is None else timezone.localdate(row.looked_at)),
    )
