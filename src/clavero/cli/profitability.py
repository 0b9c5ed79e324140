"""``clavero events``, ``work`` and ``profitability``: what serving takes and customers leave."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer

from clavero.cli import database
from clavero.cli.answers import (
    DONE,
    REFUSED,
    Column,
    Format,
    say,
    write_csv,
    write_figures,
    write_json,
    write_table,
)
from clavero.cli.imports import must_be_there
from clavero.cli.reading import FormatAsked, Limit, PeriodText, asked_period
from clavero.cli.words import _
from clavero.core.money import Money
from clavero.identity.rules import Actor
from clavero.ledger import selectors as ledger
from clavero.profitability.selectors import (
    ProfitPicture,
    ProfitRow,
    capacity_as_data,
    profit_as_data,
    profit_picture,
    row_as_data,
)
from clavero.profitability.services import (
    MOST_BYTES,
    TableReport,
    import_events,
    import_work,
)
from clavero.profitability.words import FAULT_NAMES
from clavero.ui import formats

EventsFile = Annotated[
    Path,
    typer.Argument(
        metavar=_("FILE"),
        help=_("CSV with the columns account,event,date,count and, if known, minutes and travel."),
    ),
]
WorkFile = Annotated[
    Path,
    typer.Argument(
        metavar=_("FILE"),
        help=_("CSV with the columns account,person,date,hours,money,type."),
    ),
]

_ROW = (
    "rank", "customer", "name", "net_sales", "gross_margin", "cost_to_serve", "cost_of_credit",
    "contribution", "margin", "net_contribution", "class_by_sales", "class_by_contribution",
    "loses_money", "class_differs",
)  # fmt: skip
_TOLD = 20  # refused rows
_WRITER = Actor.system()


def events(file: EventsFile, output: FormatAsked = Format.TABLE) -> None:
    """Keep the events that a file tells of. The same file again changes nothing."""
    _bring(file, output, lambda content: import_events(_WRITER, content=content, name=file.name))


def work(file: WorkFile, output: FormatAsked = Format.TABLE) -> None:
    """Keep the hours and money that a file tells of. The same file again changes nothing."""
    _bring(file, output, lambda content: import_work(_WRITER, content=content))


def profitability(
    period: PeriodText = "ttm", output: FormatAsked = Format.TABLE, limit: Limit = 25
) -> None:
    """What each customer leaves once it has been served, the most profitable first."""
    picture = profit_picture(_WRITER, period=asked_period(period))
    if output is Format.JSON:
        write_json(
            {
                "summary": profit_as_data(picture),
                "capacities": [capacity_as_data(each) for each in picture.used],
                "rows": [row_as_data(row) for row in picture.rows],
            }
        )
    elif output is Format.CSV:
        write_csv(_ROW, (row_as_data(row) for row in picture.rows))
    else:
        _show(picture, limit)


# -- files ---------------------------------------------------------------------------------------


def _bring(file: Path, output: Format, bring: Callable[[bytes], TableReport]) -> None:
    must_be_there(file)
    database.make_ready()
    with file.open("rb") as opened:
        report = bring(opened.read(MOST_BYTES + 1))
    if output is Format.JSON:
        write_json(_as_data(report))
    elif output is Format.CSV:
        answer = _as_data(report)
        counts = ("read", "kept", "already_there", "refused")
        write_csv(counts, [{key: answer[key] for key in counts}])
    else:
        write_figures(_in_words(report))
    _tell(report)
    nothing_came = report.refused and not report.kept and not report.already_there
    raise typer.Exit(REFUSED if nothing_came else DONE)


def _as_data(report: TableReport) -> dict[str, Any]:
    return {
        "read": report.read,
        "kept": report.kept,
        "already_there": report.already_there,
        "refused": len(report.refused),
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


def _in_words(report: TableReport) -> Iterator[tuple[str, str]]:
    yield str(_("Rows read")), formats.number(report.read)
    yield str(_("Rows kept")), formats.number(report.kept)
    yield str(_("Already there")), formats.number(report.already_there)
    yield str(_("Rows refused")), formats.number(len(report.refused))


def _tell(report: TableReport) -> None:
    """What a person must look at, on standard error."""
    for bad in report.refused[:_TOLD]:
        sentence = _("Line %(line)s, %(column)s “%(value)s”: %(reason)s")
        told = {"line": bad.line, "column": bad.column, "value": bad.value}
        say(str(sentence) % {**told, "reason": FAULT_NAMES[bad.reason]})
    if len(report.refused) > _TOLD:
        rest = formats.number(len(report.refused) - _TOLD)
        say(str(_("%(rest)s more rows were refused; --format json names all.")) % {"rest": rest})


# -- the picture ---------------------------------------------------------------------------------


def _show(picture: ProfitPicture, limit: int) -> None:
    currency = ledger.shown_currency()
    write_figures(_summary(picture, currency), formats.period_in_words(picture.period))
    if not picture.is_serving_known:
        say(str(_("What serving costs is not known: the director sets the rates in the browser.")))
    columns = [
        Column(str(_("Rank")), is_figure=True),
        Column(str(_("Customer"))),
        Column(str(_("Name"))),
        Column(str(_("Net sales")), is_figure=True),
        Column(str(_("Gross margin")), is_figure=True),
        Column(str(_("Cost to serve")), is_figure=True),
        Column(str(_("Contribution")), is_figure=True),
        Column(str(_("By sales"))),
        Column(str(_("By contribution"))),
    ]
    rows = (_shown(row, currency) for row in picture.rows[:limit])
    write_table("", columns, rows)
    if len(picture.rows) > limit:
        sentence = _("%(rest)s more; --limit shows more of them, --format csv all.")
        say(str(sentence) % {"rest": formats.number(len(picture.rows) - limit)})


def _summary(picture: ProfitPicture, currency: str) -> Iterator[tuple[str, str]]:
    curve = picture.curve
    yield str(_("Customers")), formats.number(len(picture.rows))
    if not curve.order:
        return
    yield str(_("Contribution of all")), _money(curve.total, currency)
    yield str(_("Peak of the curve")), _money(curve.peak, currency)
    yield str(_("Profit destroyed")), _money(curve.destroyed, currency)
    yield str(_("Customers that lose money")), formats.number(len(curve.losing))
    yield str(_("Class differs")), formats.number(len(picture.differing))


def _shown(row: ProfitRow, currency: str) -> tuple[str, ...]:
    return (
        formats.NOTHING if row.rank is None else str(row.rank),
        row.code,
        row.name,
        _money(row.net_sales, currency),
        _money(row.before, currency),
        _money(row.serving, currency),
        _money(row.contribution, currency),
        row.by_sales or formats.NOTHING,
        row.by_contribution or formats.NOTHING,
    )


def _money(amount: Decimal | None, currency: str) -> str:
    return formats.NOTHING if amount is None else formats.money(Money(amount, currency))
