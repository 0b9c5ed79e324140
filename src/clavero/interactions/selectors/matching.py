"""What was brought in a file, matched to the contacts and accounts that the reader sees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast, Lower

from clavero.core.models import AuditEntry
from clavero.core.scope import Scope
from clavero.identity.rules import Actor
from clavero.identity.selectors import people
from clavero.interactions.models import Brought, Interaction
from clavero.interactions.rules.found import Address, Found
from clavero.interactions.rules.kinds import Origin, State
from clavero.interactions.rules.matching import Known, Matched, addresses_of, match
from clavero.interactions.rules.series import Series, Standing, name_of
from clavero.interactions.visibility import interactions_within
from clavero.portfolio.selectors import structure, today_of
from clavero.portfolio.visibility import scope_for
from clavero.relationships.selectors import contacts

_AT_ONCE = 400
_ALSO = timedelta(days=31)  # what was moved by hand may stand beside the times of its series
_STRANGERS = 60


@dataclass(frozen=True, slots=True)
class Item:
    """Something of a file, as it can be taken in: ``accounts`` are those it was with, by number and
    name, ``names`` the contacts; ``there`` are the accounts that have it already, and ``planned``
    the hours at which it is planned there still, where the file says another, or that it was called
    off."""

    place: int
    found: Found
    accounts: Sequence[tuple[int, str]]
    names: Sequence[str]
    there: Collection[int]
    planned: Sequence[datetime] = ()

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
    found = [Found.of_data(each) for each in row.items]
    matched = matched_of(actor, found)
    scope = scope_for(actor)
    there, otherwise = taken_already(found), planned_otherwise(scope, found)
    # Also with nobody known: it is where it was put.
    where = [
        dict.fromkeys(
            [
                *(() if each.found.is_gone else each.accounts),
                *(today_of(row.customer).id for row in otherwise.get(each.found.uid, ())),
            ]
        )
        for each in matched
    ]
    names = _names(scope, {number for some in where for number in some} | _accounts(matched))
    called = _called(actor, matched)
    items = [
        Item(
            place,
            each.found,
            [(number, names[number]) for number in where[place] if number in names],
            [called[contact] for some in each.accounts.values() for contact in some],
            there.get(each.found.uid, set()),
            [row.starts_at for row in otherwise.get(each.found.uid, ())],
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


def known_among(actor: Actor, emails: Collection[str]) -> Known:
    """The contacts and the people of ours of some addresses."""
    seen = contacts(actor).exclude(email="").select_related("customer", "merged_into")
    lower = seen.annotate(lower=Lower("email"))
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
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
                place = (today_of(customer).id, number)
                if place not in found[each.lower]:
                    found[each.lower].append(place)
    ours = dict(people(actor).filter(is_active=True).values_list("email", "pk"))
    return Known({email: rows for email, rows in found.items() if rows}, ours)


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


def taken_already(found: Sequence[Found]) -> dict[str, set[int]]:
    """The accounts that have each already, by what it is called, or was."""
    now = _by_name(found)
    uids = sorted(now)
    there: dict[str, set[int]] = defaultdict(set)
    for first in range(0, len(uids), _AT_ONCE):
        some = Q(uid__in=uids[first : first + _AT_ONCE])
        rows = Interaction.objects.filter(some).select_related("customer").order_by()
        for each in rows.only("uid", "customer"):
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


def planned_otherwise(scope: Scope, found: Sequence[Found]) -> dict[str, list[Interaction]]:
    """What is planned still at accounts of a reader's ``scope`` as a calendar had it once, and
    stands in this one at another hour, for another length or elsewhere, or as called off: by what
    it is called now. What of it somebody put right by hand since stays."""
    by_uid = _by_name(found)
    put_right = AuditEntry.objects.filter(
        subject_type=Interaction._meta.label, subject_id=Cast(OuterRef("pk"), CharField()),
        verb="interaction.changed", after__has_any_keys=["starts_at", "minutes", "place"],
    )  # fmt: skip
    uids, otherwise = sorted(by_uid), defaultdict[str, list[Interaction]](list)
    for first in range(0, len(uids), _AT_ONCE):
        rows = interactions_within(scope).annotate(by_hand=Exists(put_right)).filter(
            uid__in=uids[first : first + _AT_ONCE], state=State.PLANNED.value,
            origin=Origin.CALENDAR.value,
        )  # fmt: skip
        for row in rows.select_related("customer").order_by("pk"):
            said = by_uid[row.uid]
            if not said.is_cancelled and not _differs(said, row):
                continue
            if said.is_cancelled or not row.by_hand:
                otherwise[said.uid].append(row)
    return otherwise


def _differs(said: Found, row: Interaction) -> bool:
    """Whether a calendar says another hour, length or place than stands here; a length that it does
    not say is no other."""
    minutes = said.minutes or row.minutes
    there = row.starts_at, row.minutes, row.place
    return (said.starts_at, minutes, said.place) != there


def _accounts(matched: Iterable[Matched]) -> set[int]:
    return {number for each in matched for number in each.accounts}


def _names(scope: Scope, wanted: Collection[int]) -> dict[int, str]:
    cards = {card.id: card for card in structure().cards.values() if card.id in wanted}
    return {
        number: card.title
        for number, card in cards.items()
        if scope.customers is None or card.code in scope.customers
    }


def _called(actor: Actor, matched: Sequence[Matched]) -> dict[int, str]:
    wanted = {c for each in matched for some in each.accounts.values() for c in some}
    found: dict[int, str] = {}
    for first in range(0, len(ordered := sorted(wanted)), _AT_ONCE):
        some = contacts(actor).filter(pk__in=ordered[first : first + _AT_ONCE])
        found |= dict(some.order_by().values_list("pk", "name"))
    return found
