"""One negotiation: its points and where they stand, concessions, rounds and history. What is for
the account team alone is emptied here for everybody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Model, Q, QuerySet
from django.utils import timezone

from clavero.core.models import AuditEntry
from clavero.core.revisions import revision_beside
from clavero.core.telling import MOST, Change, told
from clavero.identity.rules import Actor, Verb
from clavero.negotiations.models import Concession, Document, Negotiation, Offer, Point, Round
from clavero.negotiations.rules.negotiating import Move, State, may
from clavero.negotiations.rules.points import TIERED, Aim, Reached, Zone, reached, zone
from clavero.negotiations.rules.tiers import tier_zone
from clavero.negotiations.selectors.book import NegotiationRow, named, row_of
from clavero.negotiations.selectors.documents import DocumentRow, document_rows
from clavero.negotiations.visibility import knows, negotiations
from clavero.negotiations.words import CHANGE_NAMES, SECRET, history_words
from clavero.portfolio.selectors import Structure, people_who_see, structure

Parts = list[tuple[type[Model], list[int]]]
"""The parts of a negotiation by their models."""
_UNKNOWN = zone(offer=None, limit=None, target=None, more=True)


@dataclass(frozen=True, slots=True)
class PointSeen:
    """A point with what was last put for it: what they offer, or ask, what we do, what was agreed;
    and where their offer stands."""

    point: Point
    their_offer: str
    our_offer: str
    agreed: str
    zone: Zone


@dataclass(frozen=True, slots=True)
class RoundSeen:
    """A round with what was put in it, by point."""

    round: Round
    offers: Sequence[tuple[Point, Offer]]


@dataclass(frozen=True, slots=True)
class NegotiationSeen:
    """One negotiation for a reader, who ``knows`` what is for the account team alone, or finds it
    empty. ``seen`` is its revision; ``moves`` are those that can be made now."""

    row: NegotiationRow
    negotiation: Negotiation
    points: Sequence[PointSeen]
    concessions: Sequence[Concession]
    rounds: Sequence[RoundSeen]
    documents: Sequence[DocumentRow]
    reached: Reached
    changes: Sequence[Change]
    moves: frozenset[Move]
    knows: bool


@dataclass(frozen=True, slots=True)
class Head:
    """What a negotiation says of itself, for a page that changes something of it."""

    row: NegotiationRow
    negotiation: Negotiation
    seen: int


def negotiation_head(actor: Actor, negotiation_id: int) -> Head:
    """One negotiation by itself. Raises ``Negotiation.DoesNotExist`` for strangers."""
    rows = named(negotiations(actor)).annotate(revision=revision_beside(Negotiation))
    found: Any = rows.get(pk=negotiation_id)
    _hide(actor, found)
    return Head(row_of(found, timezone.localdate()), found, found.revision or 0)


def negotiation_seen(actor: Actor, negotiation_id: int) -> NegotiationSeen:
    """One negotiation with all that is known of it. Raises ``Negotiation.DoesNotExist`` for
    strangers to its customer."""
    found = named(negotiations(actor)).get(pk=negotiation_id)
    points, concessions = list(found.points.all()), list(found.concessions.all())
    rounds = rounds_of(found, points)
    _hide(actor, found, *points, *concessions)
    state, is_known = State(found.state), knows(actor)
    seen = points_stand(points, rounds, state)
    return NegotiationSeen(
        row_of(found, timezone.localdate()),
        found,
        seen,
        concessions,
        list(reversed(rounds)),
        document_rows(Document.objects.filter(negotiation=found)),
        reached(_aim(each, has_ended=state is State.AGREED) for each in seen),
        _changes(found, points, concessions, rounds, is_known),
        frozenset(
            move
            for move in Move
            if is_known and may(move, state, has_contract=found.contract_id is not None)
        ),
        is_known,
    )


def rounds_of(found: Negotiation, points: Sequence[Point]) -> list[RoundSeen]:
    """The rounds from the first day to the last, whenever they were written down, with the offers
    of each in the order of the points."""
    by_id = {each.pk: each for each in points}
    order = {each.pk: place for place, each in enumerate(points)}
    return [
        RoundSeen(
            each,
            sorted(
                ((by_id[offer.point_id], offer) for offer in each.offers.all()),
                key=lambda pair: order[pair[0].pk],
            ),
        )
        for each in found.rounds.order_by("on", "number").prefetch_related("offers")
    ]


def points_stand(
    points: Sequence[Point], rounds: Sequence[RoundSeen], state: State
) -> list[PointSeen]:
    """Where each point stands after the rounds, the last that says something of it counting. What
    was agreed of it in a round falls away where a later one puts something else and agrees to
    nothing; once all is agreed, what was written down then counts alone."""
    theirs = {each.pk: each.asked for each in points}
    ours: dict[int, str] = {}
    agreed: dict[int, str] = {}
    for each in rounds:
        for point, offer in each.offers:
            for kept, text in (
                (theirs, offer.theirs), (ours, offer.ours), (agreed, offer.agreed),
            ):  # fmt: skip
                if text:
                    kept[point.pk] = text
            if not offer.agreed:
                agreed.pop(point.pk, None)
    if state is State.AGREED:
        agreed = {}
    return [
        PointSeen(
            each,
            theirs[each.pk],
            ours.get(each.pk, ""),
            each.agreed or agreed.get(each.pk, ""),
            _zone(each, theirs[each.pk]),
        )
        for each in points
    ]


def _zone(point: Point, offer: str) -> Zone:
    if point.of_kind in TIERED:
        return tier_zone(point.of_kind, offer=offer, limit=point.limit, target=point.target)
    number = point.number
    return zone(
        offer=number(offer), limit=number(point.limit), target=number(point.target), more=point.more
    )


def _aim(seen: PointSeen, *, has_ended: bool) -> Aim:
    point = seen.point
    put = seen.agreed if has_ended else seen.their_offer
    offer, limit, target = map(point.number, (put, point.limit, point.target))
    return Aim(offer, limit, target, point.weight)


def _changes(
    found: Negotiation,
    points: Sequence[Point],
    concessions: Sequence[Concession],
    rounds: Sequence[RoundSeen],
    is_known: bool,
) -> list[Change]:
    """What happened to it and to its parts. One query."""
    of_parts: Parts = [
        (Point, [each.pk for each in points]),
        (Concession, [each.pk for each in concessions]),
        (Round, [each.round.pk for each in rounds]),
    ]
    entries = list(_entries(found, of_parts)[:MOST])
    if not is_known:
        for entry in entries:
            _hide_reason(entry)
    return told(entries, CHANGE_NAMES, history_words(knows=is_known), naming=("name", "text"))


def last_change(found: Negotiation) -> int:
    """The number of the last entry about a negotiation or its parts: what :func:`negotiation_seen`
    has first among its changes."""
    of_parts: Parts = [
        (model, list(rows.order_by().values_list("pk", flat=True)))
        for model, rows in (
            (Point, found.points), (Concession, found.concessions), (Round, found.rounds),
        )
    ]  # fmt: skip
    return _entries(found, of_parts).values_list("pk", flat=True).first() or 0


def _entries(found: Negotiation, of_parts: Parts) -> QuerySet[AuditEntry]:
    wanted = Q(subject_type=Negotiation._meta.label, subject_id=str(found.pk))
    for model, keys in of_parts:
        if keys:
            wanted |= Q(subject_type=model._meta.label, subject_id__in=[str(key) for key in keys])
    return AuditEntry.objects.filter(wanted).order_by("-pk")


def _hide_reason(entry: AuditEntry) -> None:
    """Without why it was agreed beyond the limit, which tells the limit; why it was broken off or
    taken up again stays. What a reason was before is told where that was written."""
    entry.before = {**(entry.before or {}), "reason": None}
    if entry.verb == "negotiation.agreed":
        entry.after = {**(entry.after or {}), "reason": None}


def _hide(actor: Actor, *rows: Negotiation | Point | Concession) -> None:
    """Empty what is for the account team alone, for who is not of it."""
    if knows(actor):
        return
    for row in rows:
        if isinstance(row, Negotiation) and row.state == State.AGREED:
            row.reason = ""
        for field in SECRET:
            if hasattr(row, field):
                is_text = isinstance(getattr(row, field), str)
                setattr(row, field, "" if is_text else None)


def point_seen(actor: Actor, point_id: int) -> tuple[Point, Head, int]:
    """A point, its negotiation and its revision. Raises ``Point.DoesNotExist`` for strangers."""
    return _part(actor, Point, point_id)


def concession_seen(actor: Actor, concession_id: int) -> tuple[Concession, Head, int]:
    """The same of a concession."""
    return _part(actor, Concession, concession_id)


def round_seen(actor: Actor, round_id: int) -> tuple[Round, Head, int]:
    """The same of a round, with its offers."""
    return _part(actor, Round, round_id)


def _part(actor: Actor, model: Any, key: int) -> tuple[Any, Head, int]:
    rows = model.objects.annotate(revision=revision_beside(model))
    found = rows.filter(negotiation__in=negotiations(actor).order_by()).get(pk=key)
    head = negotiation_head(actor, found.negotiation_id)
    _hide(actor, found)
    return found, head, found.revision or 0


def who_may_lead(head_code: str, shape: Structure | None = None) -> list[tuple[int, str]]:
    """Those who can lead a negotiation with an account."""
    return people_who_see(head_code, shape or structure(), Verb.NEGOTIATE)


def next_number(found: Negotiation) -> int:
    """The number of the next round."""
    return int(found.rounds.aggregate(last=Max("number"))["last"] or 0) + 1
