"""Who leaves takes which links along: of ours, and of theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q

from clavero.identity.rules import Actor
from clavero.matrix.rules.position import Stage
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import Card, Structure, structure
from clavero.portfolio.visibility import scope_for
from clavero.relationships.models import Contact, Tie
from clavero.relationships.rules import matrix
from clavero.relationships.rules.matrix import Cell, Demands, Known, Shape
from clavero.relationships.selectors.known import People, is_here, people_at, runs, today
from clavero.relationships.visibility import is_of_the_team


@dataclass(frozen=True, slots=True)
class Leaving:
    """What would go with somebody: the cells that nobody else holds, and what would be left."""

    person_id: int
    name: str
    is_ours: bool
    cells: Sequence[Cell]
    weaker: Sequence[Cell]
    left: Shape | None
    resilience: int


@dataclass(frozen=True, slots=True)
class Link:
    """Somebody of ours and a contact, and how well they know each other today; ``None`` where
    nothing counts, and for who may not know it; ``last`` is when they were last in contact."""

    tie: Tie
    strength: int | None
    last: date | None
    said: int | None = None


@dataclass(frozen=True, slots=True)
class OfOurs:
    """What one of ours holds at an account; ``leaving`` is what would go with them, of the teams'
    accounts alone. ``resilience`` is what there is with them. ``until`` is of who has no access any
    more: the last day on which they had, of which all this is told."""

    card: Card
    is_team: bool
    links: Sequence[Link]
    leaving: Leaving | None
    resilience: int
    until: date | None = None


def everybody_leaving(
    people: People, known: Sequence[Known], stage: Stage | None, demands: Demands
) -> list[Leaving]:
    """What would go with each of ours and of theirs, the most first; of those with whom nothing
    would go, nothing is told."""
    whole = matrix.strengths_of(known)
    names = {True: names_of_ours(people), False: names_of_theirs(people)}
    found = []
    for is_ours in (True, False):
        for person_id, own in matrix.left_without_each(known, is_ours=is_ours).items():
            left = dict(whole)
            for cell, strength in own.items():
                if strength is None:
                    del left[cell]
                else:
                    left[cell] = strength
            name = names[is_ours].get(person_id, "")
            one = _without(person_id, name, whole, left, stage, demands, is_ours)
            if one is not None:
                found.append(one)
    return sorted(found, key=lambda one: (-len(one.cells), -len(one.weaker), one.name))


def leaving_of(
    person_id: int,
    name: str,
    known: Sequence[Known],
    stage: Stage | None = None,
    demands: Demands = matrix.DEFAULTS,
    *,
    is_ours: bool,
) -> Leaving | None:
    """What would go with one of ours or of theirs; ``None`` for nothing."""
    whole = matrix.strengths_of(known)
    rest = [each for each in known if (each.ours_id if is_ours else each.theirs_id) != person_id]
    return _without(person_id, name, whole, matrix.strengths_of(rest), stage, demands, is_ours)


def _without(
    person_id: int,
    name: str,
    whole: Mapping[Cell, int],
    left: Mapping[Cell, int],
    stage: Stage | None,
    demands: Demands,
    is_ours: bool,
) -> Leaving | None:
    gone = [cell for cell in matrix.active(whole) if not left.get(cell)]
    weaker = [cell for cell, was in whole.items() if 0 < left.get(cell, 0) < was]
    if not gone and not weaker:
        return None
    return Leaving(
        person_id, name, is_ours, gone, weaker,
        None if stage is None else matrix.shape(left, stage, demands),
        matrix.resilience(left),
    )  # fmt: skip


def names_of_ours(people: People) -> dict[int, str]:
    """Our people who know somebody, by their numbers."""
    return {tie.person_id: tie.person.name for ties in people.ties.values() for tie in ties}


def names_of_theirs(people: People) -> Mapping[int, str]:
    """Contacts by their numbers; of a place, its job title."""
    return {who: each.name or each.title for who, each in people.contacts.items()}


def held_by(actor: Actor, person_id: int) -> list[OfOurs]:
    """What one of ours holds at each account that ``actor`` sees, the most links first; nothing
    where they hold none. Of who has no access any more it is what they held on their last day.
    Judgements stay with the account team."""
    scope, shape = scope_for(actor), structure()
    held = Q(ended_on=None) | Q(ended_on__gte=F("person__closed_on"))
    mine = Tie.objects.filter(held, person=person_id).order_by()
    rows = list(mine.values_list("contact__customer__code", "person__closed_on"))
    codes, closed = {code for code, _closed in rows}, next((day for _code, day in rows), None)
    until = None if closed is None else closed - timedelta(days=1)
    if scope.customers is not None:
        codes &= scope.customers
    forest = shape.forests[Tree.LEGAL]
    tops: dict[str, set[str]] = {}
    for code in codes:
        tops.setdefault(_top(code, shape, scope.customers), set()).add(code)
    everybody = {
        same for top in tops for below in forest.subtree(top) for same in forest.same(below)
    }
    if scope.customers is not None:
        everybody &= scope.customers
    on = until or today()
    people = people_at(everybody, on=on)
    found = []
    for top in tops:
        part = {same for below in forest.subtree(top) for same in forest.same(below)}
        ids = {who for who, each in people.contacts.items() if each.customer.code in part}
        is_team = is_of_the_team(actor, top, shape)
        known = people.known(on, of=ids)
        ties = [tie for tie, who in ties_held(people, person_id, on) if who.pk in ids]
        links = [
            Link(
                tie,
                people.strength(tie, on) if is_team else None,
                people.last(tie, on),
                people.said(tie, on) if is_team else None,
            )
            for tie in ties
        ]
        if links:
            links.sort(key=lambda one: (-(one.strength or 0), one.tie.contact_id))
            leaving = leaving_of(person_id, "", known, is_ours=True) if is_team else None
            found.append(
                OfOurs(
                    shape.cards[top], is_team, links, leaving,
                    matrix.resilience(matrix.strengths_of(known)), until,
                )
            )  # fmt: skip
    return sorted(found, key=lambda one: (-len(one.links), one.card.title))


def ties_held(people: People, person_id: int, on: date) -> list[tuple[Tie, Contact]]:
    """The ties of one of ours that run on a day, with the contact that each is of today, as far as
    that one is still there; by their names."""
    found = [
        (tie, people.contacts[who])
        for who, ties in people.ties.items()
        for tie in ties
        if tie.person_id == person_id and runs(tie, on) and is_here(people.contacts[who], on)
        and people.contacts[who].erased_on is None
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one[1].name.casefold(), one[1].pk, one[0].pk))


def _top(code: str, shape: Structure, seen: frozenset[str] | None) -> str:
    """The account that a customer is of, as far up as the reader sees."""
    forest = shape.forests[Tree.LEGAL]
    own = forest.survivor(code)
    above = [each for each in forest.ancestors(code) if seen is None or each in seen]
    return [own, *above][-1]
