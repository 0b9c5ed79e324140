"""What of contacts whoever takes an account over should know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from clavero.identity.rules import Actor, Verb
from clavero.portfolio.selectors import Account
from clavero.relationships.models import Contact, Tie
from clavero.relationships.rules.people import Function
from clavero.relationships.selectors.contacts import ContactRow, row_of
from clavero.relationships.selectors.known import People, ended_on, is_here, people_at, today
from clavero.relationships.selectors.leaving import leaving_of, names_of_ours, ties_held
from clavero.relationships.sentences import leaving_in_words
from clavero.relationships.showing import strength_in_words
from clavero.relationships.visibility import is_of_the_team
from clavero.relationships.words import FUNCTION_NAMES
from clavero.ui import formats
from clavero.work.hooks import Giver, Line, Offer, Section

STAYS, ENDS, PASSES = "stays", "ends", "passes"
"""What becomes of a link when its holder leaves the account."""


def known_contacts(actor: Actor, account: Account, giver: Giver) -> list[Section]:
    """The people of an account that ``actor`` sees, and of the units below it, who are still there,
    those of most influence first: who of ours knows each, and for its team how well and what is
    thought of them; then whom the giver knows, of one who left as of their last day. Four
    queries."""
    shape, code, on = account.shape, account.card.code, today()
    codes = {same for each in account.codes for same in shape.alone.same(each)}
    people = people_at(codes, on=None if giver.last_day else on)
    is_team = is_of_the_team(actor, code, shape)
    rows = [
        row_of(each, people, on, is_team=is_team)
        for each in people.contacts.values()
        if each.left_on is None and each.erased_on is None and each.name
    ]
    rows.sort(key=lambda row: (-(row.influence or 0), row.name.casefold(), row.id))
    before, after = reverse("relationships:contact", args=[0]).rsplit("0", 1)
    nobody = _("nobody of ours knows them")
    lines = tuple(
        Line(
            " · ".join(filter(None, (_facts(row), _known_by(row) or nobody, _thought(row)))),
            f"{before}{row.id}{after}",  # hundreds of addresses that differ by their number
        )
        for row in rows
    )
    found = [
        Section("contacts", _("Contacts, and who knows them"), lines),
        Section("contacts_giver", _whose(giver), tuple(_held(people, giver, is_team=is_team))),
    ]
    if is_team:
        title = _("What would go with whom of ours")
        found.append(Section("contacts_leaving", title, tuple(_leaving(people, giver))))
    return found


def _whose(giver: Giver) -> str:
    if giver.last_day is None:
        return _("Whom %(giver)s knows") % {"giver": giver.name}
    day = formats.day(giver.last_day)
    return _("Whom %(giver)s knew on %(day)s") % {"giver": giver.name, "day": day}


def _held(people: People, giver: Giver, *, is_team: bool) -> Iterator[Line]:
    """Each contact whom the giver knows, or knew on their last day, who is still there."""
    on = giver.last_day or today()
    for tie, contact in ties_held(people, giver.person_id, on):
        if not is_here(contact, today()):
            continue
        said = people.strength(tie, on) if is_team else None
        last = people.last(tie, on)
        told = (
            contact.name or contact.title,
            str(FUNCTION_NAMES[Function(contact.function)]),
            "" if said is None else str(strength_in_words(said, people.said(tie, on))),
            "" if last is None else _("last contact on %(day)s") % {"day": formats.day(last)},
        )
        yield Line(
            " · ".join(filter(None, told)), reverse("relationships:contact", args=[contact.pk])
        )


class Offered(NamedTuple):
    """A link of the giver's, with the contact that it is of today, and whether the receiver is
    linked to them already."""

    tie: Tie
    contact: Contact
    is_known: bool


def links_to_hand_over(account: Account, giver: Giver, receiver_id: int) -> dict[str, Offered]:
    """What somebody who leaves an account still holds there, by the keys of what is offered of it.
    Three queries."""
    codes = {same for each in account.codes for same in account.shape.alone.same(each)}
    people, on = people_at(codes, on=None if giver.last_day else today()), giver.last_day or today()
    return {
        f"tie_{tie.pk}": Offered(
            tie,
            contact,
            any(
                each.person_id == receiver_id and ended_on(each) is None
                for each in people.ties[contact.pk]
            ),
        )
        for tie, contact in ties_held(people, giver.person_id, on)
        if tie.ended_on is None and is_here(contact, today())
    }


def links_offered(actor: Actor, account: Account, giver: Giver, receiver_id: int) -> list[Offer]:
    """The links of whoever leaves an account, to end or to pass on: of who has no access any more
    none goes on. Nothing for who does not tend relationships."""
    if not actor.may(Verb.TEND_CONTACTS):
        return []
    known, passed = (
        pgettext("a link", "Ends: whoever takes the account over knows them already"),
        pgettext("a link", "Ends: whoever takes the account over has met them"),
    )
    goes_on = [(STAYS, pgettext("a link", "Goes on"))] if giver.last_day is None else []
    return [
        Offer(
            key,
            ", ".join(filter(None, (each.contact.name, _place(each.contact)))),
            (
                *goes_on,
                (ENDS, known if each.is_known else pgettext("a link", "Ends")),
                *([] if each.is_known else [(PASSES, passed)]),
            ),
            ENDS,
        )
        for key, each in links_to_hand_over(account, giver, receiver_id).items()
    ]


def _place(contact: Contact) -> str:
    return contact.title or str(FUNCTION_NAMES[Function(contact.function)])


def _leaving(people: People, giver: Giver) -> Iterator[Line]:
    """What nobody else holds, or less well: a giver takes it along where nobody is introduced
    before. Of who left it is what went with them, told first and as of their last day."""
    known, names = people.known(today()), names_of_ours(people)
    if giver.last_day is not None:
        held = people.known(giver.last_day)
        gone = leaving_of(giver.person_id, giver.name, held, is_ours=True)
        if gone is not None:
            words = {"name": giver.name, "day": formats.day(giver.last_day)}
            told = " ".join((_("%(name)s, as of %(day)s") % words, "·", *leaving_in_words(gone)))
            yield Line(told, reverse("relationships:ours", args=[giver.person_id]))
        names.pop(giver.person_id, None)
    there = {each.ours_id for each in known} & names.keys()
    for person_id in sorted(there, key=lambda one: names[one]):
        one = leaving_of(person_id, names[person_id], known, is_ours=True)
        if one is not None:
            told = " ".join(leaving_in_words(one))
            yield Line(f"{one.name} · {told}", reverse("relationships:ours", args=[person_id]))


def _facts(row: ContactRow) -> str:
    place = row.title or str(FUNCTION_NAMES[Function(row.function)])
    return ", ".join(filter(None, (row.name, place, row.phone or row.email)))


def _known_by(row: ContactRow) -> str:
    """Who of ours knows them, and how well as far as the reader may know; empty for nobody."""
    if not row.known_by:
        return ""
    told = _("known by %(names)s") % {"names": row.known_by}
    if row.strength is not None:
        told = _("%(known)s, at best %(strength)s of 3") % {
            "known": told,
            "strength": formats.number(row.strength),
        }
    if row.last_on is None:
        return told
    return _("%(known)s, last contact on %(day)s") % {
        "known": told, "day": formats.day(row.last_on),
    }  # fmt: skip


def _thought(row: ContactRow) -> str:
    parts = []
    if row.influence is not None:
        parts.append(_("influence %(value)s of 10") % {"value": formats.number(row.influence)})
    if row.attitude is not None:
        signed = formats.number(row.attitude)
        value = f"+{signed}" if row.attitude > 0 else signed
        parts.append(_("attitude %(value)s") % {"value": value})
    return ", ".join(parts)
