"""``clavero currency`` and ``rates``: in what the ledger counts, and what others are worth."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils.translation import gettext, ngettext

from clavero.cli import database
from clavero.cli.answers import Format, say, write_csv, write_figures, write_json
from clavero.cli.imports import Answer, must_be_there
from clavero.cli.words import _
from clavero.identity.rules import Actor
from clavero.ledger import selectors, services
from clavero.ui import formats

Code = Annotated[
    str | None,
    typer.Argument(
        metavar=_("CODE"),
        help=_("The currency to count in, such as EUR; only while the ledger is empty."),
    ),
]
RatesFile = Annotated[
    Path,
    typer.Argument(metavar=_("FILE"), help=_("A table with the date and one column a currency.")),
]

_WRITER = Actor.system()


def currency(code: Code = None, output: Answer = Format.TABLE) -> None:
    """Say in which currency the ledger counts, or choose it."""
    database.make_ready()
    if code is not None:
        seen = selectors.currency_revision()
        services.set_reporting_currency(_WRITER, currency=code, seen=seen)
    found = selectors.reporting_currency()
    shown = found or gettext("none yet: the first file decides it")
    _write({"reporting_currency": found or None}, gettext("Reporting currency"), shown, output)


def rates(file: RatesFile, output: Answer = Format.TABLE) -> None:
    """Load exchange rates; days that are known already are corrected."""
    must_be_there(file)
    database.make_ready()
    loaded = services.load_rates(_WRITER, path=file)
    if output is not Format.TABLE:
        _write({"read": loaded.read, "changed": loaded.changed}, "", "", output)
        return
    sentence = ngettext(
        "%(read)s rate read; new or corrected: %(changed)s.",
        "%(read)s rates read; new or corrected: %(changed)s.",
        loaded.read,
    )
    say(sentence % {"read": formats.number(loaded.read), "changed": formats.number(loaded.changed)})


def _write(answer: dict[str, Any], name: str, shown: str, output: Format) -> None:
    if output is Format.JSON:
        write_json(answer)
    elif output is Format.CSV:
        write_csv(tuple(answer), [answer])
    else:
        write_figures([(name, shown)])
