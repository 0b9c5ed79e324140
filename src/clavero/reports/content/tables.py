"""Tables about an account that several documents have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from clavero.kpis.rules.kpi import Unit as KpiUnit
from clavero.kpis.selectors import Board, Line
from clavero.kpis.showing import shown_line
from clavero.kpis.showing.lines import Shown
from clavero.kpis.words import written
from clavero.reports.content import parts
from clavero.reports.content.known import Known
from clavero.reports.content.model import Cell, Column, Table, Tone, Unit
from clavero.ui import formats

_UNITS = {KpiUnit.MONEY: Unit.MONEY, KpiUnit.RATE: Unit.PERCENT}
"""Units of KPIs that documents know; a difference of rates stands as it is written."""


def years_table(known: Known) -> Table:
    """Its sales and margin, year by year."""
    currency = known.currency
    rows = [
        (
            parts.text(parts.capital(formats.period_in_words(row.period))),
            parts.money(row.net_sales, currency),
            parts.percent(row.margin.value),
        )
        for row in known.plan.live.years
    ]
    return Table(
        title=_("Sales and margin"),
        columns=(
            Column(_("Period"), width=4),
            parts.money_column(_("Net sales"), currency),
            Column(_("Margin"), Unit.PERCENT, width=1),
        ),
        rows=tuple(rows),
        empty=_("The ledger has no sales of it."),
    )


def kpi_table(known: Known, *, most: int | None = None, is_short: bool = False) -> Table:
    """Its KPIs with a target; where none has one, those that have a value."""
    board = known.board
    lines = [] if board is None else _aimed(board) or _valued(board)
    shown = lines if most is None else lines[:most]
    notes = []
    if board is not None and shown and not is_short:
        period = formats.period_in_words(board.period)
        notes.append(_("What follows from sales is of %(period)s.") % {"period": period})
        more = len(all_kpis(board)) - len(lines)
        if more:
            notes.append(
                ngettext(
                    "One more KPI has no target: the tables for Excel tell it.",
                    "%(count)s more KPIs have no target: the tables for Excel tell them.",
                    more,
                )
                % {"count": formats.number(more)}
            )
    if len(shown) < len(lines):
        notes.append(
            _("%(shown)s of %(all)s KPIs are shown.")
            % {"shown": formats.number(len(shown)), "all": formats.number(len(lines))}
        )
    return _kpis_as_table(known, _("KPIs"), shown, " ".join(notes), is_short=is_short)


def all_kpis_table(known: Known) -> Table:
    """Its KPIs, those with a target first; of those without, what has a value. For sheets."""
    board = known.board
    lines = [] if board is None else all_kpis(board)
    return _kpis_as_table(known, _("All KPIs"), lines, "", is_short=False)


def all_kpis(board: Board) -> list[Line]:
    """The lines of a board that say something, those with a target first."""
    return [*_aimed(board), *(line for line in _valued(board) if line.item is None)]


def _aimed(board: Board) -> list[Line]:
    return [line for line in board.lines if line.item is not None]


def _valued(board: Board) -> list[Line]:
    return [line for line in board.lines if line.value.estimate.value is not None]


def _kpis_as_table(
    known: Known, title: str, lines: Sequence[Line], note: str, *, is_short: bool
) -> Table:
    board = known.board
    return Table(
        title=title,
        columns=(
            Column(_("KPI"), width=5),
            Column(_("Value"), Unit.NUMBER, width=3),
            *(() if is_short else (Column(_("A year before"), Unit.NUMBER, width=3),)),
            Column(_("Target"), width=4),
            Column(_("State"), width=4),
        ),
        rows=tuple(
            _kpi_row(line, board, known.currency, is_short=is_short)
            for line in lines
            if board is not None
        ),
        empty=_("Nothing was computed yet."),
        note=note,
    )


def _kpi_row(line: Line, board: Board, currency: str, *, is_short: bool) -> tuple[Cell, ...]:
    shown = shown_line(line, board, currency, board.known.names, "")
    tone = parts.tone_of(shown.light_tone)
    state = parts.capital(str(shown.light_name)) if line.item is not None else ""
    return (
        parts.text(shown.name),
        kpi_cell(line, str(shown.value), currency),
        *([] if is_short else [before_cell(line, shown, currency)]),
        target_cell(line, shown.target, currency),
        parts.text(state, tone),
    )


def target_cell(line: Line, told: str, currency: str) -> Cell:
    """What is wanted of a KPI: a figure, and whether it is the least or the most of it."""
    if line.item is None:
        return parts.text(told or pgettext("target", "none"))
    figure = written(line.item.target, line.kpi.unit, currency)
    cell = in_unit(line.kpi.unit, told, line.item.target, currency)
    return replace(cell, lead=told.removesuffix(figure)) if told.endswith(figure) else cell


def change_cell(line: Line, told: str, currency: str) -> Cell:
    """By how much a KPI has changed; a rate in points."""
    now, before = line.value.estimate.value, None if line.before is None else line.before.value
    change = None if now is None or before is None else now - before
    unit = KpiUnit.POINTS if line.kpi.unit is KpiUnit.RATE else line.kpi.unit
    return in_unit(unit, told or formats.NOTHING, change, currency)


def kpi_cell(line: Line, told: str, currency: str) -> Cell:
    """The value of a KPI, which is of its own unit."""
    return in_unit(line.kpi.unit, told, line.value.estimate.value, currency)


def before_cell(line: Line, shown: Shown, currency: str) -> Cell:
    """What it is held against; of which day or accounts that is, where it is not the year before's
    of all."""
    before = shown.before or formats.NOTHING
    told = f"{before} ({shown.before_note})" if shown.before_note else before
    value = None if line.before is None else line.before.value
    return in_unit(line.kpi.unit, told, value, currency)


def in_unit(of: KpiUnit, told: str, value: Decimal | None, currency: str) -> Cell:
    """A value of a KPI's unit, as it is ``told``."""
    unit = _UNITS.get(of, Unit.NUMBER)
    if of is KpiUnit.POINTS:
        points = None if value is None else value * 100
        tail = _("%(points)s points") % {"points": ""}
        return Cell(told, points, unit=unit, tail=tail)
    return Cell(told, value, unit=unit, currency=currency if unit is Unit.MONEY else "")


