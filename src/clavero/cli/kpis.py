"""``clavero refresh`` and ``clavero kpis``: how everybody stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from itertools import islice
from typing import Annotated

import typer
from django.utils.translation import ngettext

from clavero.cli import database
from clavero.cli.accounts import account_id
from clavero.cli.answers import Column, Format, progress, say, write_csv, write_json, write_table
from clavero.cli.reading import AsOf, FormatAsked, Limit, day_of, day_written
from clavero.cli.words import _
from clavero.core.errors import Refusal
from clavero.identity.rules import Actor
from clavero.kpis.rules.kpi import Level
from clavero.kpis.selectors import (
    Standing,
    Value,
    as_data,
    catalogue,
    latest,
    snapshot_as_data,
    values_of,
)
from clavero.kpis.services import refresh as bring_up
from clavero.kpis.showing import shown_value, sure_of
from clavero.kpis.words import LEVEL_NAMES, name_of
from clavero.ledger import selectors as ledger
from clavero.ledger.notices import holes_now
from clavero.ui import formats

Since = Annotated[
    datetime | None,
    typer.Option(
        "--from",
        metavar="DATE",
        parser=day_written,
        help=_("Compute every month from this day on, too, where that was not done yet."),
    ),
]
Account = Annotated[
    str | None,
    typer.Option("--account", metavar=_("CODE"), help=_("The code of one customer or group.")),
]

_COLUMNS = (
    "level", "subject", "kpi", "value", "unit", "numerator", "denominator", "n", "low", "high",
    "change", "reason", "quality", "source", "day", "is_hindsight", "formula",
)  # fmt: skip
_ACTOR = Actor.system()
_READER = _ACTOR.outward  # a terminal, and what its answers are sent on to


def refresh(as_of: AsOf = None, since: Since = None, output: FormatAsked = Format.TABLE) -> None:
    """Compute how everybody stands. What is up to date stays as it is."""
    database.make_ready()
    with progress(str(_("Computing the KPIs"))) as bar:
        run = bring_up(
            _ACTOR,
            as_of=None if as_of is None else as_of.date(),
            since=None if since is None else since.date(),
            on_progress=bar.done,
        )
    counts = {"days": run.days, "made": run.made, "corrected": run.corrected}
    told = {"as_of": run.as_of.isoformat(), **counts}
    if output is Format.JSON:
        write_json(told)
    elif output is Format.CSV:
        write_csv(tuple(told), [told])
    else:
        sentence = _("%(made)s days were computed, %(corrected)s corrected, of %(days)s.")
        say(str(sentence) % {name: formats.number(each) for name, each in counts.items()})


def kpis(
    account: Account = None,
    as_of: AsOf = None,
    output: FormatAsked = Format.TABLE,
    limit: Limit = 25,
) -> None:
    """How everybody stands by the latest snapshot, or one account."""
    database.make_ready()
    on = None if as_of is None else day_of(as_of)
    snapshot = latest(on)
    if snapshot is None:
        raise _nothing_computed(on)
    if account is not None:
        account_id(account)  # or refuse
    found = [(row, list(values)) for row, values in values_of(_READER, snapshot, account, on)]
    if told := holes_now():
        say(told)
    _say_what_came_later(
        snapshot.known_on if snapshot.is_hindsight else None,
        sum(value.is_hindsight for _row, values in found for value in values),
    )
    if output is Format.JSON:
        rows = [as_data(row, value) for row, values in found for value in values]
        write_json({"snapshot": snapshot_as_data(snapshot), "values": rows})
    elif output is Format.CSV:
        write_csv(_COLUMNS, (as_data(row, value) for row, values in found for value in values))
    else:
        _show(snapshot.day, found, account, limit)


def _nothing_computed(on: date | None) -> Refusal:
    if on is not None and latest() is not None:
        return Refusal(
            _("Nothing was computed of %(day)s or before."),
            code="nothing_computed",
            hint=_("Run “clavero refresh --from %(asked)s” first."),
            day=formats.day(on),
            asked=on.isoformat(),
        )
    return Refusal(
        _("Nothing was computed yet."),
        code="nothing_computed",
        hint=_("Run “clavero refresh” first."),
    )


def _say_what_came_later(known_on: date | None, later: int) -> None:
    """What a past day could not know, on standard error."""
    if known_on is not None:
        told = _(
            "Lines or losses of this day came in until %(day)s: it shows more than was known then."
        )
        say(str(told) % {"day": formats.day(known_on)})
    if later:
        told = ngettext(
            "%(count)s value was written down after the day that is asked about.",
            "%(count)s values were written down after the day that is asked about.",
            later,
        )
        say(told % {"count": formats.number(later)})


def _show(
    day: date,
    found: Iterable[tuple[Standing, list[Value]]],
    account: str | None,
    limit: int,
) -> None:
    currency = ledger.shown_currency()
    rows = (
        (row, value)
        for row, values in found
        if account is not None or row.level is Level.COMPANY
        for value in values
    )
    columns = [
        Column(str(_("Level"))),
        Column(str(_("KPI"))),
        Column(str(_("Value")), is_figure=True),
        Column(str(_("Of how many, and how sure"))),
    ]
    title = str(_("As of %(day)s")) % {"day": formats.day(day)}
    names = catalogue().names
    lines = (
        (
            str(LEVEL_NAMES[row.level]),
            str(name_of(value.kpi, names)),
            shown_value(value, currency),
            sure_of(value, currency),
        )
        for row, value in islice(rows, limit)
    )
    shown = list(lines)
    more = sum(1 for _row in rows)
    caption = ""
    if more:
        told = _("%(count)s more: ask for them with --limit.")
        caption = str(told) % {"count": formats.number(more)}
    write_table(title, columns, shown, caption=caption)
