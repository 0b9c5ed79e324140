"""The white space and the pipeline as pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.core.money import Money
from clavero.opportunities.rules.grid import CLOSED, CellState, Totals
from clavero.opportunities.selectors import Cell, Grid, GridRow, OpportunityRow, Pipeline
from clavero.opportunities.words import (
    STATE_ICONS,
    STATE_NAMES,
    STATE_TONES,
    Name,
    stage_called,
)
from clavero.portfolio.selectors import Card
from clavero.ui import formats


@dataclass(frozen=True, slots=True)
class CellShown:
    """A cell: its state by symbol and word, what it holds, and where it is explained."""

    family: str
    url: str
    icon: str
    tone: str
    state: Name
    sales: str
    share: str
    potential: str
    rival: str


@dataclass(frozen=True, slots=True)
class TotalShown:
    """A sum of cells. ``known`` tells of how many the wallet is known, where not of all, and
    ``ours`` what we sell of these: the share is of them."""

    sales: str
    wallet: str
    share: str
    potential: str
    known: str
    ours: str = ""


@dataclass(frozen=True, slots=True)
class RowShown:
    """A unit."""

    unit: Card
    url: str
    cells: Sequence[CellShown]
    total: TotalShown


@dataclass(frozen=True, slots=True)
class GridShown:
    """A page of the white space, with the sums of all units."""

    families: Sequence[str]
    rows: Sequence[RowShown]
    by_family: Sequence[tuple[str, TotalShown]]
    total: TotalShown


def grid_shown(found: Grid, rows: Sequence[GridRow], currency: str) -> GridShown:
    """The ``rows`` of a page, and the sums of the whole."""
    return GridShown(
        found.families,
        [
            RowShown(
                row.unit,
                reverse("opportunities:grid", args=[row.unit.id]),
                [_cell(each, currency) for each in row.cells],
                _total(row.total, currency),
            )
            for row in rows
        ],
        [
            (family, _total(each, currency))
            for family, each in zip(found.families, found.by_family, strict=True)
        ],
        _total(found.total, currency),
    )


def legend() -> list[tuple[str, str, Name]]:
    """Symbol, tone and word of each state."""
    return [(STATE_ICONS[each], STATE_TONES[each], STATE_NAMES[each]) for each in CellState]


def amount(value: Decimal | None, currency: str) -> str:
    """An amount as a small cell has room for; nothing where it is not known."""
    return "" if value is None else formats.money_compact(Money(value, currency))


def _cell(cell: Cell, currency: str) -> CellShown:
    share, left = cell.share.value, cell.figures.potential
    if cell.state in CLOSED:  # no share of what nobody can sell
        share = None
    return CellShown(
        family=cell.family,
        url=f"{reverse('opportunities:cell', args=[cell.unit.id])}?"
        f"{urlencode({'family': cell.family})}",
        icon=STATE_ICONS[cell.state],
        tone=STATE_TONES[cell.state],
        state=STATE_NAMES[cell.state],
        sales=amount(cell.figures.sales or None, currency),
        share="" if share is None else formats.percent(share, places=0),
        potential=amount(left, currency) if left else "",
        rival=_rival(cell),
    )


def _rival(cell: Cell) -> str:
    if not cell.rival:
        return ""
    if cell.rival_share is None:
        return cell.rival
    share = formats.percent(cell.rival_share, places=0)
    return _("%(rival)s %(share)s") % {"rival": cell.rival, "share": share}


def _total(total: Totals, currency: str) -> TotalShown:
    share = total.share.value
    known = ""
    if total.cells and not total.is_whole:
        known = _("wallet known of %(known)s of %(cells)s") % {
            "known": formats.number(total.known),
            "cells": formats.number(total.cells),
        }
    return TotalShown(
        sales=amount(total.sales, currency),
        wallet=amount(total.wallet, currency),
        share="" if share is None else formats.percent(share, places=0),
        potential=amount(total.potential, currency),
        known=known,
        ours=amount(total.share.numerator, currency),
    )


@dataclass(frozen=True, slots=True)
class CardShown:
    """An opportunity on the board."""

    row: OpportunityRow
    value: str
    chance: str
    time: str
    seen: int


@dataclass(frozen=True, slots=True)
class StageShown:
    """A column of the board: its opportunities, and what they are worth."""

    key: str
    name: Name
    chance: str
    cards: Sequence[CardShown]
    total: str
    weighted: str


def board(pipeline: Pipeline, currency: str, seen: Mapping[str, int]) -> dict[str, Any]:
    """The stages with their opportunities; ``seen`` are the opportunities' revisions."""
    columns = []
    for stage in pipeline.stages.stages:
        rows = pipeline.in_stage(stage.key)
        chance = stage.probability
        columns.append(
            StageShown(
                stage.key,
                stage_called(stage, stage.key),
                _("by kind of sale") if chance is None else formats.percent(chance, places=0),
                [_card(row, currency, seen.get(str(row.id), 0)) for row in rows],
                amount(sum((row.value for row in rows), Decimal(0)), currency),
                amount(sum((row.weighted for row in rows), Decimal(0)), currency),
            )
        )
    return {
        "columns": columns,
        "stages": [(column.key, column.name) for column in columns],
        "has_rows": bool(pipeline.rows),
    }


def _card(row: OpportunityRow, currency: str, seen: int) -> CardShown:
    time = ngettext("%(count)s day in this stage", "%(count)s days in this stage", row.days)
    return CardShown(
        row,
        amount(row.value, currency),
        formats.percent(row.probability, places=0),
        time % {"count": formats.number(row.days)},
        seen,
    )
