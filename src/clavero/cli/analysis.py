"""``clavero analyse``: the picture of one file as one page, with nothing configured or kept."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from clavero.cli import choices, database, report
from clavero.cli.answers import say
from clavero.cli.imports import must_be_there, run
from clavero.cli.sentences import Reading
from clavero.cli.words import _
from clavero.core.errors import Refusal
from clavero.core.period import Period, known_days
from clavero.identity.rules import Actor
from clavero.ledger import remarks, selectors, services, telling
from clavero.portfolio.selectors import data_span, portfolio_picture, scope_for
from clavero.ui import formats

Out = Annotated[
    Path, typer.Option("--out", "-o", metavar=_("PAGE"), help=_("The HTML page to write."))
]
PeriodText = Annotated[
    str | None,
    typer.Option(
        "--period",
        metavar=_("PERIOD"),
        help=_(
            "all, ttm, 2011, 2011-03 or 2010-12-01..2011-12-10. Without it: the last 12 full "
            "months if the file reaches back so far, else all of it."
        ),
    ),
]

Rates = Annotated[
    Path | None,
    typer.Option(
        "--rates",
        metavar=_("FILE"),
        help=_("Exchange rates, where the file has several currencies."),
    ),
]

_READER = Actor.system()


def analyse(
    file: choices.File,
    out: Out,
    period: PeriodText = None,
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
    rates: Rates = None,
) -> None:
    """Read the file into a ledger that goes away, and draw its picture."""
    said = choices.choices_of(
        columns, currency=currency, dates=dates, decimal=decimal, credit_notes=credit_notes,
        cost_currency=cost_currency, sheet=sheet, member=member, encoding=encoding,
        delimiter=delimiter,
    )  # fmt: skip
    must_be_there(file)
    _must_be_writable(out)
    database.make_ready()
    if selectors.version():
        raise RuntimeError("a file is analysed in a data folder of its own")
    if rates is not None:
        must_be_there(rates)
        services.load_rates(_READER, path=rates)
    row, seen = run(
        services.queue_import(_READER, path=file.resolve(), name=file.name, choices=said)
    )
    picture = portfolio_picture(_READER, period=_period(period))
    reading = Reading(
        file_name=file.name,
        read=row.read,
        repeated=row.repeated,
        zero_price=row.zero_price,
        negative_price=row.negative_price,
        refused=telling.reasons(row.refused_by_reason),
        currency=selectors.shown_currency(),
        is_currency_assumed=seen.currency is None,
        has_costs=row.without_cost < row.kept,
    )
    out.write_text(report.page(picture, reading), encoding="utf-8")
    for sentence in (
        *remarks.on_sheets(seen),
        *remarks.on_columns(seen, row),
        *remarks.on_credit_notes(row),
        *remarks.on_currency(seen, reading.currency),
        *remarks.on_several(seen, reading.currency, row.net_total, row.refused_by_reason),
    ):
        say(sentence)
    say(str(_("The picture of %(file)s is in %(page)s.")) % {"file": file.name, "page": out})


def _must_be_writable(out: Path) -> None:
    """Refuse a page that could not be written before the file is read, not after."""
    if out.is_dir() or not out.resolve().parent.is_dir():
        raise Refusal(
            _("%(page)s cannot be written."),
            code="not_writable",
            hint=_("Name a page in a folder that is there."),
            page=out,
        )


def _period(text: str | None) -> Period:
    scope = scope_for(_READER)
    if text is not None:
        asked, there = selectors.resolve_period(text, scope), data_span()
        if there and (asked.end <= there.start or there.end <= asked.start):
            raise Refusal(
                _("The file has no sales in %(period)s; it has those of %(days)s."),
                code="nothing_in_period",
                hint=_("Choose another period, or leave --period out."),
                period=formats.period_in_words(asked),
                days=formats.period_in_words(there),
            )
        return asked
    year, data = selectors.resolve_period("ttm", scope), data_span()
    is_whole = data is not None and known_days(data).start <= year.start
    return year if is_whole else selectors.resolve_period("all", scope)
