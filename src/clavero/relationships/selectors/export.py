"""All that is kept of a person, for the person."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePath
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from clavero.core.models import AuditEntry
from clavero.core.scope import Scope
from clavero.identity.rules import Actor
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import structure
from clavero.portfolio.visibility import scope_for
from clavero.relationships.hooks import FILES_OF_CONTACT, KEPT_OF_CONTACT, LEFT_OF_CONTACT, Left
from clavero.relationships.models import Contact, Judgement, Line, Tie
from clavero.relationships.visibility import contacts, contacts_within, require

_FACTS = (
    "name", "party", "organisation", "title", "function", "level", "part", "unit", "languages",
    "email", "phone",
)  # fmt: skip


class Called(NamedTuple):
    """A contact of an address or a number; ``today`` is the one that a merged record is now."""

    id: int
    today: int
    name: str
    account: str


def contacts_called(actor: Actor, who: str) -> list[Called]:
    """The contacts of an e-mail address or of a number, among those that ``actor`` sees."""
    seen = contacts(actor).select_related("customer").order_by("pk")
    text = who.strip()
    if text.isascii() and text.isdigit() and len(text) < 19:
        found = list(seen.filter(pk=int(text)))
    else:
        found = list(seen.filter(email__iexact=text)) if text else []
    return [Called(each.pk, survivor_of(each).pk, each.name, str(each.customer)) for each in found]


def also_called(actor: Actor, contact_id: int) -> list[Called]:
    """The other people, as they are today, who have an e-mail address of a contact's or of a record
    merged into it, among those that ``actor`` sees: most likely the same person at other accounts.
    None where the contact has no address."""
    return also_called_within(scope_for(actor), itself_and_copies(contact_id))


def contact_and_others(actor: Actor, contact_id: int) -> tuple[Contact, list[Called]]:
    """A contact with :func:`also_called`, for who asks before it is forgotten. Raises
    ``Contact.DoesNotExist`` for strangers."""
    scope = scope_for(actor)
    found = contacts_within(scope).get(pk=contact_id)
    return found, also_called_within(scope, itself_and_copies(contact_id))


def also_called_within(scope: Scope, own: Collection[int]) -> list[Called]:
    """The same, of a contact whose records are known. One query."""
    addresses = Contact.objects.filter(pk__in=own).exclude(email="").order_by()
    rows = contacts_within(scope).exclude(pk__in=own).annotate(address=Lower("email"))
    rows = rows.filter(address__in=addresses.values(address=Lower("email"))).order_by("pk")
    found = dict[int, Called]()
    for row in rows.select_related("customer", "merged_into__customer"):
        now = survivor_of(row)
        # What a record is today may be at an account that the reader does not see.
        if scope.customers is None or now.customer.code in scope.customers:
            found[now.pk] = Called(now.pk, now.pk, now.name, str(now.customer))
    return [found[each] for each in sorted(found)]


def has_others_called(scope: Scope) -> Exists:
    """Whether there is any of them, asked for within the query of the contacts that it is
    about."""
    own = Contact.objects.filter(
        Q(pk=OuterRef(OuterRef("pk"))) | Q(merged_into=OuterRef(OuterRef("pk")))
    ).exclude(email="")
    others = contacts_within(scope).exclude(pk=OuterRef("pk")).exclude(merged_into=OuterRef("pk"))
    addressed = others.annotate(address=Lower("email")).order_by()
    own_ones = own.order_by().values(address=Lower("email"))
    return Exists(addressed.filter(address__in=own_ones))


def survivor_of(contact: Contact) -> Contact:
    """The record that one is today, in however many steps it was merged."""
    while contact.merged_into is not None:
        contact = contact.merged_into
    return contact


def person_as_data(actor: Actor, contact_id: int) -> dict[str, Any]:
    """Facts, judgements, ties and history of a contact and of the records merged into it. Raises
    ``Contact.DoesNotExist`` for strangers, and refuses those who do not tend relationships."""
    found = contacts(actor).select_related("customer", "reports_to").get(pk=contact_id)
    require(actor)
    numbers = itself_and_copies(contact_id) - {contact_id}
    copies = contacts(actor).select_related("customer", "reports_to").filter(pk__in=numbers)
    return {**_as_data(found), "merged_records": [_as_data(each) for each in copies.order_by("pk")]}


def files_sent_by(actor: Actor, *contact_ids: int) -> list[tuple[str, bytes]]:
    """The files that somebody sent, each under a name of its own, for who hands over what is kept
    of them. Raises ``Contact.DoesNotExist`` for strangers, and refuses those who do not tend
    relationships."""
    for contact_id in contact_ids:
        contacts(actor).get(pk=contact_id)
    require(actor)
    ids, found = itself_and_copies(*contact_ids), dict[str, bytes]()
    for kept in FILES_OF_CONTACT:
        for name, content in kept(ids):
            found[f"{len(found) + 1}-{PurePath(name).name}"] = content
    return list(found.items())


def left_of(actor: Actor, *contact_ids: int) -> list[Left]:
    """What stays when somebody is forgotten and may show them all the same."""
    ids = itself_and_copies(*contact_ids)
    return [each for left in LEFT_OF_CONTACT for each in left(actor, ids)]


def itself_and_copies(*contact_ids: int) -> set[int]:
    """The numbers of some contacts and of all that was merged into them, at any depth. One
    query."""
    merged = Contact.objects.exclude(merged_into=None).order_by()
    copies: dict[int | None, list[int]] = {}
    for copy, of in merged.values_list("pk", "merged_into"):  # few, and one query whatever depth
        copies.setdefault(of, []).append(copy)
    ids, found = set(contact_ids), list(contact_ids)
    while found:
        more = [each for each in copies.get(found.pop(), ()) if each not in ids]
        ids.update(more)
        found += more
    return ids


def _as_data(contact: Contact) -> dict[str, Any]:
    boss = contact.reports_to
    ties = list(contact.ties.select_related("person").prefetch_related("judgements"))
    return {
        "number": contact.pk,
        "account": contact.customer.code,
        **{field: getattr(contact, field) for field in _FACTS},
        "reports_to": None if boss is None else boss.name,
        "left_on": _day(contact.left_on),
        "written_on": contact.created_at.date().isoformat(),
        "judgements": [
            _judgement(each) for each in contact.judgements.all() if each.tie_id is None
        ],
        "known_by": [_tie(each) for each in ties],
        "lines": [_line(each, contact) for each in _lines(contact)],
        **{name: kept(contact.pk) for name, kept in KEPT_OF_CONTACT.items()},
        "history": [_entry(each) for each in _history(contact, ties)],
    }


def _judgement(each: Judgement) -> dict[str, Any]:
    return {
        "kind": each.kind,
        "value": each.value,
        "source": each.source,
        "said_on": each.said_on.isoformat(),
        "expires_on": each.expires_on.isoformat(),
        "by": each.by_name,
    }


def _tie(tie: Tie) -> dict[str, Any]:
    return {
        "person": tie.person.name,
        "function": tie.ours,
        "since": tie.since.isoformat(),
        "last_contact": _day(tie.last_on),
        "until": _day(tie.ended_on),
        "strength": [_judgement(each) for each in tie.judgements.all()],
    }


def _lines(contact: Contact) -> list[Line]:
    """What the influence maps say of them, today's and those of scenarios."""
    found = Line.objects.filter(Q(start=contact) | Q(end=contact))
    return list(found.select_related("scenario", "start", "end"))


