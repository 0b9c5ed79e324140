"""``clavero silence``: who is falling silent, and how likely it is that it still buys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

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
from clavero.cli.reading import AsOf, FormatAsked, Limit, day_of
from clavero.cli.words import _
from clavero.core.errors import Refusal
from clavero.identity.rules import Actor
from clavero.ledger import selectors as ledger
from clavero.ledger.notices import holes_now
from clavero.silence.selectors import (
    SilencePicture,
    SilenceRow,
    row_as_data,
    states,
    summary_as_data,
)
from clavero.silence.words import STATE_NAMES, percent, silence_in_words
from clavero.ui import formats

_ROW = (
    "customer", "name", "state", "state_by_silence", "last_purchase", "silent_days", "usual_gap",
    "gaps", "chance", "p_alive", "families_silent", "manager", "verdict", "lost_on", "reason",
    "competitor", "recovered_on",
)  # fmt: skip
_READER = Actor.system()


def silence(as_of: AsOf = None, output: FormatAsked = Format.TABLE, limit: Limit = 25) -> None:
    """Every customer's state, those with most to do first."""
    database.make_ready()
    day = day_of(as_of)
    picture = states(_READER, day)
    if picture is None:
        raise _nothing_by(day)
    if told := holes_now():
        say(told)
    if output is Format.JSON:
        rows = [row_as_data(row) for row in picture.rows]
        write_json({"summary": summary_as_data(picture), "rows": rows})
    elif output is Format.CSV:
        write_csv(_ROW, (_flat(row_as_data(row)) for row in picture.rows))
    else:
        _show(picture, limit)


def _nothing_by(day: date) -> Refusal:
    if ledger.is_empty():
        return Refusal(
            _("There are no sales lines yet."),
            code="no_lines",
            hint=_("Import a sales file first."),
        )
    return Refusal(
        _("Nothing was sold by %(day)s."),
        code="too_early",
        hint=_("Write a later day."),
        day=formats.day(day),
    )


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """Families in one cell."""
    return {**row, "families_silent": "; ".join(row["families_silent"])}


def _show(picture: SilencePicture, limit: int) -> None:
    write_figures(_counts(picture), formats.day(picture.as_of))
    columns = [
        Column(str(_("Customer"))),
        Column(str(_("Name"))),
        Column(str(_("State"))),
        Column(str(_("Silent for"))),
        Column(str(_("Chance that it still buys")), is_figure=True),
        Column(str(_("Families gone silent"))),
    ]
    write_table("", columns, (_shown(row) for row in picture.rows[:limit]))
    if len(picture.rows) > limit:
        sentence = _("%(rest)s more; --limit shows more of them, --format csv all.")
        say(str(sentence) % {"rest": formats.number(len(picture.rows) - limit)})


def _counts(picture: SilencePicture) -> Iterator[tuple[str, str]]:
    for state, count in picture.counts.items():
        yield str(STATE_NAMES[state.key]), formats.number(count)


def _shown(row: SilenceRow) -> tuple[str, ...]:
    return (
        row.code,
        row.name,
        str(STATE_NAMES[row.state.key]),
        silence_in_words(row.silent, row.usual, row.gaps),
        percent(row.alive),
        ", ".join(family.name for family in row.families),
    )
