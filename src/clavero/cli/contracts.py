"""``clavero deliveries`` and ``compliance``: whether what was agreed is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import typer
from django.core.exceptions import ObjectDoesNotExist

from clavero.cli import database
from clavero.cli.answers import Column, Format, write_csv, write_figures, write_json, write_table
from clavero.cli.reading import FormatAsked, PeriodText, asked_period
from clavero.cli.words import _
from clavero.contracts.selectors import Finding
from clavero.contracts.selectors import compliance as found_in
from clavero.contracts.selectors import deliveries as counted
from clavero.contracts.words import FINDING_NAMES
from clavero.core.errors import Refusal
from clavero.core.money import plain
from clavero.identity.rules import Actor
from clavero.ui import formats

ContractAsked = Annotated[
    int | None,
    typer.Option("--contract", metavar="ID", help=_("One contract, by its number.")),
]
_COUNTS = ("account", "late", "on_day", "early", "undated")
_FINDING = (
    "contract", "term", "kind", "document", "line", "date", "product", "due", "actual",
    "difference", "currency", "cost", "cost_currency", "key",
)  # fmt: skip
_READER = Actor.system()


def deliveries(period: PeriodText = "all", output: FormatAsked = Format.TABLE) -> None:
    """Count the lines delivered late, on the day, early, and those without both days."""
    found = counted(_READER, asked_period(period))
    if output is Format.JSON:
        write_json({**found.total, "customers": found.rows})
    elif output is Format.CSV:
        write_csv(_COUNTS, found.rows)
    else:
        names = (_("Late"), _("On the day"), _("Early"), _("Without both days"))
        write_figures(
            (str(name), formats.number(count))
            for name, count in zip(names, found.total.values(), strict=True)
        )


def compliance(contract: ContractAsked = None, output: FormatAsked = Format.TABLE) -> None:
    """List what departs from the terms agreed, each line with what was due."""
    database.make_ready()
    try:
        found = found_in(_READER, contract_id=contract)
    except ObjectDoesNotExist as error:
        raise Refusal(
            _("There is no contract %(contract)s."), code="no_contract", contract=contract
        ) from error
    rows = [_as_data(each) for each in found.findings]
    if output is Format.JSON:
        write_json(rows)
    elif output is Format.CSV:
        write_csv(_FINDING, rows)
    else:
        columns = [
            Column(str(_("Contract"))),
            Column(str(_("Finding"))),
            Column(str(_("Document"))),
            Column(str(_("Was due")), is_figure=True),
            Column(str(_("Actual")), is_figure=True),
            Column(str(_("Difference")), is_figure=True),
        ]
        titles = {each.pk: each.title for each in found.contracts}
        write_table("", columns, _shown(found.findings, titles))


def _shown(findings: list[Finding], titles: dict[int, str]) -> Iterator[tuple[str, ...]]:
    for each in findings:
        yield (
            titles[each.contract],
            str(FINDING_NAMES[each.kind]),
            " ".join(filter(None, (each.document, each.line))) or formats.NOTHING,
            _told(each.due),
            _told(each.actual),
            f"{_told(each.difference)} {each.currency}".strip(),
        )


def _told(value: Decimal | date | None) -> str:
    if value is None:
        return formats.NOTHING
    return formats.day(value) if isinstance(value, date) else formats.number(value)


def _as_data(finding: Finding) -> dict[str, Any]:
    return {
        "contract": finding.contract,
        "term": finding.term,
        "kind": finding.kind.value,
        "document": finding.document,
        "line": finding.line,
        "date": _data(finding.day),
        "product": finding.product,
        "due": _data(finding.due),
        "actual": _data(finding.actual),
        "difference": plain(finding.difference),
        "currency": finding.currency,
        "cost": None if finding.cost is None else plain(finding.cost.amount),
        "cost_currency": "" if finding.cost is None else finding.cost.currency,
        "key": finding.key,
    }


def _data(value: Decimal | date | None) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else plain(value)
