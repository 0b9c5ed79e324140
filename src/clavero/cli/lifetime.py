"""``clavero lifetime``: what the whole base, or that of a file, is likely to buy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from clavero.cli import database
from clavero.cli.answers import (
    REFUSED,
    Column,
    Format,
    say,
    write_csv,
    write_figures,
    write_json,
    write_table,
)
from clavero.cli.brought import tell_bad_rows
from clavero.cli.imports import must_be_there
from clavero.cli.reading import FormatAsked, Limit, day_written
from clavero.cli.words import _
from clavero.core.errors import Refusal
from clavero.core.period import Period
from clavero.core.tables import MOST_BYTES
from clavero.identity.rules import Actor
from clavero.ledger.notices import holes_now
from clavero.lifetime.rules.fitting import NoFit
from clavero.lifetime.rules.histories import Histories, Purchases, histories
from clavero.lifetime.rules.models import Fit, Kind, SpendingFit, fit, fit_spending
from clavero.lifetime.selectors import (
    HeldOut,
    fit_as_data,
    held_out_as_data,
    held_out_last,
    last_day,
    ledger_purchases,
    purchases_of_file,
    scores_as_data,
    spending_as_data,
)
from clavero.lifetime.words import forecast_in_words, refusal_of
from clavero.portfolio.selectors import data_span
from clavero.ui import formats
from clavero.ui.brought import ROW_FAULTS


class ModelAsked(StrEnum):
    """The models that can be fitted."""

    MBG_NBD = "mbgnbd"
    BG_NBD = "bgnbd"
    PARETO_NBD = "paretonbd"
    GAMMA_GAMMA = "gammagamma"


class Unit(StrEnum):
    """What times are counted in."""

    WEEK = "week"
    DAY = "day"


_DAYS = {Unit.WEEK: 7, Unit.DAY: 1}
_PURCHASES = ("customer", "x", "t_x", "T", "p_alive", "expected_52")
_SPENDING = ("customer", "x", "t_x", "T", "mean_amount", "expected_amount")
_READER = Actor.system()

FileAsked = Annotated[
    Path | None,
    typer.Argument(
        metavar=_("FILE"),
        help=_("CSV with the columns customer,date,amount; without it, the sales ledger."),
    ),
]
Asked = Annotated[
    ModelAsked,
    typer.Option(
        "--model", help=_("The model of purchases, or gammagamma: what a purchase brings.")
    ),
]
Until = Annotated[
    datetime | None,
    typer.Option(
        "--until",
        metavar="DATE",
        parser=day_written,
        help=_("The day up to which purchases count; without it, the last day of the data."),
    ),
]
UnitAsked = Annotated[Unit, typer.Option("--unit", help=_("What times are counted in."))]
Customers = Annotated[
    bool, typer.Option("--customers", help=_("Say also what is expected of each customer."))
]

HoldOut = Annotated[
    bool,
    typer.Option(
        "--hold-out",
        help=_(
            "Say also what a fit without the last three whole months would have forecast for them, "
            "and what happened."
        ),
    ),
]


def lifetime(
    file: FileAsked = None,
    model: Asked = ModelAsked.MBG_NBD,
    until: Until = None,
    unit: UnitAsked = Unit.WEEK,
    customers: Customers = False,
    hold_out: HoldOut = False,
    output: FormatAsked = Format.TABLE,
    limit: Limit = 25,
) -> None:
    """Fit a model to all customers, and say how likely each is still to be one."""
    bought, ends = _of_ledger() if file is None else _of_file(file)
    day = until.date() if until else ends
    of = histories(bought, day.toordinal(), days_a_unit=_DAYS[unit])
    if not len(of):
        raise Refusal(
            _("Nobody bought anything up to %(day)s."),
            code="no_purchases",
            hint=_("Choose a later day with --until."),
            day=formats.day(day),
        )
    if file is None and (missing := holes_now()):
        say(missing)
    fitted = _fitted(of, model)
    held = _held_out(bought, day, model) if hold_out else None
    if output is Format.JSON:
        told: dict[str, Any] = {
            "model": model.value, "unit": unit.value, "until": day.isoformat(),
            **fit_as_data(fitted),
        }  # fmt: skip
        if held is not None:
            told["held_out"] = held_out_as_data(held)
        if customers:
            told["rows"] = list(_scores(fitted, bought, of))
        write_json(told)
    elif output is Format.CSV:
        keys = _PURCHASES if isinstance(fitted, Fit) else _SPENDING
        write_csv(keys, _scores(fitted, bought, of))
    else:
        _show(fitted, day)
        if held is not None:
            typer.echo(forecast_in_words(held))
        if customers:
            _show_customers(fitted, bought, of, limit)


# -- what to fit ---------------------------------------------------------------------------------


def _of_ledger() -> tuple[Purchases, date]:
    database.make_ready()
    data = data_span()
    if data is None:
        raise Refusal(
            _("There are no sales lines yet."),
            code="no_lines",
            hint=_("Import a sales file first, or name a file of purchases."),
        )
    return ledger_purchases(_READER), data.last


def _of_file(file: Path) -> tuple[Purchases, date]:
    must_be_there(file)
    with file.open("rb") as opened:
        found = purchases_of_file(opened.read(MOST_BYTES + 1))
    if found.refused:
        tell_bad_rows(found.refused, ROW_FAULTS)
        say(str(_("Nothing was fitted: mend these rows or take them out, and try again.")))
        raise typer.Exit(REFUSED)
    bought = found.purchases()
    if not len(bought.day):
        raise Refusal(
            _("The file has no purchase."),
            code="no_purchases",
            hint=_("A day counts as one where its amounts add up to more than nothing."),
        )
    return bought, last_day(bought)


def _fitted(of: Histories, model: ModelAsked) -> Fit | SpendingFit:
    if model is ModelAsked.GAMMA_GAMMA:
        found: Fit | SpendingFit | NoFit = fit_spending(of)
    else:
        found = fit(of, Kind(model.value))
    if isinstance(found, NoFit):
        raise refusal_of(found)
    return found


def _held_out(bought: Purchases, day: date, model: ModelAsked) -> HeldOut:
    if model is ModelAsked.GAMMA_GAMMA:
        raise Refusal(
            _("What a purchase brings is not tested: --hold-out is for the models of purchases."),
            code="not_tested",
            hint=_("Leave --hold-out away, or choose another model."),
        )
    seen = bought.until(day.toordinal())
    data = Period.inclusive(date.fromordinal(int(seen.day.min())), day)
    return held_out_last(seen, data, Kind(model.value))


def _scores(
    fitted: Fit | SpendingFit, bought: Purchases, of: Histories
) -> Iterator[dict[str, Any]]:
    if isinstance(fitted, Fit):
        return scores_as_data(fitted, bought, of)
    return spending_as_data(fitted, bought, of)


# -- for people ----------------------------------------------------------------------------------


def _show(fitted: Fit | SpendingFit, day: date) -> None:
    figures = [
        (str(_("Customers")), formats.number(fitted.customers)),
        (str(_("Customers that bought again")), formats.number(fitted.repeaters)),
        (str(_("Repeat purchases")), formats.number(fitted.repeats)),
        *((name, _figure(value)) for name, value in fitted.parameters.items()),
        (str(_("Log-likelihood")), formats.number(Decimal(fitted.log_likelihood), places=1)),
    ]
    if isinstance(fitted, SpendingFit) and fitted.correlation is not None:
        name = str(_("Correlation of how often and how much"))
        figures.append((name, formats.number(Decimal(fitted.correlation), places=3)))
    write_figures(figures, str(_("Until %(day)s")) % {"day": formats.day(day)})


def _show_customers(
    fitted: Fit | SpendingFit, bought: Purchases, of: Histories, limit: int
) -> None:
    last = (_("Mean amount"), _("Amount expected"))
    if isinstance(fitted, Fit):
        last = (_("Probability alive"), _("Purchases in 52 weeks"))
    columns = [
        Column(str(_("Customer"))),
        *(Column(str(name), is_figure=True) for name in ("x", "t_x", "T", *last)),
    ]
    rows = list(_scores(fitted, bought, of))
    write_table("", columns, (_shown(row) for row in rows[:limit]))
    if len(rows) > limit:
        sentence = _("%(rest)s more; --limit shows more of them, --format csv all.")
        say(str(sentence) % {"rest": formats.number(len(rows) - limit)})


def _shown(row: dict[str, Any]) -> tuple[str, ...]:
    customer, x, *others = row.values()
    figures = (formats.NOTHING if each is None else _figure(each) for each in others)
    return (str(customer), formats.number(x), *figures)


def _figure(value: float) -> str:
    return formats.number(Decimal(f"{value:.4g}"))
