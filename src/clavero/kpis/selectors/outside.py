"""What only an account's team may know of it, and what of that goes out.

Relationships count what is made of judgements; by their rule (``relationships.rules.telling``) some
of it goes out of the account team. Who is not of the team reads that, with the day on which it went
out; of the rest the reason why it is not told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal

from django.db.models import BooleanField, Case, Q, QuerySet, When

from clavero.core.estimates import Estimate, Missing
from clavero.identity.rules import Actor
from clavero.kpis.models import Entry
from clavero.kpis.rules.catalogue import OF_JUDGEMENTS, OF_THE_TEAM
from clavero.portfolio.selectors import Structure
from clavero.relationships.rules.telling import Figure
from clavero.relationships.selectors import (
    Outside,
    judged_customers,
    judged_for,
    reads_every_judgement,
    told_outside,
)

COUNTED_OF_TEAMS = Q(key__in=sorted(OF_JUDGEMENTS), by_id=None, by_name="")
"""The entries that are counted from judgements; who enters one by hand tells it to everybody who
sees the account."""
_COVERAGE, _RESILIENCE, _QUALITY = "contact-coverage", "resilience", "relationship-quality"


def reads_all_of(actor: Actor, code: str) -> bool:
    """Whether ``actor``, who sees an account, may know what its team does. One query, or none."""
    theirs = judged_for(actor)
    return theirs is None or code in theirs


def whose_eyes(actor: Actor) -> tuple[int | None, bool] | None:
    """By whom what is kept was read, where not everybody who sees the same accounts may read the
    same of them; whom they look after is in the audit."""
    return None if reads_every_judgement(actor) else (actor.user_id, actor.is_outward)


def with_theirs(actor: Actor, rows: QuerySet[Entry]) -> QuerySet[Entry]:
    """Entries with whether ``actor`` is of the team of each, in the same query."""
    if reads_every_judgement(actor):
        return rows
    theirs = When(customer__in=judged_customers(actor), then=True)
    is_theirs = Case(theirs, default=False, output_field=BooleanField())
    return rows.annotate(is_theirs=is_theirs)


def is_of_the_team(entry: Entry) -> bool:
    """Whether it is counted from what an account's team thinks."""
    return entry.key in OF_JUDGEMENTS and entry.is_counted


def is_withheld(entry: Entry) -> bool:
    """Whether it stands for what the reader may not know: such a one is read and never kept."""
    return entry.value is None and entry.pk is None


def why_nothing(entry: Entry) -> Missing:
    """Why an entry has no value."""
    if not is_withheld(entry):
        return Missing.NO_LONGER
    return Missing.OF_THE_TEAM if entry.key in OF_THE_TEAM else Missing.TOO_FEW_LINKS


def as_read_by(
    actor: Actor, rows: list[tuple[str, Entry]], until: date, shape: Structure
) -> list[tuple[str, Entry]]:
    """Entries of :func:`with_theirs` with their accounts, as ``actor`` may read them. One query for
    who is not of every account's team."""
    if reads_every_judgement(actor):
        return rows
    hidden = [
        (code, each)
        for code, each in rows
        if is_of_the_team(each) and not each.is_theirs  # type: ignore[attr-defined]
    ]
    if not hidden:
        return rows
    asked = {code for code, each in hidden if each.key not in OF_THE_TEAM}
    out = told_outside(asked, until, shape) if asked else {}
    left = {id(each) for _code, each in hidden}
    found = [said for said in rows if id(said[1]) not in left]
    last = {(code, each.key): each for code, each in hidden}
    for (code, key), each in last.items():
        if key in OF_THE_TEAM:  # nor the day on which it was counted anew: somebody was met
            found.append((code, _made(each, until, None, None)))
            continue
        told = list(_told(each, key, out.get(code, ())))
        found += [(code, one) for one in told or [_withheld(each)]]
    return found


def _told(entry: Entry, key: str, out: Iterable[Outside]) -> Iterator[Entry]:
    figure = Figure.QUALITY if key == _QUALITY else Figure.MATRIX
    for each in out:
        estimate = _of(each, key)
        if each.figure is not figure or (estimate is None and not each.is_withheld):
            continue
        if estimate is None or estimate.value is None:
            yield _made(entry, each.day, None, None)
            continue
        asked = estimate.denominator if key == _COVERAGE else None
        yield _made(entry, each.day, estimate.value, None if asked is None else int(asked))


def _of(told: Outside, key: str) -> Estimate | None:
    if key == _QUALITY:
        return told.quality
    if told.shape is None:
        return None
    return told.shape.coverage if key == _COVERAGE else told.shape.score


def _withheld(entry: Entry) -> Entry:
    return _made(entry, entry.day, None, None)


def _made(entry: Entry, day: date, value: Decimal | None, n: int | None) -> Entry:
    """An entry that is read and never kept; it was written on its day."""
    written = datetime.combine(day, datetime.min.time(), entry.changed_at.tzinfo)
    found = Entry(
        customer=entry.customer, key=entry.key, day=day, n=n, by_name="", changed_at=written
    )
    found.value = value
    return found
