"""Actions row by row, as every document that tells of them has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from clavero.reports.content import parts
from clavero.reports.content.calendar import Step, in_order
from clavero.reports.content.model import Cell, Column, Pace, Table, Tone, Unit

if TYPE_CHECKING:
    from clavero.plans.models import Action

Owners = Mapping[parts.Name, Mapping[int, str]]


def actions_table(
    steps: Sequence[Step], owners: Owners, states: Mapping[int, Cell], *, empty: str
) -> Table:
    """Who does what from when until when, numbered as in the picture. ``owners`` are the columns of
    those who do it: by its title, whose each is; ``states`` are how each stands. Both go by the
    keys of the ``steps``."""
    return Table(
        title=_("Actions"),
        columns=(
            Column(pgettext("of a row", "No."), Unit.NUMBER, width=1),
            Column(_("Action"), width=7),
            *(Column(str(title), width=4) for title in owners),
            Column(_("From"), Unit.DATE, width=3),
            Column(_("Until"), Unit.DATE, width=3),
            Column(_("State"), width=3),
        ),
        rows=tuple(
            (
                parts.number(number),
                action(step.text, is_milestone=step.is_milestone),
                *(parts.text(each.get(step.key, "")) for each in owners.values()),
                parts.day(step.start),
                parts.day(step.end, Tone.BAD if step.pace is Pace.LATE else Tone.PLAIN),
                states[step.key],
            )
            for number, step in enumerate(in_order(steps), start=1)
        ),
        empty=empty,
    )


def owners_of(row: Action) -> str:
    """Who does it, on both sides."""
    ours = "" if row.owner is None else row.owner.name
    return ", ".join(each for each in (ours, row.customer_owner) if each)


def action(text: str, *, is_milestone: bool) -> Cell:
    """What is done; a milestone says that it is one."""
    return parts.text(_("Milestone: %(text)s") % {"text": text} if is_milestone else text)
