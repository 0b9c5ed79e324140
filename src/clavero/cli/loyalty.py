"""``clavero loyalty``: the waves of surveys, and what came back from one of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from clavero.cli import database
from clavero.cli.answers import Column, Format, say, write_csv, write_json, write_table
from clavero.cli.reading import FormatAsked
from clavero.cli.words import _
from clavero.core.errors import Refusal
from clavero.identity.rules import Actor
from clavero.loyalty.selectors import (
    Scores,
    WaveResults,
    all_waves,
    results_as_data,
    wave_as_data,
    wave_results,
    waves,
)
from clavero.loyalty.sentences import (
    answered_in_words,
    csat_in_words,
    headline,
    nps_in_words,
    wave_in_words,
    why_hidden,
)
from clavero.relationships.words import FUNCTION_NAMES
from clavero.ui import formats

_READER = Actor.system()
_WAVE = (
    "id", "name", "survey", "version", "began", "until", "open", "by", "known", "asked", "answered",
    "told", "nps", "nps_error", "nps_answers", "csat", "csat_answers",
)  # fmt: skip
WaveAsked = Annotated[
    int | None,
    typer.Argument(metavar=_("WAVE"), help=_("The number of a wave; none lists all of them.")),
]


def loyalty(wave: WaveAsked = None, output: FormatAsked = Format.TABLE) -> None:
    """All waves, or one by account and function; never what one person said."""
    database.make_ready()
    if wave is None:
        _all(output)
        return
    if not waves(_READER).filter(pk=wave).exists():
        raise Refusal(
            _("There is no wave %(number)s."),
            code="no_such_wave",
            hint=_("'clavero loyalty' lists them."),
            number=wave,
        )
    found = wave_results(_READER, wave, is_outsider=True)
    if output is Format.JSON:
        write_json(results_as_data(found))
    elif output is Format.CSV:
        rows = [{"account": each["account"], **_flat(each)}
                for each in results_as_data(found)["accounts"]]  # fmt: skip
        write_csv(("account", *_SUMS), rows)
    else:
        _show(found)


_SUMS = ("known", "asked", "answered", "told", "nps", "nps_error", "nps_answers", "csat",
         "csat_answers")  # fmt: skip


def _flat(row: dict[str, object]) -> dict[str, object]:
    return {key: row[key] for key in _SUMS}


def _all(output: Format) -> None:
    found = [wave_results(_READER, each.wave.pk, is_outsider=True) for each in all_waves(_READER)]
    data = [wave_as_data(each) for each in found]
    if output is Format.JSON:
        write_json(data)
        return
    if output is Format.CSV:
        write_csv(_WAVE, ({key: row[key] for key in _WAVE} for row in data))
        return
    if not found:
        say(str(_("Nobody has been asked yet.")))
        return
    columns = [
        Column(str(_("Number")), is_figure=True),
        Column(str(_("Wave"))),
        Column(str(_("Began"))),
        Column(str(_("What they say"))),
    ]
    rows = (
        (str(each.wave.pk), each.wave.name, formats.day(each.wave.opened_at.date()),
         headline(each.whole))
        for each in found
    )  # fmt: skip
    write_table("", columns, rows)


def _show(found: WaveResults) -> None:
    say(f"{found.wave.name}: {headline(found.whole)}.")
    for sentence in wave_in_words(found):
        say(sentence)
    columns = [
        Column(""),
        Column(str(_("Answered"))),
        Column(str(_("NPS")), is_figure=True),
        Column(str(_("Satisfied")), is_figure=True),
    ]
    write_table(str(_("By account")), columns, (_line(each.name, each) for each in found.accounts))
    functions = ((str(FUNCTION_NAMES[each.key]), each) for each in found.functions)
    lines: Iterator[tuple[str, ...]] = (_line(name, each) for name, each in functions)
    write_table(str(_("By function")), columns, lines)


def _line(name: str, of: Scores) -> tuple[str, ...]:
    if not of.is_told:
        return name, answered_in_words(of), why_hidden(of), ""
    return (
        name,
        answered_in_words(of),
        formats.NOTHING if of.nps is None else nps_in_words(of.nps),
        formats.NOTHING if of.csat is None else csat_in_words(of.csat),
    )
