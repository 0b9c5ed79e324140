"""``clavero import``, ``imports``, ``undo`` and ``redo``: what goes into the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils.translation import gettext

from clavero.cli import choices, database
from clavero.cli.answers import (
    Column,
    Format,
    progress,
    say,
    write_csv,
    write_figures,
    write_json,
    write_table,
)
from clavero.cli.words import _
from clavero.core.errors import Refusal
from clavero.core.money import Money, plain
from clavero.identity.rules import Actor
from clavero.ledger import remarks, selectors, services, telling
from clavero.ledger.services import Import, Inspection, Preview, Status
from clavero.ui import formats

Answer = Annotated[
    Format, typer.Option("--format", help=_("A table for people, csv or json for programs."))
]
ImportId = Annotated[str, typer.Argument(metavar="ID", help=_("As 'clavero imports' lists it."))]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help=_("Say what would happen, and change nothing."))
]
_WRITER = Actor.system()
_LISTED = ("import_id", "file", "status", "at", "by", "read", "kept", "already_there",
           "refused", "from", "to")  # fmt: skip
_PHASES = {"waiting": (0.0, 0.0), "reading": (0.0, 0.6), "comparing": (0.6, 0.15),
           "figures": (0.75, 0.25)}  # fmt: skip
"""Where each phase begins on the bar, and how much of it it takes."""


def import_file(
    file: choices.File,
    columns: choices.Columns = None,
    currency: choices.Currency = None,
    dates: choices.Dates = None,
    decimal: choices.Decimals = None,
    credit_notes: choices.Credits = None,
    cost_currency: choices.Costs = None,
    sheet: choices.Sheet = None,
    member: choices.Member = None,
    encoding: choices.Encoding = None,
    delimiter: choices.Delimiter = None,
    dry_run: DryRun = False,
    output: Answer = Format.TABLE,
) -> None:
    """Bring a file's lines into the ledger and say what happened to them."""
    said = choices.choices_of(
        columns, currency=currency, dates=dates, decimal=decimal, credit_notes=credit_notes,
        cost_currency=cost_currency, sheet=sheet, member=member, encoding=encoding,
        delimiter=delimiter,
    )  # fmt: skip
    must_be_there(file)
    database.make_ready()
    if dry_run:
        _would_happen(file, said, output)
        return
    is_first = not selectors.reporting_currency()
    row = services.queue_import(_WRITER, path=file.resolve(), name=file.name, choices=said)
    try:
        row, seen = run(row)
    except Refusal:
        row = selectors.imports(_WRITER).get(pk=row.pk)
        if row.read:  # the rows were read, and not one could be kept
            _report(row, output)
        raise
    services.tidy_if_due(_WRITER)
    if output is Format.TABLE:
        _show_columns(seen, with_reasons=False)
    _report(row, output)
    if row.status == Status.DONE:
        _remark(seen, row.reporting_currency, row, is_first=is_first)


def must_be_there(file: Path) -> None:
    """Refuse the name of a file that is not there."""
    if not file.is_file():
        raise Refusal(
            _("There is no file %(path)s."),
            code="no_such_file",
            hint=_("Check its name and folder."),
            path=file,
        )


def run(row: Import) -> tuple[Import, Inspection]:
    """Do a queued import under a progress bar; what happened, and what was found in its file."""
    seen: list[Inspection] = []
    with progress(str(_("Importing %(file)s")) % {"file": row.file_name}) as bar:

        def shown(phase: str, part: float) -> None:
            start, width = _PHASES[phase]
            bar.done(start + width * part)

        done = services.run_import(
            _WRITER, import_id=row.pk, on_progress=shown, on_inspection=seen.append
        )
    return done, seen[0]


def imports(output: Answer = Format.TABLE) -> None:
    """List what was imported or tried, the latest first."""
    database.make_ready()
    services.recover(_WRITER)
    rows = list(selectors.imports(_WRITER))
    listed = [_listed(row) for row in rows]
    if output is Format.JSON:
        write_json(listed)
    elif output is Format.CSV:
        write_csv(_LISTED, listed)
    else:
        _show_list(rows)


def undo(import_id: ImportId, output: Answer = Format.TABLE) -> None:
    """Take the lines of an import out of the ledger."""
    database.make_ready()
    _report(services.undo_import(_WRITER, import_id=import_id), output)


def redo(import_id: ImportId, output: Answer = Format.TABLE) -> None:
    """Bring the lines of an undone import back."""
    database.make_ready()
    _report(services.redo_import(_WRITER, import_id=import_id), output)


# -- for programs --------------------------------------------------------------------------------


def report_as_json(row: Import) -> dict[str, Any]:
    """What happened to a file, for programs."""
    return {
        "import_id": row.pk,
        "read": row.read,
        "kept": row.kept,
        "already_there": row.already_there,
        "repeated": row.repeated,
        "refused": row.refused,
        "refused_by_reason": row.refused_by_reason,
        "unattributed": row.unattributed,
        "without_cost": row.without_cost,
        "net_total": row.net_total,
        "reporting_currency": row.reporting_currency or None,
        "from": _day(row.first_day),
        "to": _day(row.last_day),
    }


