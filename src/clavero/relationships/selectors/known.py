"""All that is known of the people of some accounts, read at once, and what of it counts on a day.

What counts on a day of the past is told by the same rows: a judgement is never changed, a tie has
its first and last day, and a person who left has theirs, on both sides. Functions, intervals and
the last contact written at a tie are known as of today alone: so the night keeps each month
(``services.months``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, TypeVar

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from clavero.relationships.hooks import on_days_met
from clavero.relationships.models import Contact, Judgement, Tie
from clavero.relationships.rules.judging import Kind, holding
from clavero.relationships.rules.matrix import Cell, Known, Ours, faded
from clavero.relationships.rules.people import Function, is_there

T = TypeVar("T")
_LATELY = 40


class Thought(NamedTuple):
    """A judgement as its readers need it: an account has thousands, and each would be an object of
    the database's own."""

    pk: int
    contact_id: int
    tie_id: int | None
    kind: str
    value: int
    source: str
    said_on: date
    expires_on: date
    by_name: str


@dataclass(frozen=True, slots=True)
class People:
    """The contacts of some customers with their judgements and ties, by the number of the contact
    that each record is today."""

    contacts: Mapping[int, Contact]
    copies: Mapping[int, Sequence[Contact]] = field(repr=False)
    ties: Mapping[int, Sequence[Tie]] = field(repr=False)
    judged: Mapping[tuple[int, str], Sequence[Thought]] = field(repr=False)
    strengths: Mapping[int, Sequence[Thought]] = field(repr=False)
    met: Mapping[int, Sequence[date]] = field(default_factory=dict, repr=False)
    """The days on which the two of a tie were in contact, as the rooms above tell them; the last
    alone where only a day was asked for."""
    made: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)
    """What was computed of them already: they may be kept, and asked again and again."""

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` makes of these people, made once."""
        if key not in self.made:
            self.made[key] = make()
        found: T = self.made[key]
        return found

    def lately(self, key: Hashable, make: Callable[[], T]) -> T:
        """The same of what is asked for in many ways, as pictures are: the last ones alone."""
        made: dict[Hashable, Any] = self.once("lately", dict)
        missing = object()
        found: Any = made.pop(key, missing)  # somebody else may ask at the same time
        if found is missing:
            found = make()
        made[key] = found  # the last one asked for stays the longest
        for old in list(made)[:-_LATELY]:
            made.pop(old, None)
        told: T = found
        return told

    def value(self, contact_id: int, kind: Kind, on: date) -> Thought | None:
        """What counts of a contact on a day."""
        return holding(self.judged.get((contact_id, kind.value), ()), on)

    def strength(self, tie: Tie, on: date) -> int | None:
        """How strong a tie is on a day: what was last said of it, less what has faded; ``None``
        where nothing counts."""
        said = holding(self.strengths.get(tie.pk, ()), on)
        if said is None:
            return None
        since = max(filter(None, (self.last(tie, on), said.said_on)))
        return faded(said.value, since, tie.interval_days, on)

    def said(self, tie: Tie, on: date) -> int | None:
        """What was last said of a tie, before anything fades."""
        said = holding(self.strengths.get(tie.pk, ()), on)
        return None if said is None else said.value

    def last(self, tie: Tie, on: date) -> date | None:
        """When the two were last in contact by a day: as was written at the tie, or later, as was
        told of a meeting."""
        days = [day for day in (tie.last_on, *self.met.get(tie.pk, ())) if day is not None]
        return max((day for day in days if day <= on), default=None)

    def known(self, on: date, *, of: Collection[int] | None = None) -> list[Known]:
        """Who knows whom on a day, as far as it counts; ``of`` are the only contacts asked of."""
        everybody = self.once(("known", on), lambda: self._known(on))
        return [each for each in everybody if of is None or each.theirs_id in of]

    def linked(self, on: date, *, of: Collection[int] | None = None) -> set[Cell]:
        """The functions between which somebody knows somebody on a day, however well: a fact."""
        return {
            (Ours(tie.ours), Function(self.contacts[contact_id].function))
            for contact_id, ties in self.ties.items()
            if (of is None or contact_id in of) and is_here(self.contacts[contact_id], on)
            for tie in ties
            if runs(tie, on)
        }

    def expired(self, on: date) -> list[Known]:
        """Who knows whom on a day though nothing that was said still counts: as of no strength."""
        return [
            self._one(tie, contact_id, 0)
            for contact_id, ties in self.ties.items()
            if is_here(self.contacts[contact_id], on)
            for tie in ties
            if runs(tie, on) and self.strength(tie, on) is None
        ]

    def _known(self, on: date) -> list[Known]:
        found = []
        for contact_id, ties in self.ties.items():
            if not is_here(self.contacts[contact_id], on):
                continue
            for tie in ties:
                strength = self.strength(tie, on) if runs(tie, on) else None
                if strength is not None:
                    found.append(self._one(tie, contact_id, strength))
        return found

    def _one(self, tie: Tie, contact_id: int, strength: int) -> Known:
        function = Function(self.contacts[contact_id].function)
        return Known(tie.person_id, Ours(tie.ours), contact_id, function, strength)


def people_at(codes: Iterable[str], *, on: date | None = None) -> People:
    """The people of customers by their codes, those merged too; with ``on``, for who asks of no day
    but that. Three queries."""
    wanted = sorted(codes)
    found = Contact.objects.filter(customer__code__in=wanted).order_by("pk")
    rows = _each_once(found, "customer", ("code", "name", "merged_into_id"))
    by_id = {row.pk: row for row in rows}

    def today(row: Contact) -> int:
        while row.merged_into_id in by_id:
            row = by_id[row.merged_into_id]
        return row.pk

    survivor = {row.pk: today(row) for row in rows}
    copies: dict[int, list[Contact]] = defaultdict(list)
    for row in rows:
        if survivor[row.pk] != row.pk:
            copies[survivor[row.pk]].append(row)
    ties: dict[int, list[Tie]] = defaultdict(list)
    theirs = Q(contact__customer__code__in=wanted)
    for tie in _each_once(
        Tie.objects.filter(theirs).order_by("pk"), "person", ("name", "closed_on", "closed_spans")
    ):
        tie.contact = by_id[tie.contact_id]
        ties[survivor[tie.contact_id]].append(tie)
    judged: dict[tuple[int, str], list[Thought]] = defaultdict(list)
    strengths: dict[int, list[Thought]] = defaultdict(list)
    said = Judgement.objects.filter(theirs).order_by("-said_on", "-pk")
    for each in map(Thought._make, said.values_list(*Thought._fields)):
        if each.tie_id is not None:
            strengths[each.tie_id].append(each)
        else:
            judged[survivor[each.contact_id], each.kind].append(each)
    alone = {row.pk: row for row in rows if survivor[row.pk] == row.pk}
    return People(alone, copies, ties, judged, strengths, _met(rows, survivor, ties, on))


def _each_once(found: QuerySet[Any], path: str, names: Sequence[str]) -> list[Any]:
    """Rows with what they belong to, as far as it is named here: hundreds belong to the same few,
    of which one is made and not one for every row. The rest of it is asked for when it is used."""
    field = found.model._meta.get_field(path)
    columns = {f"{path}_{name}_read": F(f"{path}__{name}") for name in names}
    there: dict[int, Any] = {}
    rows = list(found.annotate(**columns))
    for row in rows:
        number = getattr(row, field.attname)
        if number not in there:
            values = [number, *(getattr(row, column) for column in columns)]
            there[number] = field.related_model.from_db(row._state.db, ["id", *names], values)
        setattr(row, path, there[number])
    return rows


def _met(
    rows: Iterable[Contact],
    survivor: Mapping[int, int],
    ties: Mapping[int, Sequence[Tie]],
    on: date | None,
) -> dict[int, list[date]]:
    """The days of each tie, whichever record of the contact they were written at."""
    asked = {
        row.pk: {tie.person_id for tie in ties[survivor[row.pk]]}
        for row in rows
        if ties.get(survivor[row.pk])
    }
    found: dict[tuple[int, int], list[date]] = defaultdict(list)
    for tell in on_days_met if asked else ():
        for (contact, person), days in tell(asked, on).items():
            found[survivor[contact], person] += days
    return {
        tie.pk: found[contact, tie.person_id]
        for contact, some in ties.items()
        for tie in some
        if (contact, tie.person_id) in found
    }


def is_here(contact: Contact, on: date) -> bool:
    """Whether a contact is there on a day."""
    return is_there(contact.left_on, on)


def runs(tie: Tie, on: date) -> bool:
    """Whether somebody of ours reaches a contact by a tie on a day."""
    if not (tie.since <= on and (tie.ended_on is None or on < tie.ended_on)):
        return False
    person = tie.person  # looked at here, too: there are hundreds, and few were ever closed
    always = person.closed_on is None and not person.closed_spans
    return always or person.has_access_on(on)


def ended_on(tie: Tie) -> date | None:
    """The first day on which a tie is no longer: as was said, or because whoever of ours holds it
    has no access any more, and so nobody reaches the contact through them."""
    ended, closed = tie.ended_on, tie.person.closed_on
    if ended is None or closed is None:
        return ended or closed
    return min(ended, closed)


def today() -> date:
    """The day by which judgements count."""
    return timezone.localdate()
