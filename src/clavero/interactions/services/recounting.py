"""Which interactions count, kept beside them so that a page need not look at all of them. E-mails
all count: each is known by what it calls itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db.models import QuerySet

from clavero.interactions.models import Interaction
from clavero.interactions.rules.counting import APART, counting
from clavero.interactions.rules.kinds import SPOKEN, State
from clavero.portfolio.selectors import structure

Row = tuple[str, datetime, int]
_AT_ONCE = 500


def recount(code: str, kind: str, *moments: datetime) -> None:
    """Look anew at those of an account and a kind around some moments: as far to both sides as they
    follow each other within a quarter of an hour."""
    rows = _held_at(code).filter(kind=kind)
    for moment in moments:
        near = [*_following(rows, moment, back=True), *_following(rows, moment, back=False)]
        _keep(near)


def recount_span(code: str, kind: str, first: datetime, last: datetime) -> None:
    """The same from one moment until another, of which many in between are new."""
    rows = _held_at(code).filter(kind=kind)
    between = rows.filter(starts_at__gte=first, starts_at__lte=last)
    before, after = (_following(rows, first, back=True), _following(rows, last, back=False))
    near = {*between.values_list("kind", "starts_at", "pk"), *before, *after}
    _keep(sorted(near))


def recount_all(codes: Collection[str]) -> None:
    """Look anew at all of some accounts, each with the records merged into it."""
    for code in codes:
        _keep(list(_held_at(code).values_list("kind", "starts_at", "pk")))


def recount_merged() -> None:
    """Look anew at the accounts into which records were merged."""
    recount_all(sorted(set(structure().alone.merged.values())))


def _held_at(code: str) -> QuerySet[Interaction]:
    """Those held with an account. The order of starts is given by who reads."""
    alone = structure().alone
    same = alone.same(alone.survivor(code))
    held = Interaction.objects.filter(customer__code__in=same, state=State.DONE.value)
    return held.filter(kind__in=[each.value for each in SPOKEN]).order_by()


def _following(rows: QuerySet[Interaction], moment: datetime, *, back: bool) -> Iterator[Row]:
    """Those from a moment on, or before it, until a gap is wider than a quarter of an hour."""
    side = rows.filter(starts_at__lt=moment) if back else rows.filter(starts_at__gte=moment)
    order = ("-starts_at", "-pk") if back else ("starts_at", "pk")
    last = moment
    found = side.order_by(*order).values_list("kind", "starts_at", "pk")
    for kind, start, number in found.iterator(chunk_size=50):
        if abs(start - last) > APART:
            return
        last = start
        yield kind, start, number


def _keep(rows: Collection[Row]) -> None:
    which = counting(rows)
    numbers = [number for _kind, _start, number in rows]
    for first in range(0, len(numbers), _AT_ONCE):
        some = numbers[first : first + _AT_ONCE]
        within = Interaction.objects.filter(pk__in=some)
        within.filter(pk__in=which.intersection(some), counts=False).update(counts=True)
        within.exclude(pk__in=which.intersection(some)).filter(counts=True).update(counts=False)
