"""``clavero needs``, ``clavero pipeline`` and ``clavero white-space``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from clavero.cli import database
from clavero.cli.answers import Column, Format, say, write_csv, write_json, write_table
from clavero.cli.brought import bring_rows
from clavero.cli.reading import FormatAsked
from clavero.cli.words import _
from clavero.core.money import Money
from clavero.identity.rules import Actor
from clavero.ledger.selectors import shown_currency
from clavero.opportunities.selectors import (
    NeedRow,
    OpportunityRow,
    ended_rows,
    need_as_data,
    need_rows,
    opportunity_as_data,
    pipeline,
)
from clavero.opportunities.sentences import pipeline_in_words
from clavero.opportunities.services import import_grid
from clavero.opportunities.words import CERTAINTY_NAMES, FAULT_NAMES, HORIZON_NAMES, OUTCOME_NAMES
from clavero.ui import formats

_SYSTEM = Actor.system()

Closed = Annotated[bool, typer.Option("--closed", help=_("Those that are closed."))]
Ended = Annotated[bool, typer.Option("--ended", help=_("Those won and lost."))]


GridFile = Annotated[
    Path, typer.Argument(metavar=_("FILE"), help=_("A CSV file of the white space."))
]


def needs(closed: Closed = False, output: FormatAsked = Format.TABLE) -> None:
    """List what customers need, the most urgent first."""
    database.make_ready()
    rows = need_rows(_SYSTEM, is_open=not closed)
    data = [need_as_data(row) for row in rows]
    if output is Format.JSON:
        write_json(data)
    elif output is Format.CSV:
        write_csv(tuple(data[0]) if data else ("id",), data)
    elif not rows:
        say(str(_("There are no such needs.")))
    else:
        _show_needs(rows)


def opportunities(ended: Ended = False, output: FormatAsked = Format.TABLE) -> None:
    """List the opportunities, the next decisions first."""
    database.make_ready()
    running = pipeline(_SYSTEM)
    rows = ended_rows(_SYSTEM) if ended else list(running.rows)
    data = [opportunity_as_data(row) for row in rows]
    if output is Format.JSON:
        write_json(data)
    elif output is Format.CSV:
        flat = [{**each, "ramp": " ".join(each["ramp"])} for each in data]
        write_csv(tuple(flat[0]) if flat else ("id",), flat)
    elif not rows:
        say(str(_("There are no such opportunities.")))
    else:
        _show_opportunities(rows)
        if not ended:
            for sentence in pipeline_in_words(running, shown_currency()):
                say(sentence)


def white_space(file: GridFile, output: FormatAsked = Format.TABLE) -> None:
    """Keep what a file says of cells and wallets. The same file again changes nothing."""
    bring_rows(file, output, lambda content: import_grid(_SYSTEM, content=content), FAULT_NAMES)


def _show_needs(rows: Sequence[NeedRow]) -> None:
    columns = [
        Column(str(_("Account"))),
        Column(str(_("Need"))),
        Column(str(_("When"))),
        Column(str(_("Urgency")), is_figure=True),
        Column(str(_("How it is known"))),
        Column(str(_("Owner"))),
    ]
    lines = (
        (
            row.name,
            row.text,
            str(HORIZON_NAMES[row.horizon]),
            str(row.urgency),
            str(CERTAINTY_NAMES[row.certainty]),
            row.owner or str(_("nobody")),
        )
        for row in rows
    )
    write_table("", columns, lines)


def _show_opportunities(rows: Sequence[OpportunityRow]) -> None:
    currency = shown_currency()
    columns = [
        Column(str(_("Account"))),
        Column(str(_("Opportunity"))),
        Column(str(_("Where it stands"))),
        Column(str(_("Value a year")), is_figure=True),
        Column(str(_("Probability")), is_figure=True),
        Column(str(_("Decision expected"))),
    ]
    lines = (
        (
            row.name,
            row.title,
            str(OUTCOME_NAMES.get(row.outcome, row.stage_name)),
            formats.money(Money(row.value, currency), places=0),
            formats.percent(row.probability, places=0),
            formats.day(row.closes_on),
        )
        for row in rows
    )
    write_table("", columns, lines)
