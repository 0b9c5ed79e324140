"""``clavero deliveries`` and ``compliance``: whether what was agreed is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import typer
from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import ngettext

from clavero.cli import database
from clavero.cli.answers import (
    Column,
    Format,
    say,
    write_csv,
    write_figures,
    write_json,
    write_json_rows,
    write_table_in_parts,
)
from clavero.cli.reading import FormatAsked, PeriodText, asked_period
from clavero.cli.words import _
from clavero.contracts.selectors import Compliance, Deliveries, Finding, compliance_in_turn
from clavero.contracts.selectors import deliveries as counted
from clavero.contracts.telling import unmeasured_in_words
from clavero.contracts.words import FINDING_NAMES, KIND_NAMES, missing_in_words
from clavero.core.errors import Refusal
from clavero.core.money import plain
from clavero.identity.rules import Actor
from clavero.ledger.selectors import DAYS_EARLY
from clavero.ui import formats

ContractAsked = Annotated[
    int | None,
    typer.Option("--contract", metavar="ID", help=_("One contract, by its number.")),
]
MostAsked = Annotated[
    int | None,
    typer.Option(
        "--most",
        metavar="N",
        min=0,
        help=_("Of each kind so many that depart most, and no more."),
    ),
]
_COUNTS = (
    "account", "late", "on_day", "early", "undated", "in_full", "short", "unmeasured",
    "otif_lines", "full_lines", "otif", "windows",
)  # fmt: skip
_PLACES = 4  # of a share
_CONVENTIONS = {
    "unit": "line", "days_early": DAYS_EARLY, "days_late": 0, "in_full": "1",
    "date": "promised_date", "quantity": "ordered_quantity",
}  # fmt: skip
_FINDING = (
    "contract", "term", "kind", "document", "line", "date", "product", "due", "actual",
    "difference", "currency", "cost", "cost_currency", "key",
)  # fmt: skip
_READER = Actor.system()


def deliveries(period: PeriodText = "all", output: FormatAsked = Format.TABLE) -> None:
    """Count the lines delivered late, on the day, early, in full and short."""
    database.make_ready()
    found = counted(_READER, asked_period(period))
    if output is Format.JSON:
        write_json(
            {
                **found.total, "in_full_rate": _rate(found.in_full_rate),
                "otif_rate": _rate(found.otif_rate), "conventions": _CONVENTIONS,
                "customers": [
                    {**row, "windows": _windows_of(found, row)} for row in found.rows
                ],
            }
        )  # fmt: skip
    elif output is Format.CSV:
        write_csv(_COUNTS, [{**row, "windows": _windows_in_line(found, row)} for row in found.rows])
    else:
        write_figures([*_counted(found), *_shares(found)])


def compliance(
    contract: ContractAsked = None, most: MostAsked = None, output: FormatAsked = Format.TABLE
) -> None:
    """List what departs from the terms agreed, each line with what was due. Where a term cannot be
    told, the others are listed, and the command says so and fails."""
    database.make_ready()
    try:
        found, listed = compliance_in_turn(_READER, contract_id=contract, most=most)
    except ObjectDoesNotExist as error:
        raise Refusal(
            _("There is no contract %(contract)s."), code="no_contract", contract=contract
        ) from error
    told = Told(listed)
    if output is Format.JSON:
        write_json_rows(map(_as_data, told))
    elif output is Format.CSV:
        write_csv(_FINDING, map(_as_data, told))
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
        write_table_in_parts(columns, _shown(told, titles))
    if (left := found.count - told.count) > 0:
        more = ngettext("%(count)s more is not listed.", "%(count)s more are not listed.", left)
        say(more % {"count": formats.number(left)})
    _say_without_level(found)
    _say_unmeasured(found)
    _refuse_untold(found)


class Told:
    """Findings one after the other, which are never all in memory, and how many there were."""

    def __init__(self, listed: Iterable[Finding]) -> None:
        self._listed = listed
        self.count = 0

    def __iter__(self) -> Iterator[Finding]:
        for each in self._listed:
            self.count += 1
            yield each


def _say_without_level(found: Compliance) -> None:
    """Say which prices stay as they were agreed because nobody has written the index down."""
    titles = {each.pk: each.title for each in found.contracts}
    for term in found.without_level:
        told = _("%(contract)s: no level of the index is known, so prices are held as agreed.")
        say(str(told % {"contract": titles[term.contract_id]}))


def _say_unmeasured(found: Compliance) -> None:
    """Say which lines a number by quantity does not count."""
    titles = {each.pk: each.title for each in found.contracts}
    for term, quantities in found.by_quantity:
        if told := unmeasured_in_words(quantities):
            kind = KIND_NAMES[term.kind]
            say(f"{titles[term.contract_id]} ({kind}, {term.pk}): {' '.join(told)}")


def _refuse_untold(found: Compliance) -> None:
    """Fail where terms cannot be told for want of a rate: a list without them looks complete."""
    if not found.untold:
        return
    titles = {each.pk: each.title for each in found.contracts}
    told = [
        f"{titles[term.contract_id]} ({KIND_NAMES[term.kind]}, {term.pk}): "
        f"{missing_in_words(missing)}"
        for term, missing in found.untold
    ]
    raise Refusal(
        _("Not all terms could be held against the ledger. %(terms)s"),
        code="rate_missing",
        hint=_("Import the rates of these currencies, then ask again."),
        terms=" ".join(told),
    )


def _counted(found: Deliveries) -> Iterator[tuple[str, str]]:
    names = {
        "late": _("Late"), "on_day": _("On the day"), "early": _("Early"),
        "undated": _("Without both days"), "in_full": _("In full"), "short": _("Short"),
        "unmeasured": _("Without both quantities"),
    }  # fmt: skip
    for name, label in names.items():
        yield str(label), formats.number(found.total[name])


def _shares(found: Deliveries) -> Iterator[tuple[str, str]]:
    """The shares by line, with the conventions that hold for them."""
    full, both = found.in_full_rate, found.otif_rate
    if full is None or both is None:
        in_full = otif = str(_("not known: no line due says how much was ordered"))
    else:
        named = {
            "count": formats.number(found.total["otif_lines"]), "days": formats.number(DAYS_EARLY),
        }  # fmt: skip
        told = _("%(share)s of %(count)s lines due")
        in_full = str(told % {**named, "share": formats.percent(full)})
        told = _(
            "%(share)s of %(count)s lines due, from %(days)s day before the promised one to it"
        )
        otif = str(told % {**named, "share": formats.percent(both)})
    yield str(_("In full (IF)")), in_full
    yield str(_("On time and in full (OTIF)")), otif
    if found.windows:
        yield (
            str(_("Customers counted by a window of their own")),
            formats.number(len(found.windows)),
        )


def _windows_of(found: Deliveries, row: dict[str, Any]) -> list[dict[str, Any]]:
    """The windows that a customer has agreed: its lines of other days are counted by everybody's,
    which the conventions say."""
    return [
        {"from": each.valid.start.isoformat(), "until": each.valid.last.isoformat(),
         "days_early": each.days_early, "days_late": each.days_late,
         "in_full": plain(each.in_full)}
        for each in found.windows.get(row["account"], ())
    ]  # fmt: skip


def _windows_in_line(found: Deliveries, row: dict[str, Any]) -> str:
    """The same in a cell, such as ``2026-01-01..2026-12-31 -1..2 0.98``."""
    return "; ".join(
        f"{each['from']}..{each['until']} -{each['days_early']}..{each['days_late']} "
        f"{each['in_full']}"
        for each in _windows_of(found, row)
    )


def _rate(share: Decimal | None) -> str | None:
    return None if share is None else plain(round(share, _PLACES))


def _shown(findings: Iterable[Finding], titles: dict[int, str]) -> Iterator[tuple[str, ...]]:
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
