"""What others have written into a grid of targets while somebody filled it in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from clavero.commercial.rules.targets import Cell, Target, Targets, called, of_short, told_short
from clavero.commercial.rules.years import Years
from clavero.core.errors import Sentence
from clavero.core.money import Money
from clavero.core.revisions import Words, changes_since, reconcile
from clavero.ledger.selectors import shown_currency
from clavero.ui import formats
from clavero.ui.meanwhile import refuse_unseen

_MOVED = frozenset(
    {"commercial.submitted", "commercial.approved", "commercial.returned", "commercial.begun"}
)


def reconciled_cells(
    subject: Model, *, seen: int, now: Targets, asked: Targets, calendar: Years
) -> Targets:
    """``asked`` with the cells that somebody else wrote since and the reader left alone.

    Raises ``core.revisions.ChangedMeanwhile`` where both wrote one, and where a version was handed
    in, decided or begun meanwhile, or its years were others.
    """
    since = changes_since(subject, seen)
    if any(each.verb in _MOVED or "first_month" in (each.after or {}) for each in since):
        refuse_unseen(subject, seen)
    names = {called(cell, calendar): cell for cell in sorted({*now, *asked})}
    stays = reconcile(
        subject,
        seen=seen,
        now=_short(now, names),
        asked=_short(asked, names),
        words=words_of({name: _said_of(cell, calendar) for name, cell in names.items()}),
    )
    found = {cell: each for cell, each in asked.items() if called(cell, calendar) not in stays}
    return found | {names[name]: now[names[name]] for name in stays if names[name] in now}


def told(targets: Targets, cells: Collection[Cell], calendar: Years) -> dict[str, Any]:
    """The targets of ``cells`` as the audit keeps them."""
    return _short(targets, {called(cell, calendar): cell for cell in cells})


def words_of(names: Mapping[str, Sentence]) -> Words:
    """How amounts that the audit keeps by ``names`` are said."""
    return Words(names=names, value=_said, moment=formats.moment)


def _short(targets: Targets, names: Mapping[str, Cell]) -> dict[str, Any]:
    return {
        name: told_short(targets[cell]) if cell in targets else None for name, cell in names.items()
    }


def _said_of(cell: Cell, calendar: Years) -> str:
    return f"{cell.family} · {calendar.name(cell.year)}"


def _said(name: str, kept: Mapping[str, Any]) -> str:
    text = kept.get(name)
    return "" if text is None else _target_in_words(of_short(str(text)))


def _target_in_words(target: Target) -> str:
    currency = shown_currency()
    sales = formats.money(Money(target.sales, currency))
    if target.margin is None:
        return sales
    margin = formats.money(Money(target.margin, currency))
    return _("%(sales)s, margin %(margin)s") % {"sales": sales, "margin": margin}
