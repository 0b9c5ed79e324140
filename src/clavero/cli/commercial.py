"""``clavero commercial``: whether plans add up, and targets as a file, the company's or those of
its accounts."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from clavero.cli import database
from clavero.cli.answers import Format, say, write_csv, write_json
from clavero.cli.brought import bring_rows
from clavero.cli.reading import FormatAsked
from clavero.cli.words import _
from clavero.commercial.rules.account_reading import ACCOUNT_COLUMNS, ACCOUNT_OPTIONAL
from clavero.commercial.rules.reading import COLUMNS, OPTIONAL
from clavero.commercial.rules.rollup import By
from clavero.commercial.selectors import (
    account_changes,
    account_target_records,
    apart,
    company_picture,
    rollup,
)
from clavero.commercial.sentences import rollup_in_words
from clavero.commercial.services import import_account_targets, import_company_targets
from clavero.commercial.words import ROW_FAULT_NAMES, finding_in_words
from clavero.core.errors import Refusal
from clavero.core.money import plain
from clavero.core.tables import TableReport
from clavero.identity.rules import Actor
from clavero.ledger import selectors as ledger
from clavero.ui.brought import refused_file

_SYSTEM = Actor.system()
_TARGETS = (*COLUMNS, *OPTIONAL)
_ACCOUNT_TARGETS = (*ACCOUNT_COLUMNS, *ACCOUNT_OPTIONAL)


class Action(StrEnum):
    """What to do."""

    CHECK = "check"
    EXPORT = "export"
    IMPORT = "import"


Asked = Annotated[
    Action,
    typer.Argument(metavar="[check|export|import]", help=_("What to do; without it, check.")),
]


class Whose(StrEnum):
    """Whose targets a file has."""

    COMPANY = "company"
    ACCOUNTS = "accounts"


TargetsOf = Annotated[
    Whose, typer.Option("--of", help=_("Whose targets: the company's, or those of its accounts."))
]
DryRun = Annotated[
    bool,
    typer.Option("--dry-run", help=_("Of accounts: say what would be kept, and change nothing.")),
]
RefusedFile = Annotated[
    Path | None,
    typer.Option(
        "--refused",
        metavar=_("FILE"),
        help=_("Of accounts: where the rows that cannot be used are written, to be mended."),
    ),
]
TargetsFile = Annotated[
    Path | None,
    typer.Argument(metavar=_("FILE"), help=_("For import, a CSV or XLSX file of targets.")),
]


def commercial(
    action: Asked = Action.CHECK,
    file: TargetsFile = None,
    whose: TargetsOf = Whose.COMPANY,
    dry_run: DryRun = False,
    refused: RefusedFile = None,
    output: FormatAsked = Format.TABLE,
) -> None:
    """Say whether account plans add up to the company's, write targets, or bring them."""
    if action is Action.IMPORT:
        if file is None:
            raise Refusal(
                _("There is no file to bring."),
                code="no_file",
                hint=_("Write: clavero commercial import targets.csv"),
            )
        keep = _bring_accounts(dry_run, refused) if whose is Whose.ACCOUNTS else _bring_company
        bring_rows(file, output, keep, ROW_FAULT_NAMES)
        return
    database.make_ready()
    if action is Action.EXPORT and whose is Whose.ACCOUNTS:
        _export_accounts(output)
    elif action is Action.EXPORT:
        _export(output)
    else:
        _check(output)


def _bring_company(content: bytes) -> TableReport:
    return import_company_targets(_SYSTEM, content=content)


def _bring_accounts(dry_run: bool, refused: Path | None) -> Callable[[bytes], TableReport]:
    def keep(content: bytes) -> TableReport:
        report = (
            account_changes(_SYSTEM, content)
            if dry_run
            else import_account_targets(_SYSTEM, content=content)
        )
        if refused is not None and report.refused:
            refused.write_bytes(refused_file(content, report.refused, ROW_FAULT_NAMES))
        return report

    return keep


def _export_accounts(output: Format) -> None:
    records = [
        {
            name: plain(value) if isinstance(value, Decimal) else value
            for name, value in zip(_ACCOUNT_TARGETS, record, strict=True)
        }
        for record in account_target_records(_SYSTEM)
    ]
    if output is Format.JSON:
        write_json(records)
    else:
        write_csv(_ACCOUNT_TARGETS, records)


def _export(output: Format) -> None:
    records = [
        {
            "year": cell.year,
            "family": cell.family,
            "sales": plain(each.sales),
            "margin": None if each.margin is None else plain(each.margin),
        }
        for cell, each in sorted(company_picture(_SYSTEM).targets.items())
    ]
    if output is Format.JSON:
        write_json(records)
    else:
        write_csv(_TARGETS, records)


def _check(output: Format) -> None:
    found, currency = rollup(_SYSTEM, By.YEAR), ledger.shown_currency()
    findings = [
        {
            "account": code,
            "check": each.check.value,
            "year": each.year,
            "gap": plain(each.gap),
            "note": each.note or None,
            "sentence": finding_in_words(each, currency),
        }
        for code, each in apart(_SYSTEM)
    ]
    years: list[dict[str, Any]] = [
        {
            "year": int(row.key),
            "name": found.calendar.name(int(row.key)),
            "account_plans": plain(row.sums.sales),
            "commercial_plan": None if row.planned is None else plain(row.planned),
            "gap": None if row.gap is None else plain(row.gap),
        }
        for row in found.rows
    ]
    if output is Format.JSON:
        coverage = found.coverage.value
        write_json(
            {
                "years": years,
                "coverage": None if coverage is None else float(coverage),
                "findings": findings,
            }
        )
    elif output is Format.CSV:
        write_csv(("account", "check", "year", "gap", "note", "sentence"), findings)
    else:
        for sentence in rollup_in_words(found, currency):
            say(sentence)
        for each in findings:
            say(f"{each['account']}: {each['sentence']}")
