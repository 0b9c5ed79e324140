"""What others have written of targets and parts in programmes while somebody filled them in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from clavero.commercial.rules.programmes import FIGURES, Part, Parts, of_part
from clavero.commercial.rules.targets import Cell, Target, Targets, called, of_short, told_short
from clavero.commercial.rules.years import Years
from clavero.core.errors import Sentence
from clavero.core.money import Money, plain
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


def reconciled_parts(subject: Model, *, seen: int, now: Parts, asked: Parts) -> Parts:
    """``asked`` with what somebody else wrote of a part since and the reader left alone.

    Raises ``core.revisions.ChangedMeanwhile`` where both wrote the same of a part.
    """
    called_so = {key: each.name for key, each in [*now.items(), *asked.items()]}
    standing, wanted = _figures(now, called_so), _figures(asked, called_so)
    stays = reconcile(
        subject, seen=seen, now=standing, asked=wanted, words=_words_of_parts(called_so)
    )
    together = {**wanted, **{name: standing[name] for name in stays}}
    found = {}
    for key, name in called_so.items():
        budget, sales, mechanic = (together[of_part(figure, key)] for figure in FIGURES)
        if budget is not None and sales is not None:
            found[key] = Part(name, budget, sales, mechanic or "")
    return found


def told_parts(parts: Parts, keys: Iterable[int]) -> dict[str, Any]:
    """The parts in the programmes ``keys`` as the audit keeps them: each figure by itself."""
    return {
        name: plain(value) if isinstance(value, Decimal) else value
        for name, value in _figures(parts, keys).items()
    }


def _figures(parts: Parts, keys: Iterable[int]) -> dict[str, Any]:
    """Each figure of each part by its name; in what has none the account takes no part."""
    found: dict[str, Any] = {}
    for key in keys:
        part = parts.get(key)
        values = (None,) * 3 if part is None else (part.budget, part.sales, part.mechanic or None)
        found |= {of_part(figure, key): each for figure, each in zip(FIGURES, values, strict=True)}
    return found


def _words_of_parts(called_so: Mapping[int, str]) -> Words:
    sentences = (
        _("Budget of its part in “%(name)s”"),
        _("Expected sales of its part in “%(name)s”"),
        _("How “%(name)s” is done there"),
    )
    names = {
        of_part(figure, key): sentence % {"name": name}
        for key, name in called_so.items()
        for figure, sentence in zip(FIGURES, sentences, strict=True)
    }
    return Words(names=names, value=_part_said, moment=formats.moment)


def _part_said(name: str, kept: Mapping[str, Any]) -> str:
    value = kept.get(name)
    if value is None or name.startswith(FIGURES[-1]):
        return value or ""
    return formats.money_short(Money(Decimal(str(value)), shown_currency()))


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