def _line(each: Line, contact: Contact) -> dict[str, Any]:
    return {
        "kind": each.kind,
        "from": "this person" if each.start_id == contact.pk else "somebody else",
        "scenario": None if each.scenario is None else each.scenario.name,
        "source": each.source,
        "said_on": each.said_on.isoformat(),
        "expires_on": _day(each.expires_on),
        "by": each.by_name,
        "until": _day(each.ended_on),
    }


def _history(contact: Contact, ties: list[Tie]) -> list[AuditEntry]:
    keys = {Contact._meta.label: [str(contact.pk)], Tie._meta.label: [str(tie.pk) for tie in ties]}
    found: list[AuditEntry] = []
    for label, numbers in keys.items():
        found += AuditEntry.objects.filter(subject_type=label, subject_id__in=numbers)
    return sorted(found, key=lambda each: each.pk)


def _entry(each: AuditEntry) -> dict[str, Any]:
    return {
        "at": each.at.isoformat(),
        "by": each.by_name,
        "what": each.verb,
        "before": each.before,
        "after": each.after,
    }


def _day(day: Any) -> str | None:
    return None if day is None else str(day.isoformat())


class Personal(NamedTuple):
    """By what some contacts are found elsewhere: their addresses in small letters, their names and
    telephones, and the codes of all customers of the groups to which they belong."""

    emails: set[str]
    called: set[str]
    codes: set[str]


def personal_of(contact_ids: Collection[int]) -> Personal:
    """For who looks for what is kept of some contacts. One query, and one for the structure."""
    found = Contact.objects.filter(pk__in=contact_ids)
    rows = list(found.values_list("email", "name", "phone", "customer__code"))
    forest = structure().forests[Tree.LEGAL]
    tops = {[forest.survivor(row[3]), *forest.ancestors(row[3])][-1] for row in rows}
    return Personal(
        {row[0].strip().casefold() for row in rows if row[0]},
        {word.strip() for row in rows for word in row[1:3] if word.strip()},
        {code for top in tops for code in forest.codes(top)},
    )


def emails_of(contact_ids: Collection[int]) -> set[str]:
    """The addresses alone."""
    found = Contact.objects.filter(pk__in=contact_ids).exclude(email="")
    return {each.strip().casefold() for each in found.values_list("email", flat=True)}
