"""What was brought in a file, matched to the contacts and accounts that the reader sees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models.functions import Lower

from clavero.core.scope import Scope
from clavero.identity.rules import Actor
from clavero.identity.selectors import people
from clavero.interactions.models import Brought, Interaction
from clavero.interactions.rules.found import Address, Found
from clavero.interactions.rules.kinds import Origin, State
from clavero.interactions.rules.matching import Known, Matched, addresses_of, match
from clavero.interactions.rules.series import Series, Standing, name_of
from clavero.interactions.selectors.renewing import Renewal, Sides, planned_otherwise
from clavero.interactions.visibility import interactions_within
from clavero.portfolio.selectors import structure, today_of
from clavero.portfolio.visibility import scope_for
from clavero.relationships.selectors import contacts_within

_AT_ONCE = 400
_ALSO = timedelta(days=31)  # what was moved by hand may stand beside the times of its series
_STRANGERS = 60


@dataclass(frozen=True, slots=True)
class Item:
    """Something of a file, as it can be taken in: ``accounts`` are those it was with, by number and
    name, ``names`` the contacts; ``there`` are the accounts that have it already, and ``planned``
    the hours at which it is planned there still, where the file says otherwise, or that it was
    called off, with who ``comes`` as well by the file and who no longer ``goes`` there.
    ``is_declined`` says that its bringer, or whoever invited them, has declined it."""

    place: int
    found: Found
    accounts: Sequence[tuple[int, str]]
    names: Sequence[str]
    there: Collection[int]
    planned: Sequence[datetime] = ()
    comes: Sequence[str] = ()
    goes: Sequence[str] = ()
    is_declined: bool = False
    is_off: bool = False

    @property
    def is_there(self) -> bool:
        """Whether all of its accounts have it as the file says it."""
        return (
            not self.planned
            and bool(self.accounts)
            and all(number in self.there for number, _name in self.accounts)
        )

    @property
    def is_offered(self) -> bool:
        """Whether it is chosen unless the reader says otherwise."""
        if self.is_declined and not self.planned:
            return False
        return bool(self.accounts) and not self.is_there and not self.found.is_automatic


@dataclass(frozen=True, slots=True)
class BroughtSeen:
    """A file with what may be chosen of it, the newest first. ``strangers`` are addresses of nobody
    known, with the accounts that they wrote with."""

    id: int
    name: str
    items: Sequence[Item]
    refused: Sequence[str]
    strangers: Sequence[tuple[Address, Sequence[int]]]
    names: Mapping[int, str]
    brought_at: datetime


def brought_seen(actor: Actor, brought_id: int) -> BroughtSeen:
    """One's own file. Raises ``Brought.DoesNotExist`` for everybody else's."""
    row = Brought.objects.get(pk=brought_id, person_id=actor.user_id)
    found, scope = [Found.of_data(each) for each in row.items], scope_for(actor)
    known = known_among(actor, addresses_of(found), scope)
    matched = [match(each, known) for each in found]
    mine, rows = known.address_of(actor.user_id), called_so(found)
    there, otherwise = taken_already(found, rows), planned_otherwise(scope, rows, matched, mine)
    # Also with nobody known: it is where it was put.
    where = [
        dict.fromkeys(
            [
                *(() if each.found.is_gone else each.accounts),
                *(today_of(one.row.customer).id for one in otherwise.get(each.found.uid, ())),
            ]
        )
        for each in matched
    ]
    names = _names(scope, {number for some in where for number in some} | _accounts(matched))
    moves = _moves(otherwise, known)
    items = [
        Item(
            place,
            each.found,
            [(number, names[number]) for number in where[place] if number in names],
            [known.names[contact] for some in each.accounts.values() for contact in some],
            there.get(each.found.uid, set()),
            [one.row.starts_at for one in otherwise.get(each.found.uid, ())],
            moves[each.found.uid].comes if each.found.uid in moves else (),
            moves[each.found.uid].goes if each.found.uid in moves else (),
            is_declined=each.found.is_declined_by(mine),
            is_off=any(one.is_off for one in otherwise.get(each.found.uid, ())),
        )
        for place, each in enumerate(matched)
    ]
    strangers: dict[Address, dict[int, None]] = {}
    for each in matched:
        if not each.found.is_automatic:
            for stranger in each.strangers:
                strangers.setdefault(stranger, {}).update(dict.fromkeys(each.accounts))
    offered = [(who, list(at)) for who, at in list(strangers.items())[:_STRANGERS]]
    items.sort(key=lambda item: item.found.starts_at, reverse=True)
    return BroughtSeen(row.pk, row.name, items, row.refused, offered, names, row.brought_at)


def matched_of(actor: Actor, found: Sequence[Found]) -> list[Matched]:
    """Who the addresses are, as far as ``actor`` sees their accounts."""
    known = known_among(actor, addresses_of(found))
    return [match(each, known) for each in found]


def known_among(actor: Actor, emails: Collection[str], scope: Scope | None = None) -> Known:
    """The contacts and the people of ours of some addresses, in the actor's ``scope`` where it was
    read already."""
    seen = contacts_within(scope_for(actor) if scope is None else scope).exclude(email="")
    seen = seen.select_related("customer", "merged_into")
    lower = seen.annotate(lower=Lower("email"))
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    names: dict[int, str] = {}
    ordered = sorted(emails)
    for first in range(0, len(ordered), _AT_ONCE):
        for each in lower.filter(lower__in=ordered[first : first + _AT_ONCE]).order_by("pk"):
            number, name, customer = each.pk, each.name, each.customer
            above = each.merged_into
            while above is not None:
                number, name, customer, above = (
                    above.pk,
                    above.name,
                    above.customer,
                    above.merged_into,
                )
            if name:
                names[number] = name
                place = (today_of(customer).id, number)
                if place not in found[each.lower]:
                    found[each.lower].append(place)
    ours = list(people(actor).filter(is_active=True).values_list("email", "pk", "name"))
    return Known(
        {email: rows for email, rows in found.items() if rows},
        {email.lower(): number for email, number, _name in ours},
        names,
        {number: name for _email, number, name in ours},
    )


def standing_of(scope: Scope, series: Collection[Series]) -> list[Standing]:
    """What stands here of calendars' series within a reader's ``scope``, around the times that are
    told of them. One query; none where there are no series."""
    if not series:
        return []
    rows = interactions_within(scope).filter(
        origin=Origin.CALENDAR.value,
        starts_at__gte=min(each.since for each in series) - _ALSO,
        starts_at__lte=max(each.until for each in series) + _ALSO,
    )
    names = {name_of(each.one.uid) for each in series}
    told = rows.order_by().values_list("customer", "uid", "starts_at", "state")
    found = (
        Standing(customer, uid, at, state == State.PLANNED)
        for customer, uid, at, state in told.iterator()
    )
    return [each for each in found if each.of in names]


def called_so(found: Sequence[Found]) -> list[Interaction]:
    """What stands here under the names of some, or under what they were called. One query."""
    uids, rows = sorted(_by_name(found)), list[Interaction]()
    for first in range(0, len(uids), _AT_ONCE):
        some = Interaction.objects.filter(uid__in=uids[first : first + _AT_ONCE])
        rows += some.select_related("customer").order_by("pk").defer("text")
    return rows


def taken_already(found: Sequence[Found], rows: Iterable[Interaction]) -> dict[str, set[int]]:
    """The accounts that have each already, by what it is called now."""
    now = _by_name(found)
    there: dict[str, set[int]] = defaultdict(set)
    for each in rows:
        if each.uid in now:
            there[now[each.uid].uid].add(today_of(each.customer).id)
    return there


def _by_name(found: Iterable[Found]) -> dict[str, Found]:
    """By what each is called; one that was called otherwise by that, too."""
    by_uid: dict[str, Found] = {}
    for each in found:
        by_uid[each.uid] = each
        if each.was:
            by_uid[each.was] = each
    return by_uid


def _accounts(matched: Iterable[Matched]) -> set[int]:
    return {number for each in matched for number in each.accounts}


def _names(scope: Scope, wanted: Collection[int]) -> dict[int, str]:
    cards = {card.id: card for card in structure().cards.values() if card.id in wanted}
    return {
        number: card.title
        for number, card in cards.items()
        if scope.customers is None or card.code in scope.customers
    }


class _Moves(NamedTuple):
    comes: list[str]
    goes: list[str]


def _moves(otherwise: Mapping[str, Sequence[Renewal]], known: Known) -> dict[str, _Moves]:
    """Who comes as well and who no longer does, by name: theirs, then ours."""
    rows = [each.row for some in otherwise.values() for each in some]
    theirs = {one.contact_id: one.contact.name for row in rows for one in row.theirs.all()}
    ours = {one.person_id: one.person.name for row in rows for one in row.ours.all()}
    theirs, ours = {**theirs, **known.names}, {**ours, **known.our_names}

    def told(sides: Iterable[Sides]) -> list[str]:
        names = [theirs[n] for each in sides for n in sorted(each.contacts) if n in theirs]
        names += [ours[n] for each in sides for n in sorted(each.people) if n in ours]
        return list(dict.fromkeys(names))

    return {
        uid: _Moves(told([each.comes for each in some]), told([each.goes for each in some]))
        for uid, some in otherwise.items()
    }
