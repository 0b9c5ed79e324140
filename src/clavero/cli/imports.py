"""``clavero import``, ``imports``, ``undo``, ``redo`` and ``rates``: what goes into the ledger."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from clavero.cli.answers import (
    Format,
)
from clavero.cli.words import _
from clavero.identity.rules import Actor


class DateOrder(StrEnum):
    """Which comes first where a date does not say it."""

    DMY = "dmy"
    MDY = "mdy"


File = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        exists=True,
        dir_okay=False,
        readable=True,
        help=_("The sales file: CSV, XLSX or Parquet, plain, .gz or .zip."),
    ),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="SOURCE=FIELD",
        help=_("The column SOURCE holds FIELD; once for each column that is not recognised."),
    ),
]
Currency = Annotated[
    str | None,
    typer.Option(
        "--currency", metavar="C", help=_("The currency of amounts that do not say theirs.")
    ),
]
Dates = Annotated[
    DateOrder | None,
    typer.Option("--dates", help=_("The order of day and month, where the file does not tell.")),
]
Sheet = Annotated[
    str | None, typer.Option("--sheet", metavar="NAME", help=_("The sheet of a workbook."))
]
ImportId = Annotated[str, typer.Argument(metavar="ID", help=_("As 'clavero imports' lists it."))]
Answer = Annotated[
    Format, typer.Option("--format", help=_("A table for people, csv or json for programs."))
]

_WRITER = Actor.system()
_LISTED = ("import_id", "file", "status", "at", "by", "read", "kept", "refused", "from", "to")
