"""What is planned as a calendar had it once, and what a later file of that calendar says of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from clavero.core.models import AuditEntry
from clavero.core.scope import Scope
from clavero.interactions.models import Interaction, OfOurs, OfTheirs
from clavero.interactions.rules.found import ADDRESSES, Found
from clavero.interactions.rules.kinds import Origin, State
from clavero.interactions.rules.matching import Matched
from clavero.portfolio.selectors import today_of

_FIELDS = ("starts_at", "minutes", "place")


@dataclass(frozen=True, slots=True)
class Sides:
    """People of both sides, by their numbers."""

    contacts: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.contacts or self.people)


@dataclass(frozen=True, slots=True)
class Renewal:
    """What becomes of a ``row``: its new ``values``, who ``comes`` as well and who ``goes``, or
    that it is off."""

    row: Interaction
    found: Found
    values: Mapping[str, Any]
    comes: Sides
    goes: Sides
    is_off: bool


@dataclass(slots=True)
class _ByHand:
    """What somebody has put right of one since it was taken in, which no calendar writes over."""

    fields: set[str] = field(default_factory=set)
    put: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    taken: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def add(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Take what one entry of the history says."""
        self.fields |= {name for name in _FIELDS if name in after}
        for side in ("contacts", "people"):
            was, now = set(before.get(side) or ()), set(after.get(side) or ())
            self.put[side] = (self.put[side] | (now - was)) - (was - now)
            self.taken[side] = (self.taken[side] | (was - now)) - (now - was)


def planned_otherwise(
    scope: Scope, rows: Sequence[Interaction], said: Sequence[Matched], bringer: str = ""
) -> dict[str, list[Renewal]]:
    """What of some ``rows`` is planned still at accounts of a reader's ``scope`` as a calendar had
    it once, and is otherwise in this one: at another hour, for another length, elsewhere, with
    others, or called off; by what it is called now. What of it somebody put right by hand since
    stays, and a file that is older than the one it was taken from says nothing. What the
    ``bringer``, by their address, has declined is off where nobody else of ours comes. Three
    queries at most."""
    by_uid = _by_name(said)
    seen = scope.customers
    planned = [
        row
        for row in rows
        if row.state == State.PLANNED
        and row.origin == Origin.CALENDAR
        and row.uid in by_uid
        and (seen is None or row.customer.code in seen)
    ]
    prefetch_related_objects(
        planned,
        Prefetch("theirs", OfTheirs.objects.select_related("contact")),
        Prefetch("ours", OfOurs.objects.select_related("person")),
    )
    by_hand, otherwise = _by_hand(planned), defaultdict[str, list[Renewal]](list)
    for row in planned:
        each = by_uid[row.uid]
        renewal = _renewal(row, each, by_hand[row.pk], bringer)
        if renewal.is_off or renewal.values or renewal.comes or renewal.goes:
            otherwise[each.found.uid].append(renewal)
    return otherwise


def _by_name(said: Iterable[Matched]) -> dict[str, Matched]:
    """By what each is called; one that was called otherwise by that, too."""
    by_uid: dict[str, Matched] = {}
    for each in said:
        by_uid[each.found.uid] = each
        if each.found.was:
            by_uid[each.found.was] = each
    return by_uid


def _by_hand(rows: Sequence[Interaction]) -> dict[int, _ByHand]:
    entries = AuditEntry.objects.filter(
        subject_type=Interaction._meta.label, subject_id__in=[str(row.pk) for row in rows],
        verb__in=("interaction.changed", "interaction.people"),
    )  # fmt: skip
    found: dict[int, _ByHand] = defaultdict(_ByHand)
    if rows:
        for key, before, after in entries.order_by("at", "pk").values_list(
            "subject_id", "before", "after"
        ):
            found[int(key)].add(before or {}, after or {})
    return found


def _renewal(row: Interaction, said: Matched, by_hand: _ByHand, bringer: str) -> Renewal:
    found = said.found
    if found.is_older_than(row.sequence, row.stamped_at):
        return Renewal(row, found, {}, Sides(), Sides(), is_off=False)
    new = {
        "starts_at": found.starts_at,
        # A length that it does not say is no other.
        "minutes": found.minutes or row.minutes,
        "place": found.place,
    }
    values = {
        name: value
        for name, value in new.items()
        if value != getattr(row, name) and name not in by_hand.fields
    }
    comes, goes = _sides(row, said, by_hand)
    ours = {each.person_id for each in row.ours.all()} - goes.people | comes.people
    is_out = bool(bringer) and bringer in found.declined and not ours
    return Renewal(row, found, values, comes, goes, found.is_cancelled or is_out)


def _sides(row: Interaction, said: Matched, by_hand: _ByHand) -> tuple[Sides, Sides]:
    """Who comes as well, and who no longer does. Nobody is taken out of whom the file need not
    know: who has no address, or stands in it under another one."""
    found = said.found
    if found.is_gone or found.is_cancelled or not found.addresses:
        return Sides(), Sides()
    contacts = {each.contact_id: each.contact for each in row.theirs.all()}
    ours = {each.person_id: each.person for each in row.ours.all()}
    merged = {each.merged_into_id for each in contacts.values()}
    theirs = set(said.accounts.get(today_of(row.customer).id, ()))
    comes = Sides(
        frozenset(theirs - contacts.keys() - merged - by_hand.taken["contacts"]),
        frozenset(set(said.people) - ours.keys() - by_hand.taken["people"]),
    )
    if len(found.addresses) >= ADDRESSES:  # there may be more of them
        return comes, Sides()
    emails = {each.email for each in found.addresses}
    called = {each.name.casefold() for each in said.strangers if each.name}
    gone = (
        frozenset(
            number
            for number, who in side.items()
            if who.email
            and who.email.lower() not in emails
            and who.name.casefold() not in called
            and number not in by_hand.put[name]
        )
        for name, side in (("contacts", contacts), ("people", ours))
    )
    return comes, Sides(*gone)
