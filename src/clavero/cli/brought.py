"""Tables that people bring: what became of their rows, told as every command answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import typer
from django.utils.translation import ngettext

from clavero.cli import database
from clavero.cli.answers import DONE, REFUSED, Format, say, write_csv, write_figures, write_json
from clavero.cli.imports import must_be_there
from clavero.cli.words import _
from clavero.core.errors import Sentence
from clavero.core.tables import MOST_BYTES, RefusedRow, TableReport
from clavero.ui import formats
from clavero.ui.brought import why

Report = TypeVar("Report", bound=TableReport)

MOST_TOLD = 20  # of a kind, on standard error


def bring(file: Path, keep: Callable[[bytes], Report]) -> Report:
    """What ``keep`` makes of the file; of one that is too long, enough to see that it is."""
    must_be_there(file)
    database.make_ready()
    with file.open("rb") as opened:
        return keep(opened.read(MOST_BYTES + 1))


def bring_rows(
    file: Path,
    output: Format,
    keep: Callable[[bytes], TableReport],
    reasons: Mapping[str, Sentence],
) -> None:
    """Bring a file of rows, and tell what became of them, all of it."""
    report = bring(file, keep)
    write_report(report, output, kept=_("Rows kept"))
    tell_refused(report, reasons)
    leave(report)


def write_report(
    report: TableReport, output: Format, *, kept: Sentence, more: Mapping[str, Any] | None = None
) -> None:
    """The counts, for programs with every refused row and what else there is to know, ``more``.

    ``kept`` names for people what was kept.
    """
    counts = {
        "read": report.read,
        "kept": report.kept,
        "already_there": report.already_there,
        "refused": len(report.refused),
    }
    if output is Format.JSON:
        write_json({**counts, **_in_detail(report), **(more or {})})
    elif output is Format.CSV:
        write_csv(tuple(counts), [counts])
    else:
        names = (_("Rows read"), kept, _("Already there"), _("Rows refused"))
        write_figures(
            (str(name), formats.number(count))
            for name, count in zip(names, counts.values(), strict=True)
        )


def tell_refused(report: TableReport, reasons: Mapping[str, Sentence]) -> None:
    """What a person must mend, on standard error."""
    tell_bad_rows(report.refused, reasons)


def tell_bad_rows(refused: Sequence[RefusedRow], reasons: Mapping[str, Sentence]) -> None:
    """The first of the rows that cannot be used, each with where and why."""
    for bad in refused[:MOST_TOLD]:
        sentence = _("Line %(line)s, %(column)s “%(value)s”: %(reason)s")
        told = {"line": bad.line, "column": bad.column, "value": bad.value}
        say(str(sentence) % {**told, "reason": why(bad, reasons)})
    if len(refused) > MOST_TOLD:
        rest = len(refused) - MOST_TOLD
        sentence = ngettext(
            "%(rest)s more row was refused; --format json names all.",
            "%(rest)s more rows were refused; --format json names all.",
            rest,
        )
        say(sentence % {"rest": formats.number(rest)})


def leave(report: TableReport) -> None:
    """End the command: refused where every row was."""
    nothing_came = report.refused and not report.kept and not report.already_there
    raise typer.Exit(REFUSED if nothing_came else DONE)


def _in_detail(report: TableReport) -> dict[str, Any]:
    return {
        "refused_by_reason": dict(report.refused_by_reason),
        "refused_rows": [
            {
                "line": bad.line,
                "column": bad.column,
                "value": bad.value,
                "reason": bad.reason.value,
            }
            for bad in report.refused
        ],
    }
