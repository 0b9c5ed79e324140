"""``clavero complaints``: what accounts complain about, and complaints of a file."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from clavero.care.selectors import ComplaintRow, complaint_rows, open_rows
from clavero.care.sentences import clock_in_words
from clavero.care.services import import_complaints
from clavero.care.words import FAULT_NAMES, SEVERITY_NAMES, STATE_NAMES
from clavero.cli import database
from clavero.cli.answers import Column, Format, say, write_csv, write_json, write_table
from clavero.cli.brought import bring_rows
from clavero.cli.reading import FormatAsked
from clavero.cli.words import _
from clavero.core.errors import Refusal
from clavero.identity.rules import Actor
from clavero.ui import formats

_SYSTEM = Actor.system()
_FIELDS = (
    "id", "account", "account_name", "complaint", "severity", "cause", "channel", "state", "owner",
    "received", "answered", "resolved", "due", "clock", "money", "currency", "satisfied",
    "reopened", "came_back",
)  # fmt: skip


class Task(StrEnum):
    """What is done with complaints."""

    OPEN = "open"
    ALL = "all"
    LOAD = "load"


TaskAsked = Annotated[
    Task,
    typer.Argument(
        metavar="open|all|load", help=_("List those that are open, or all, or load a file.")
    ),
]
FileAsked = Annotated[
    Path | None, typer.Argument(metavar=_("FILE"), help=_("To load: a table, CSV or XLSX."))
]


def complaints(
    task: TaskAsked = Task.OPEN, file: FileAsked = None, output: FormatAsked = Format.TABLE
) -> None:
    """What accounts complain about, the most urgent first."""
    if task is Task.LOAD:
        if file is None:
            raise Refusal(
                _("Say which file."), code="no_file", hint=_("clavero complaints load FILE")
            )
        bring_rows(
            file, output, lambda content: import_complaints(_SYSTEM, content=content), FAULT_NAMES
        )
        return
    database.make_ready()
    rows = complaint_rows(_SYSTEM)
    found = open_rows(rows) if task is Task.OPEN else rows
    if output is Format.JSON:
        write_json([_as_data(row) for row in found])
    elif output is Format.CSV:
        write_csv(_FIELDS, (_as_data(row) for row in found))
    elif not found:
        say(str(_("Nobody complains.")))
    else:
        _show(found)


def _as_data(row: ComplaintRow) -> Mapping[str, Any]:
    moments = {"received": row.received_at, "answered": row.answered_at,
               "resolved": row.resolved_at, "due": row.due}  # fmt: skip
    told: dict[str, Any] = {
        "id": row.id,
        "account": row.code,
        "account_name": row.account,
        "complaint": row.text,
        "severity": row.severity,
        "cause": row.cause or None,
        "channel": row.channel,
        "state": row.state,
        "owner": row.owner or None,
        **{name: None if at is None else at.isoformat() for name, at in moments.items()},
        "clock": row.running or None,
        "money": None if row.money is None else str(row.money.amount),
        "currency": None if row.money is None else row.money.currency,
        "satisfied": row.satisfied,
        "reopened": row.reopened,
        "came_back": row.came_back,
    }
    return {name: told[name] for name in _FIELDS}


def _show(rows: list[ComplaintRow]) -> None:
    columns = [
        Column(str(_("Number")), is_figure=True),
        Column(str(_("Account"))),
        Column(str(_("What is wrong"))),
        Column(str(_("Severity"))),
        Column(str(_("State"))),
        Column(str(_("Who has it"))),
        Column(str(_("Clock"))),
    ]
    write_table(
        "",
        columns,
        (
            (
                str(row.id), row.account, row.text, str(SEVERITY_NAMES[row.severity]),
                str(STATE_NAMES[row.state]), row.owner or formats.NOTHING,
                _clock(row),
            )
            for row in rows
        ),
    )  # fmt: skip


def _clock(row: ComplaintRow) -> str:
    return formats.NOTHING if row.reading is None else str(clock_in_words(row.clock, row.reading))
