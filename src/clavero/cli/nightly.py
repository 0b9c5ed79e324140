"""``clavero nightly``: the night's work, here and now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from clavero.cli import database
from clavero.cli.answers import REFUSED, Column, Format, say, write_csv, write_json, write_table
from clavero.cli.reading import AsOf, FormatAsked
from clavero.cli.words import _
from clavero.identity.rules import Actor
from clavero.nightly.hooks import Step
from clavero.nightly.rules import Outcome
from clavero.nightly.services import do_night
from clavero.nightly.showing import took
from clavero.nightly.words import OUTCOME_NAMES, reason_of

if TYPE_CHECKING:
    from clavero.nightly.models import Work

_FIELDS = ("step", "outcome", "seconds", "reason")


def nightly(as_of: AsOf = None, output: FormatAsked = Format.TABLE) -> None:
    """Do each step in turn. One that fails does not stop the others."""
    database.make_ready()
    done: list[tuple[Step, Work]] = []
    do_night(
        Actor.system(),
        as_of=None if as_of is None else as_of.date(),
        on_step=lambda step, work: done.append((step, work)),
    )
    if output is Format.JSON:
        write_json([_plain(step, work) for step, work in done])
    elif output is Format.CSV:
        write_csv(_FIELDS, (_plain(step, work) for step, work in done))
    else:
        columns = [Column(str(_("Step"))), Column(str(_("Outcome"))), Column(str(_("Took")), True),
                   Column(str(_("Why")))]  # fmt: skip
        write_table(
            "",
            columns,
            (
                (
                    str(step.label),
                    str(OUTCOME_NAMES[work.outcome]),
                    took(work.started_at, work.finished_at),
                    reason_of(work),
                )
                for step, work in done
            ),
        )
    if any(work.outcome == Outcome.FAILED for _step, work in done):
        say(str(_("What failed is done again the next time; the log says more.")))
        raise typer.Exit(REFUSED)


def _plain(step: Step, work: Work) -> dict[str, Any]:
    seconds = None
    if work.started_at is not None and work.finished_at is not None:
        seconds = round((work.finished_at - work.started_at).total_seconds(), 3)
    return {
        "step": step.key,
        "outcome": work.outcome,
        "seconds": seconds,
        "reason": reason_of(work) or None,
    }
