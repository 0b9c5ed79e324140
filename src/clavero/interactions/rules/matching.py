"""Which contacts and whom of ours the addresses of mails and invitations are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from clavero.interactions.rules.found import Address, Found
from clavero.interactions.rules.kinds import Kind


@dataclass(frozen=True, slots=True)
class Known:
    """Who is who: ``contacts`` are (account, contact) by address, ``ours`` people of ours;
    ``names`` are what the contacts are called, ``our_names`` what people of ours are."""

    contacts: Mapping[str, Sequence[tuple[int, int]]]
    ours: Mapping[str, int]
    names: Mapping[int, str] = field(default_factory=dict)
    our_names: Mapping[int, str] = field(default_factory=dict)

    def address_of(self, person_id: int | None) -> str:
        """Of somebody of ours; empty of nobody, and of who has no access any more."""
        return next((email for email, number in self.ours.items() if number == person_id), "")

    @property
    def own_hosts(self) -> set[str]:
        """What stands behind the @ of our own addresses: nobody there is a customer's. Where
        contacts stand as well, as at a provider's for everybody, it says nothing."""
        theirs = {email.partition("@")[2] for email in self.contacts}
        return {email.partition("@")[2] for email in self.ours} - theirs


@dataclass(frozen=True, slots=True)
class Matched:
    """What was found with who it was with: contacts by account, people of ours, and strangers; of a
    mail, whether one of us wrote it, where that is known."""

    found: Found
    accounts: Mapping[int, tuple[int, ...]]
    people: tuple[int, ...]
    strangers: tuple[Address, ...]
    is_from_us: bool | None = None


def match(found: Found, known: Known) -> Matched:
    """Who the addresses are.

    >>> from datetime import UTC, datetime
    >>> from clavero.interactions.rules.kinds import Kind
    >>> mail = Found("1", Kind.EMAIL, datetime(2026, 3, 2, tzinfo=UTC), "Hi", addresses=tuple(
    ...     Address(f"{each}.example") for each in ("m@x", "a@y", "new@x", "b@y")))
    >>> who = match(mail, Known({"m@x.example": [(7, 70)]}, {"a@y.example": 1}))
    >>> dict(who.accounts), who.people, [each.email for each in who.strangers]
    ({7: (70,)}, (1,), ['new@x.example'])
    """
    accounts: dict[int, list[int]] = {}
    for each in found.addresses:
        for account, contact in known.contacts.get(each.email, ()):
            there = accounts.setdefault(account, [])
            if contact not in there:
                there.append(contact)
    hosts = known.own_hosts
    people = dict.fromkeys(known.ours[a.email] for a in found.addresses if a.email in known.ours)
    strangers = tuple(
        each
        for each in found.addresses
        if each.email not in known.contacts
        and each.email not in known.ours
        and each.email.partition("@")[2] not in hosts
    )
    return Matched(
        found, {account: tuple(theirs) for account, theirs in accounts.items()}, tuple(people),
        strangers, _is_from_us(found, known),
    )  # fmt: skip


def _is_from_us(found: Found, known: Known) -> bool | None:
    if found.kind is not Kind.EMAIL or not found.sender:
        return None
    if found.sender in known.ours:
        return True
    if found.sender in known.contacts:
        return False
    return True if found.sender.partition("@")[2] in known.own_hosts else None


def addresses_of(items: Iterable[Found]) -> set[str]:
    """All addresses in them."""
    return {address.email for each in items for address in each.addresses}
