"""``clavero pareto`` and ``clavero customers``: the picture of the portfolio in a shell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated

import typer
from django.utils import timezone

from clavero.cli import database
from clavero.cli.answers import (
    Column,
    Format,
    say,
    write_csv,
    write_figures,
    write_json,
    write_table,
)
from clavero.cli.words import _
from clavero.core.errors import Refusal
from clavero.core.money import Money
from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.ledger import selectors as ledger
from clavero.portfolio.selectors import (
    By,
    PortfolioPicture,
    Summary,
    customer_as_data,
    growth_of_the_year,
    portfolio_picture,
    ranking_as_data,
    scope_for,
    summary_as_data,
)
from clavero.portfolio.words import nobody_ranked, part_known
from clavero.ui import formats

PeriodText = Annotated[
    str,
    typer.Option(
        "--period",
        metavar=_("PERIOD"),
        help=_("all, ttm (the last 12 full months), 2011, 2011-03 or 2010-12-01..2011-12-10."),
    ),
]


def day_written(text: str | datetime) -> datetime:
    """A day as a command line writes it."""
    if isinstance(text, datetime):
        return text
    try:
        return datetime.combine(date.fromisoformat(text), time.min)
    except ValueError as error:
        raise typer.BadParameter(str(_("Write a day such as 2026-03-31."))) from error


AsOf = Annotated[
    datetime | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        parser=day_written,
        help=_("The day to look back to, such as 2026-03-31; without it, today."),
    ),
]
FormatAsked = Annotated[
    Format, typer.Option("--format", help=_("A table for people, csv or json for programs."))
]
RankedBy = Annotated[By, typer.Option("--by", help=_("What customers are ranked by."))]
Limit = Annotated[
    int, typer.Option("--limit", min=1, help=_("How many customers the table shows at most."))
]

_PARETO = ("rank", "customer", "name", "net_sales", "share", "cumulative_share", "class")
_CUSTOMERS = (
    "customer", "name", "net_sales", "contribution", "cost_known_share", "orders", "first",
    "last", "growth", "margin",
)  # fmt: skip
_READER = Actor.system()


def pareto(
    period: PeriodText = "ttm",
    by: RankedBy = By.SALES,
    output: FormatAsked = Format.TABLE,
    limit: Limit = 25,
) -> None:
    """Who makes most of the sales, and how much depends on few."""
    picture = _picture(asked_period(period), by)
    if output is Format.JSON:
        rows = [ranking_as_data(row) for row in picture.listed]
        write_json({"summary": summary_as_data(picture.summary), "rows": rows})
    elif output is Format.CSV:
        write_csv(_PARETO, (ranking_as_data(row) for row in picture.listed))
    else:
        _show_pareto(picture, limit)


def customers(
    period: PeriodText = "all", output: FormatAsked = Format.TABLE, limit: Limit = 25
) -> None:
    """Every customer with its figures; growth is the last 12 full months on the 12 before."""
    asked = asked_period(period)
    picture = _picture(asked, By.SALES)
    changes = growth_of_the_year(_READER, [row.code for row in picture.listed])
    rows = [customer_as_data(row, changes.get(row.code)) for row in picture.listed]
    if output is Format.JSON:
        write_json(rows)
    elif output is Format.CSV:
        write_csv(_CUSTOMERS, rows)
    else:
        _show_customers(picture, changes, limit)


# -- what is asked for ---------------------------------------------------------------------------


def day_of(as_of: datetime | None) -> date:
    """The day to look back to; today where none was asked for. Of a day to come nothing is known
    yet, which is said."""
    today = timezone.localdate()
    day = today if as_of is None else as_of.date()
    if day > today:
        told = _("%(day)s is to come: this is what is known today.")
        say(str(told) % {"day": formats.day(day)})
    return min(day, today)


def asked_period(text: str) -> Period:
    """The period that a text says, of a ledger that has sales."""
    database.make_ready()
    scope = scope_for(_READER)
    if ledger.span(scope) is None:
        raise Refusal(
            _("There are no sales yet."),
            code="ledger_empty",
            hint=_("Load a file: clavero import FILE"),
        )
    return ledger.resolve_period(text, scope)


def _picture(period: Period, by: By) -> PortfolioPicture:
    return portfolio_picture(_READER, period=period, by=by, compare=None)


# -- for people ----------------------------------------------------------------------------------


def _show_pareto(picture: PortfolioPicture, limit: int) -> None:
    summary, currency = picture.summary, ledger.shown_currency()
    write_figures(_summary_in_words(summary, currency), formats.period_in_words(summary.period))
    if not summary.ranked:
        say(
            nobody_ranked(
                picture.by,
                has_customers=summary.customers > 0,
                is_margin_unknown=picture.is_margin_unknown,
            )
        )
    columns = [
        Column(str(_("Rank")), is_figure=True),
        Column(str(_("Customer"))),
        Column(str(_("Name"))),
        Column(str(_("Net sales")), is_figure=True),
        Column(str(_("Share")), is_figure=True),
        Column(str(_("Cumulative")), is_figure=True),
        Column(str(_("Class"))),
    ]
    rows = (
        (
            formats.NOTHING if row.rank is None else str(row.rank),
            row.code,
            row.name,
            _money(row.net_sales, currency),
            _percent(row.share),
            _percent(row.cumulative_share),
            row.abc or formats.NOTHING,
        )
        for row in picture.listed[:limit]
    )
    write_table("", columns, rows)
    _tell_the_rest(len(picture.listed), limit)


def _summary_in_words(summary: Summary, currency: str) -> Iterator[tuple[str, str]]:
    yield str(_("Customers")), formats.number(summary.customers)
    yield str(_("Net sales")), _money(summary.net_sales, currency)
    yield str(_("Of these without customer")), _money(summary.unattributed, currency)
    yield str(_("Made by the top 20% of customers")), _percent(summary.top20_share)
    yield str(_("Customers that make 80%")), _customers_for_80(summary)
    yield str(_("Share of the largest")), _percent(summary.cr1)
    yield str(_("Share of the five largest")), _percent(summary.cr5)


def _customers_for_80(summary: Summary) -> str:
    if summary.customers_for_80 is None:
        return str(_("not known: nobody can be ranked"))
    part = _percent(summary.customers_for_80_share)
    return f"{formats.number(summary.customers_for_80)} ({part})"


def _show_customers(picture: PortfolioPicture, changes: dict[str, Decimal], limit: int) -> None:
    currency = ledger.shown_currency()
    columns = [
        Column(str(_("Customer"))),
        Column(str(_("Name"))),
        Column(str(_("Net sales")), is_figure=True),
        Column(str(_("Contribution")), is_figure=True),
        Column(str(_("Margin")), is_figure=True),
        Column(str(_("Cost known")), is_figure=True),
        Column(str(_("Orders")), is_figure=True),
        Column(str(_("First purchase in the period"))),
        Column(str(_("Last purchase"))),
        Column(str(_("Growth")), is_figure=True),
    ]
    rows = (
        (
            row.code,
            row.name,
            _money(row.net_sales, currency),
            _money(row.contribution, currency),
            _percent(row.margin.value),
            formats.NOTHING if row.cost_known_share is None else part_known(row.cost_known_share),
            formats.number(row.orders),
            _shown_day(row.first_purchase),
            _shown_day(row.last_purchase),
            _percent(changes.get(row.code)),
        )
        for row in picture.listed[:limit]
    )
    write_table(formats.period_in_words(picture.period), columns, rows)
    _tell_the_rest(len(picture.listed), limit)


def _tell_the_rest(count: int, limit: int) -> None:
    if count > limit:
        sentence = _("%(rest)s more; --limit shows more of them, --format csv all.")
        say(str(sentence) % {"rest": formats.number(count - limit)})


def _money(amount: Decimal | None, currency: str) -> str:
    return formats.NOTHING if amount is None else formats.money(Money(amount, currency))


def _percent(fraction: Decimal | None) -> str:
    return formats.NOTHING if fraction is None else formats.percent(fraction)


def _shown_day(day: date | None) -> str:
    return formats.NOTHING if day is None else formats.day(day)
