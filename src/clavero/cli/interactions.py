"""``clavero interactions``: calendars and mails of a file, and what was copied to the mailbox."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from clavero.cli import database
from clavero.cli.answers import Format, say, write_csv, write_figures, write_json
from clavero.cli.imports import must_be_there
from clavero.cli.reading import FormatAsked
from clavero.cli.words import _
from clavero.core.errors import Refusal
from clavero.identity.rules import Actor
from clavero.interactions.services import read_mailbox, take_file
from clavero.interactions.words import REASON_NAMES
from clavero.ui import formats

_SYSTEM = Actor.system()
_MOST_BYTES = 25_000_001


class Task(StrEnum):
    """Where interactions are taken from."""

    LOAD = "load"
    MAILBOX = "mailbox"


TaskAsked = Annotated[Task, typer.Argument(metavar="load|mailbox", help=_("What to do."))]
FileAsked = Annotated[
    Path | None,
    typer.Argument(metavar=_("FILE"), help=_("To load: a calendar (.ics) or mails (.eml, .mbox).")),
]


def interactions(
    task: TaskAsked, file: FileAsked = None, output: FormatAsked = Format.TABLE
) -> None:
    """Take in what was with contacts; what is there already stays as it is."""
    if task is Task.MAILBOX:
        _mailbox(output)
        return
    if file is None:
        raise Refusal(
            _("Say which file."), code="no_file", hint=_("clavero interactions load FILE")
        )
    must_be_there(file)
    database.make_ready()
    with file.open("rb") as opened:
        taken, read = take_file(_SYSTEM, content=opened.read(_MOST_BYTES))
    counts = {
        "read": len(read.found),
        "kept": taken.kept,
        "already_there": taken.there,
        "renewed": taken.renewed,
        "refused": len(read.refused),
    }
    names = (_("Read"), _("Taken in"), _("Already there"), _("Moved or called off"), _("Refused"))
    _tell(output, counts, names, {"refused_entries": read.refused})
    for sentence in read.refused[:20]:
        say(sentence)


def _mailbox(output: Format) -> None:
    database.make_ready()
    found = read_mailbox(_SYSTEM)
    counts = {
        "kept": found.taken, "already_there": found.there, "left": sum(found.left.values()),
    }  # fmt: skip
    left = {reason.value: count for reason, count in found.left.items()}
    _tell(
        output, counts, (_("Taken in"), _("Already there"), _("Left in the mailbox")),
        {"complaints": found.complaints, "left_by_reason": left, "is_all": found.is_all},
    )  # fmt: skip
    for reason, count in found.left.items():
        sentence = _("Left: %(count)s, because %(reason)s.")
        say(str(sentence) % {"count": formats.number(count), "reason": REASON_NAMES[reason]})


def _tell(
    output: Format, counts: dict[str, int], names: tuple[Any, ...], more: dict[str, Any]
) -> None:
    if output is Format.JSON:
        write_json({**counts, **more})
    elif output is Format.CSV:
        write_csv(tuple(counts), [counts])
    else:
        write_figures(
            (str(name), formats.number(count))
            for name, count in zip(names, counts.values(), strict=True)
        )
