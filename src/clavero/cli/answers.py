"""How commands answer: tables for people, CSV and JSON for programs, and what went wrong.

What a command found goes to standard output, what it has to say beside it to standard error.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from clavero.core.sentences import with_one_stop
from clavero.ui.spreadsheet import harmless

DONE = 0
REFUSED = 2
_PART = 10_000  # rows of a table
_FIGURE = re.compile(r"-?[0-9]+(\.[0-9]+)?")


class Format(StrEnum):
    """How a command answers."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table for people: its heading and whether figures stand in it."""

    heading: str
    is_figure: bool = False


# -- for programs --------------------------------------------------------------------------------


def write_json(answer: Mapping[str, Any] | Sequence[Any]) -> None:
    """``answer`` as JSON, for people's eyes as well."""
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=2))


def write_json_rows(rows: Iterable[Mapping[str, Any]]) -> None:
    """The same of a list of any length, written while it is read."""
    before = "[\n"
    for row in rows:
        told = json.dumps(row, ensure_ascii=False, indent=2).replace("\n", "\n  ")
        typer.echo(f"{before}  {told}", nl=False)
        before = ",\n"
    typer.echo("[]" if before == "[\n" else "\n]")


def write_csv(keys: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """The rows' values under ``keys``, comma-separated; nothing where there is no value.

    Programs read it, and people open it in a spreadsheet: a text that it would run as a formula is
    marked as text. Exact figures are texts too, and stay figures.
    """
    writer = csv.DictWriter(sys.stdout, keys, extrasaction="raise", lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: _csv_cell(value) for key, value in row.items()} for row in rows)


def _csv_cell(value: Any) -> Any:
    is_text = isinstance(value, str) and not _FIGURE.fullmatch(value)
    return harmless(value) if is_text else value


# -- for people ----------------------------------------------------------------------------------


def write_table(
    title: str, columns: Sequence[Column], rows: Iterable[Sequence[str]], *, caption: str = ""
) -> None:
    """A table as wide as the terminal; as wide as it needs where there is none."""
    table = Table(title=title or None, caption=caption or None, title_justify="left",
                  caption_justify="left")  # fmt: skip
    for column in columns:
        table.add_column(column.heading, justify="right" if column.is_figure else "left")
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    console().print(table)


def write_table_in_parts(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> None:
    """A table of any length: one, or one below the other where there is more than people read."""
    left = iter(rows)
    part = list(islice(left, _PART))
    write_table("", columns, part)
    while part := list(islice(left, _PART)):
        write_table("", columns, part)


def console() -> Console:
    """Standard output. Rich cuts a table to 80 columns where nobody looks: we do not."""
    known = Console()
    return known if known.is_terminal else Console(width=200)


def write_figures(figures: Iterable[tuple[str, str]], title: str = "") -> None:
    """Names and figures in two columns, without a frame."""
    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column(justify="right")
    for name, figure in figures:
        table.add_row(escape(name), escape(figure))
    out = console()
    if title:
        out.print(f"[bold]{escape(title)}[/bold]", highlight=False)
    out.print(table)


# -- beside the answer ---------------------------------------------------------------------------


def say(text: str) -> None:
    """A remark for the person, on standard error."""
    typer.echo(with_one_stop(text), err=True)


def refuse(reason: str) -> int:
    """Say why nothing was done; the exit code to leave with."""
    say(reason)
    return REFUSED


class Bar:
    """A progress bar that is told the part done, from 0 to 1."""

    def __init__(self, bar: Progress, what: str) -> None:
        self._bar = bar
        self._task = bar.add_task(what, total=1.0)

    def done(self, part: float) -> None:
        """``part`` of the work is done."""
        self._bar.update(self._task, completed=part)


@contextmanager
def progress(what: str) -> Iterator[Bar]:
    """A bar on standard error while a terminal is there to see it, else silence."""
    shown = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
        console=shown,
        transient=True,
        disable=not shown.is_terminal,
    ) as bar:
        yield Bar(bar, what)
