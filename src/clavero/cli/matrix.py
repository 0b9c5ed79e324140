"""``clavero scores`` and ``clavero matrix``: what is said of accounts, and where that puts them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils.translation import ngettext

from clavero.cli import brought, database
from clavero.cli.answers import (
    Column,
    Format,
    say,
    write_csv,
    write_json,
    write_table,
)
from clavero.cli.reading import AsOf, FormatAsked, day_of
from clavero.cli.words import _
from clavero.identity.rules import Actor
from clavero.matrix.rules.forecast import Arrow
from clavero.matrix.selectors import MatrixRow, matrix_as_data, matrix_rows
from clavero.matrix.services import import_scores
from clavero.matrix.words import BAD_ROW_NAMES, STRATEGY_NAMES, instead_of_ledger, strategy_told
from clavero.ui import formats

File = Annotated[
    Path,
    typer.Argument(
        metavar=_("FILE"),
        help=_("CSV with the columns account,criterion,value,subject,source,date."),
    ),
]

_MATRIX = (
    "account", "name", "potential", "position", "strategy", "probability", "borderline",
    "coverage_of_weights", "forecast_inertial", "forecast_planned", "forecast_inertial_potential",
    "forecast_inertial_position", "forecast_planned_potential", "forecast_planned_position",
    "hindsight",
)  # fmt: skip
_WRITER = Actor.system()


def scores(file: File, output: FormatAsked = Format.TABLE) -> None:
    """Keep what a file says of accounts. The same file again changes nothing."""
    report = brought.bring(
        file, lambda content: import_scores(_WRITER, content=content, name=file.name)
    )
    new = list(report.new_accounts)
    more = {"new_accounts": new, "instead_of_ledger": report.instead_of_ledger}
    brought.write_report(report, output, kept=_("Scores kept"), more=more)
    brought.tell_refused(report, BAD_ROW_NAMES)
    if report.instead_of_ledger:
        say(instead_of_ledger(report.instead_of_ledger))
    if new:
        say(_unknown(new))
    brought.leave(report)


def _unknown(accounts: Sequence[str]) -> str:
    """The accounts that no sales are known of; of many the first, and how many more."""
    told, more = accounts[: brought.MOST_TOLD], len(accounts) - brought.MOST_TOLD
    places = {"names": ", ".join(told), "count": formats.number(max(more, 0))}
    if more <= 0:
        return str(_("The sales ledger does not know these accounts: %(names)s.")) % places
    told_with_more = _(
        "The sales ledger does not know these accounts: %(names)s, and %(count)s more."
    )
    return str(told_with_more) % places


def _later(count: int, day: date) -> str:
    """That a look back tells of some accounts what nobody knew then."""
    told = ngettext(
        "Of %(count)s account nothing had been entered by %(day)s: what was entered later counts.",
        "Of %(count)s accounts nothing had been entered by %(day)s: what was entered later counts.",
        count,
    )
    return told % {"count": formats.number(count), "day": formats.day(day)}


def matrix(as_of: AsOf = None, output: FormatAsked = Format.TABLE) -> None:
    """Where each account is: its potential, our position in it, and the strategy it deserves."""
    database.make_ready()
    day = day_of(as_of)
    rows = matrix_rows(_WRITER, as_of=day)
    if later := sum(row.said.is_hindsight for row in rows):
        say(_later(later, day))
    if output is Format.JSON:
        write_json([matrix_as_data(row) for row in rows])
    elif output is Format.CSV:
        write_csv(_MATRIX, (_flat(matrix_as_data(row)) for row in rows))
    else:
        _show(rows, day)


# -- for programs --------------------------------------------------------------------------------


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """A cell holds one thing: a forecast's strategy, and beside it both of its scores."""
    flat: dict[str, Any] = {}
    for key, value in row.items():
        flat[key] = value["strategy"] if isinstance(value, Mapping) else value
        if key.startswith("forecast_"):
            known = value if isinstance(value, Mapping) else {}
            flat |= {f"{key}_{axis}": known.get(axis) for axis in ("potential", "position")}
    return flat


# -- for people ----------------------------------------------------------------------------------


def _show(rows: list[MatrixRow], day: date) -> None:
    if not rows:
        say(str(_("Nobody has scored an account yet. Load scores: clavero scores FILE")))
        return
    columns = [
        Column(str(_("Account"))),
        Column(str(_("Name"))),
        Column(str(_("Potential")), is_figure=True),
        Column(str(_("Position")), is_figure=True),
        Column(str(_("Strategy"))),
        Column(str(_("Probability")), is_figure=True),
        Column(str(_("Without investment"))),
        Column(str(_("By plan"))),
        Column(str(_("Weight known")), is_figure=True),
    ]
    write_table(formats.day(day), columns, (_shown(row) for row in rows))


def _shown(row: MatrixRow) -> tuple[str, ...]:
    place = row.place
    return (
        row.card.code,
        row.card.name,
        _score(place.potential),
        _score(place.position),
        _official(row),
        _percent(place.probability),
        _ahead(row.inertial),
        _ahead(row.planned),
        _percent(place.coverage / 100),
    )


def _official(row: MatrixRow) -> str:
    if row.strategy is None:
        return str(_("not enough is known"))
    return str(strategy_told(row.strategy, is_borderline=row.is_borderline))


def _ahead(arrow: Arrow | None) -> str:
    """The strategy of a forecast, with its potential and its position."""
    if arrow is None or arrow.strategy is None:
        return formats.NOTHING
    then = arrow.then
    scores = f"{_score(then.potential.value)}; {_score(then.position.value)}"
    return f"{STRATEGY_NAMES[arrow.strategy]} ({scores})"


def _score(value: float | None) -> str:
    return formats.NOTHING if value is None else formats.number(Decimal(value), places=2)


def _percent(fraction: float | None) -> str:
    return formats.NOTHING if fraction is None else formats.percent(Decimal(fraction))
