"""What interactions come to: the counts of every account for its KPIs, and when people last met."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Max, Q

from clavero.identity.rules import Actor
from clavero.interactions.models import Interaction, OfTheirs
from clavero.interactions.rules.counting import DAYS, Counts, Told, count, days_since
from clavero.interactions.rules.kinds import SPOKEN, Kind, State
from clavero.interactions.rules.together import Stands, told_before
from clavero.interactions.selectors.standing import standing_of
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import Structure, structure
from clavero.portfolio.visibility import accounts
from clavero.relationships.rules.people import Function
from clavero.relationships.selectors import contacts, contacts_that_matter, is_of_the_team

_SPOKEN = [each.value for each in SPOKEN]


@dataclass(frozen=True, slots=True)
class AccountFigures:
    """The counts of an account, and the days since a contact that matters was spoken to; ``None``
    while nobody knows."""

    customer_id: int
    counts: Counts
    days: int | None


def figures_of_accounts(day: date) -> list[AccountFigures]:
    """Of each account with interactions, and of each group above one. For Clavero itself: nobody is
    asked what they may see. Seven queries."""
    shape = structure()
    parts = _parts(shape, Interaction.objects.order_by().values_list("customer__code", flat=True))
    told, last = _told(day, shape), _last_spoken(day, shape)
    forest = shape.forests[Tree.LEGAL]
    records = {same for units in parts.values() for unit in units for same in forest.same(unit)}
    matter = [
        (forest.survivor(code), numbers) for code, numbers in contacts_that_matter(records, day)
    ]
    found = []
    for code, units in parts.items():
        rows = _once([each for unit in units for each in told.get(unit, ())])
        theirs = [numbers for unit, numbers in matter if unit in units]
        counted = days_since(_lasts(theirs, units, last), day)
        found.append(AccountFigures(shape.cards[code].id, count(rows, day), counted))
    return found


@dataclass(frozen=True, slots=True)
class Waiting:
    """A contact that matters, and the day on which anybody of ours last spoke with them."""

    contact_id: int
    name: str
    last: date | None


def waiting_longest(actor: Actor, customer_id: int, day: date) -> list[Waiting]:
    """The contacts that matter at an account and below it, the one with whom nobody spoke for
    longest first: for its team alone, since who matters is what the team thinks. Raises
    ``Customer.DoesNotExist`` for strangers."""
    customer, shape = accounts(actor).get(pk=customer_id), structure()
    if not is_of_the_team(actor, customer.code, shape):
        return []
    matter = contacts_that_matter(shape.forests[Tree.LEGAL].codes(customer.code), day)
    numbers = {number for _code, records in matter for number in records}
    held = OfTheirs.objects.filter(
        contact__in=numbers,
        interaction__state=State.DONE.value,
        interaction__kind__in=_SPOKEN,
        interaction__day__lte=day,
    )
    last = dict(held.order_by().values_list("contact_id").annotate(last=Max("interaction__day")))
    names = dict(contacts(actor).filter(pk__in=numbers).values_list("pk", "name"))
    found = []
    for _code, records in matter:
        number = next((each for each in records if each in names), min(records))
        spoken = max((last[each] for each in records if each in last), default=None)
        found.append(Waiting(number, names.get(number, ""), spoken))
    return sorted(found, key=lambda each: (each.last or date.min, each.name))


def days_met(
    ties: Mapping[int, Collection[int]], last_by: date | None = None
) -> dict[tuple[int, int], list[date]]:
    """The days on which people of ours were in contact with contacts, by (contact, person);
    ``ties`` are the people asked of, by contact. With ``last_by``, the last day alone until then.
    One query.

    The contacts alone are asked for: what was held, and by whom, is told by the rows. Asked for it
    too, the database looks through all that was ever held with anybody.
    """
    theirs = OfTheirs.objects.filter(contact__in=list(ties)).order_by()
    of_whom = ("contact_id", "interaction__ours__person", "interaction__state")
    rows: Iterable[tuple[int, int, str, date]]
    if last_by is None:
        rows = theirs.values_list(*of_whom, "interaction__day").distinct()
    else:
        until = Q(interaction__day__lte=last_by)
        rows = theirs.values_list(*of_whom).annotate(last=Max("interaction__day", filter=until))
    found: dict[tuple[int, int], list[date]] = defaultdict(list)
    for contact, person, state, day in rows:
        if state == State.DONE and day is not None and person in ties[contact]:
            found[contact, person].append(day)
    return found


def _parts(shape: Structure, codes: Iterable[str]) -> dict[str, frozenset[str]]:
    """The accounts that have any, each with the units below it."""
    forest = shape.forests[Tree.LEGAL]
    own = {forest.survivor(code) for code in codes}
    every = {each for code in own for each in (code, *forest.ancestors(code))}
    return {code: frozenset(forest.subtree(code)) for code in sorted(every)}


def _told(day: date, shape: Structure) -> Mapping[str, Sequence[tuple[Stands, Told]]]:
    since = day - timedelta(days=DAYS)
    rows = Interaction.objects.filter(day__gt=since, day__lte=day, kind__in=_SPOKEN).order_by()
    theirs: dict[int, list[tuple[Function, str]]] = defaultdict(list)
    took_part = OfTheirs.objects.filter(interaction__in=rows).order_by()
    for number, function, level in took_part.values_list(
        "interaction_id", "contact__function", "contact__level"
    ):
        theirs[number].append((Function(function), level))
    found: dict[str, list[tuple[Stands, Told]]] = defaultdict(list)
    standing = {each.number: each for each in standing_of(rows, shape)}
    for number, kind, state, on, was_planned, counts in rows.values_list(
        "pk", "kind", "state", "day", "was_planned", "counts"
    ):
        if (stands := standing.get(number)) is not None:  # written between the two queries
            each = Told(Kind(kind), State(state), on, was_planned, counts, theirs.get(number, ()))
            found[stands.unit].append((stands, each))
    return found


def _once(rows: Sequence[tuple[Stands, Told]]) -> list[Told]:
    """Each of them once, with all of theirs who took part, also where it was with several units of
    a group."""
    same = told_before(stands for stands, told in rows if told.counts)
    also: dict[int, list[tuple[Function, str]]] = defaultdict(list)
    for stands, told in rows:
        if stands.number in same:
            also[same[stands.number]].extend(told.theirs)
    return [
        replace(told, theirs=(*told.theirs, *also[stands.number]))
        if stands.number in also
        else told
        for stands, told in rows
        if stands.number not in same
    ]


@dataclass(frozen=True, slots=True)
class _Last:
    """When contacts, and anybody at a unit, were last spoken to."""

    by_contact: Mapping[int, date]
    by_unit: Mapping[str, date]


def _last_spoken(day: date, shape: Structure) -> _Last:
    held = {"state": State.DONE.value, "kind__in": _SPOKEN, "day__lte": day}
    theirs = OfTheirs.objects.filter(**{f"interaction__{key}": held[key] for key in held})
    contacts = theirs.order_by().values_list("contact_id").annotate(last=Max("interaction__day"))
    by_unit: dict[str, date] = {}
    units = Interaction.objects.filter(**held).order_by().values_list("customer__code")
    for code, last in units.annotate(last=Max("day")):
        unit = shape.alone.survivor(code)
        by_unit[unit] = max(last, by_unit.get(unit, last))
    return _Last(dict(contacts), by_unit)


def _lasts(
    theirs: Sequence[Collection[int]], units: Collection[str], last: _Last
) -> list[date | None]:
    """Of each contact that matters the last day; where none does, of anybody."""
    if theirs:
        return [
            max((last.by_contact[n] for n in numbers if n in last.by_contact), default=None)
            for numbers in theirs
        ]
    days = [last.by_unit[unit] for unit in units if unit in last.by_unit]
    return [max(days)] if days else []
