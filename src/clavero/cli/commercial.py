"""``clavero commercial``: whether plans add up, and the company's targets as a file."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from clavero.cli import database
from clavero.cli.answers import Format, say, write_csv, write_json
from clavero.cli.brought import bring_rows
from clavero.cli.reading import FormatAsked
from clavero.cli.words import _
from clavero.commercial.rules.reading import COLUMNS, OPTIONAL
from clavero.commercial.rules.rollup import By
from clavero.commercial.selectors import apart, company_picture, rollup
from clavero.commercial.sentences import rollup_in_words
from clavero.commercial.services import import_company_targets
from clavero.commercial.words import ROW_FAULT_NAMES, finding_in_words
from clavero.core.errors import Refusal
from clavero.core.money import plain
from clavero.identity.rules import Actor
from clavero.ledger import selectors as ledger

_SYSTEM = Actor.system()
_TARGETS = (*COLUMNS, *OPTIONAL)


class Action(StrEnum):
    """What to do."""

    CHECK = "check"
    EXPORT = "export"
    IMPORT = "import"


Asked = Annotated[
    Action,
    typer.Argument(metavar="[check|export|import]", help=_("What to do; without it, check.")),
]
TargetsFile = Annotated[
    Path | None,
    typer.Argument(metavar=_("FILE"), help=_("For import, a CSV or XLSX file of targets.")),
]


def commercial(
    action: Asked = Action.CHECK, file: TargetsFile = None, output: FormatAsked = Format.TABLE
) -> None:
    """Say whether account plans add up to the company's, write its targets, or bring them."""
    if action is Action.IMPORT:
        if file is None:
            raise Refusal(
                _("There is no file to bring."),
                code="no_file",
                hint=_("Write: clavero commercial import targets.csv"),
            )
        bring_rows(
            file,
            output,
            lambda content: import_company_targets(_SYSTEM, content=content),
            ROW_FAULT_NAMES,
        )
        return
    database.make_ready()
    if action is Action.EXPORT:
        _export(output)
    else:
        _check(output)


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