def needs_table(known: Known) -> Table:
    """Its open needs, the most urgent first."""
    return Table(
        title=_("Open needs"),
        columns=(
            Column(_("Need"), width=6),
            Column(_("Urgency"), Unit.NUMBER, width=2),
            Column(_("Solutions"), width=3),
            Column(_("Whose it is"), width=3),
        ),
        rows=tuple(
            (
                parts.text(row.text),
                parts.number(row.urgency),
                parts.text(row.solutions),
                parts.text(row.owner or ""),
            )
            for row in known.needs.open
        ),
        empty=_("No open need is written down."),
    )


def sales_under_way_table(known: Known) -> Table:
    """What is being sold to it."""
    currency = known.currency
    return Table(
        title=_("Sales under way"),
        columns=(
            Column(_("Opportunity"), width=6),
            Column(_("Stage"), width=3),
            Column(_("Probability"), Unit.PERCENT, width=2),
            parts.money_column(_("A year"), currency, 3),
            Column(_("Decision"), Unit.DATE, width=3),
        ),
        rows=tuple(
            (
                parts.text(row.title),
                parts.text(row.stage_written),
                parts.percent(row.probability, places=0),
                parts.money(row.value, currency),
                parts.day(row.closes_on, Tone.WARN if row.is_overdue else Tone.PLAIN),
            )
            for row in known.sales_under_way.pipeline.rows
        ),
        empty=_("No sale is under way."),
    )
