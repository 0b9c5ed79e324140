"""What of a relationship goes out of the account team, decided every night."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from clavero.core.audit import record_many
from clavero.core.errors import Forbidden
from clavero.core.money import plain
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import Structure, structure
from clavero.relationships.models import Contact, ToldOutside
from clavero.relationships.rules.matrix import Shape
from clavero.relationships.rules.telling import Basis, Figure, tells_nothing_single
from clavero.relationships.selectors.picture import Figures

AGAIN_AFTER = timedelta(31)
"""What rests on the same is told again, so that it does not grow old."""
_PLACES = 6


@dataclass(frozen=True, slots=True)
class _Told:
    day: date
    basis: Basis
    is_withheld: bool


@transaction.atomic
def tell_outside(actor: Actor, *, day: date, found: Mapping[str, Figures]) -> int:
    """Let out the figures of ``day``, by the codes of accounts, that say nothing single of what was
    judged, neither by themselves nor beside any that went out before: of the account, of those
    below it and above it. How many went out; again it changes nothing. Raises :class:`Forbidden`
    for everybody but Clavero itself."""
    if actor.user_id is not None:
        raise Forbidden(Verb.TEND_CONTACTS)
    shape = structure()
    forest = shape.forests[Tree.LEGAL]
    own, out = _went_out(shape)
    new: list[ToldOutside] = []
    # Those below first: there are more people who look at one account than at a whole group.
    for code in sorted(found, key=lambda each: (-len(forest.ancestors(each)), each)):
        for kind, basis, figures in _going_out(found[code]):
            before = own.get((code, kind))
            if before is not None and (day <= before.day or _is_as_before(before, basis, day)):
                continue
            beside = {*forest.subtree(code), *forest.ancestors(code)}
            others = [each for near in beside for each in out[near, kind]]
            if not figures and (before is None or before.is_withheld):
                continue
            if figures and not all(tells_nothing_single(basis, each) for each in others):
                continue
            own[code, kind] = _Told(day, basis, not figures)
            if figures:
                out[code, kind].append(basis)
            new.append(
                ToldOutside(
                    customer_id=shape.cards[code].id, kind=kind.value, day=day, figures=figures,
                    judged=dict(basis.judged), by=basis.by,
                )
            )  # fmt: skip
    for row in new:
        row.save()
    said = [(row, None, {"kind": row.kind, "day": row.day, **row.figures}) for row in new]
    record_many(actor, "relationship.told_outside", said)
    return len(new)


def _is_as_before(before: _Told, basis: Basis, day: date) -> bool:
    is_same = not before.is_withheld and before.basis == basis
    return is_same and day - before.day < AGAIN_AFTER


def _went_out(
    shape: Structure,
) -> tuple[dict[tuple[str, Figure], _Told], dict[tuple[str, Figure], list[Basis]]]:
    """What went out last of each account, and all that ever went out of it and of the records that
    are merged into it: two days that are months apart can be compared as well. One query."""
    own: dict[tuple[str, Figure], _Told] = {}
    found: dict[tuple[str, Figure], list[Basis]] = defaultdict(list)
    rows = ToldOutside.objects.order_by("day", "pk").annotate(code=F("customer__code"))
    columns = ("code", "kind", "day", "judged", "by", "figures")
    for code, of_kind, day, judged, by, figures in rows.values_list(*columns):
        kind, basis = Figure(of_kind), Basis(judged, by)
        account = shape.alone.survivor(code)
        if figures and basis not in found[account, kind]:
            found[account, kind].append(basis)
        if account == code:
            own[account, kind] = _Told(day, basis, not figures)
    return own, found


def _going_out(of: Figures) -> Iterator[tuple[Figure, Basis, dict[str, Any]]]:
    """The figures of a relationship that say nothing single by themselves; none of the links where
    there are too few or nothing is asked for, which are facts: what was told before is then of
    other links. None of how people stand where nobody weighs any more: all of whom it was told do
    otherwise since, and they were at least three."""
    shape = of.shape
    if of.has_too_few_links or shape is None:
        yield Figure.MATRIX, Basis({}), {}
    elif of.hides_strengths:
        yield Figure.MATRIX, of.links, shape_as_kept(shape)
    if of.quality.value is None:
        yield Figure.QUALITY, Basis({}), {}
    elif of.hides_attitudes:
        yield Figure.QUALITY, of.people, {"quality": _text(of.quality.value)}


def shape_as_kept(shape: Shape) -> dict[str, Any]:
    """The figures of a shape as they are kept, and read again by ``selectors.outside.shape_of``."""
    return {
        "coverage": _text(shape.coverage.value), "asked": _text(shape.coverage.denominator),
        "bow_tie": _text(shape.bow_tie.value), "resilience": shape.resilience,
        "target": shape.target, "score": _text(shape.score.value), "of": _text(shape.asked),
        "most_bow_tie": _text(shape.most_bow_tie),
    }  # fmt: skip


def _text(value: Any) -> str | None:
    return None if value is None else plain(round(value, _PLACES))


def forget_judged(contacts: list[Contact]) -> None:
    """Forget what figures that went out rested on, as far as it was thought of these contacts. The
    figures stay: they say nothing of anybody."""
    for each in contacts:
        key = str(each.pk)
        rows = ToldOutside.objects.filter(kind=Figure.QUALITY.value, judged__has_key=key)
        for row in rows.select_for_update():
            row.judged.pop(key)
            row.save(update_fields=["judged"])