def _would_happen(file: Path, said: Mapping[str, Any], output: Format) -> None:
    """Report an import that has not taken place: it has no ``import_id``."""
    seen = services.preview_file(_WRITER, path=file.resolve(), name=file.name, choices=said)
    if seen.outcome is None:
        raise _unclear(seen)
    staged = seen.outcome.staged
    _remark(
        seen.inspection,
        seen.currency,
        staged,
        is_first=not selectors.reporting_currency(),
    )
    report = {
        "import_id": None,
        "read": staged.read,
        "kept": staged.kept - seen.already_there,
        "already_there": seen.already_there,
        "repeated": seen.repeated,
        "refused": staged.refused,
        "refused_by_reason": dict(staged.refused_by_reason),
        "unattributed": staged.unattributed,
        "without_cost": staged.without_cost,
        "net_total": {code: plain(amount) for code, amount in staged.net_total.items()},
        "reporting_currency": seen.currency,
        "from": _day(staged.first),
        "to": _day(staged.last),
    }
    if output is Format.TABLE:
        _show_columns(seen.inspection)
    _write_report(report, staged, output)


def _unclear(seen: Preview) -> Refusal:
    """What must be said before the file can be read."""
    inspection = seen.inspection
    for refusal in (*inspection.problems, *(each.refusal for each in inspection.questions)):
        return refusal
    return Refusal(
        _("No column was found for: %(fields)s. The file has: %(names)s."),
        code="missing_columns",
        hint=_("Say which column it is; from a shell with --map “column=field”."),
        fields=", ".join(inspection.missing),
        names=", ".join(column.name for column in inspection.columns),
    )


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _listed(row: Import) -> dict[str, Any]:
    return {
        "import_id": row.pk,
        "file": row.file_name,
        "status": row.status,
        "at": row.created.isoformat(timespec="seconds"),
        "by": row.by_name,
        "read": row.read,
        "kept": row.kept,
        "already_there": row.already_there,
        "refused": row.refused,
        "from": _day(row.first_day),
        "to": _day(row.last_day),
    }


# -- for people ----------------------------------------------------------------------------------


def _remark(seen: Inspection, currency: str, read: remarks.Read, *, is_first: bool) -> None:
    """Say how the file was read, and what was taken for granted."""
    said = [
        *remarks.on_sheets(seen),
        *remarks.on_columns(seen, read),
        *remarks.on_credit_notes(read),
        *remarks.on_currency(seen, currency),
    ]
    if is_first:
        said += remarks.on_first(
            seen, currency, read.refused_by_reason, is_done=isinstance(read, Import)
        )
    for sentence in said:
        say(sentence)


def _report(row: Import, output: Format) -> None:
    if output is Format.TABLE:
        typer.echo(telling.story(row))
    elif telling.brought_by(row):  # an undone import whose lines stay
        say(telling.story(row))
    _write_report(report_as_json(row), row, output)
    refused = selectors.refused_rows(_WRITER, import_id=row.pk)
    if refused is not None:
        say(str(_("The refused rows, to correct and import: %(file)s")) % {"file": refused})


def _write_report(report: dict[str, Any], priced: telling.Counted, output: Format) -> None:
    if output is Format.JSON:
        write_json(report)
    elif output is Format.CSV:
        write_csv(tuple(report), [report])
    else:
        write_figures(_in_words(report, priced))


def _in_words(report: Mapping[str, Any], priced: telling.Counted) -> Iterator[tuple[str, str]]:
    if report["import_id"]:
        yield gettext("Import ID"), report["import_id"]
    counts = {
        "read": gettext("Rows read"),
        "kept": gettext("Lines kept"),
        "already_there": gettext("Already there"),
        "repeated": gettext("Repeated lines"),
        "unattributed": gettext("Lines without a customer"),
        "without_cost": gettext("Lines without a cost"),
        "refused": gettext("Rows refused"),
    }
    for key, name in counts.items():
        yield name, formats.number(report[key])
    for reason, count in telling.reasons(report["refused_by_reason"]):
        yield f"  {reason}", formats.number(count)
    if priced.zero_price:
        yield gettext("Lines with an amount of zero"), formats.number(priced.zero_price)
    if priced.negative_price:
        yield gettext("Lines with a negative price"), formats.number(priced.negative_price)
    if priced.positive_credit_notes:
        shown = formats.number(priced.positive_credit_notes)
        yield gettext("Credit notes without a minus sign"), shown
    for currency, amount in sorted(report["net_total"].items()):
        yield gettext("Net total"), formats.money(Money(Decimal(amount), currency))
    if report["from"]:
        yield gettext("From"), formats.day(date.fromisoformat(report["from"]))
        yield gettext("To"), formats.day(date.fromisoformat(report["to"]))


def _show_columns(seen: Inspection, *, with_reasons: bool = True) -> None:
    """What the file's columns are taken for, and why."""
    heads = [gettext("Column in the file"), gettext("Is imported as")]
    if with_reasons:
        heads.append(gettext("Because"))
    rows = []
    for column in seen.columns:
        because = [column.evidence, column.notation and column.notation.evidence]
        meaning = column.field.value if column.field else gettext("Not imported")
        told = (column.name, meaning, " ".join(str(each) for each in because if each))
        rows.append(told[: len(heads)])
    write_table("", [Column(head) for head in heads], rows)


def _show_list(rows: list[Import]) -> None:
    columns = [
        Column(gettext("Import ID")),
        Column(gettext("File")),
        Column(gettext("Status")),
        Column(gettext("When")),
        Column(gettext("Rows read"), is_figure=True),
        Column(gettext("Lines kept"), is_figure=True),
        Column(gettext("Already there"), is_figure=True),
        Column(gettext("Rows refused"), is_figure=True),
    ]
    shown = [
        (
            row.pk,
            row.file_name,
            str(row.get_status_display()),
            formats.moment(row.created),
            formats.number(row.read),
            formats.number(row.kept),
            formats.number(row.already_there),
            formats.number(row.refused),
        )
        for row in rows
    ]
    write_table(gettext("Imports"), columns, shown)
