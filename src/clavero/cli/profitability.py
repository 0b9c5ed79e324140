"""``clavero events``, ``work`` and ``profitability``: what serving takes and customers leave."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

from clavero.cli import brought
from clavero.cli.answers import (
    Column,
    Format,
    say,
    write_csv,
    write_figures,
    write_json,
    write_table,
)
from clavero.cli.reading import FormatAsked, Limit, PeriodText, asked_period
from clavero.cli.words import _
from clavero.core.money import Money
from clavero.core.tables import TableReport
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


def _bring(file: Path, output: Format, keep: Callable[[bytes], TableReport]) -> None:
    brought.bring_rows(file, output, keep, FAULT_NAMES)


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
