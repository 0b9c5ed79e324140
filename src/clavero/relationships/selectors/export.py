"""All that is kept of a person, for the person."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePath
from typing import Any, NamedTuple

from django.db.models import Q

from clavero.core.models import AuditEntry
from clavero.identity.rules import Actor
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import structure
from clavero.relationships.hooks import FILES_OF_CONTACT, KEPT_OF_CONTACT, LEFT_OF_CONTACT, Left
from clavero.relationships.models import Contact, Judgement, Line, Tie
from clavero.relationships.visibility import contacts, require

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
    return [Called(each.pk, _today(each), each.name, str(each.customer)) for each in found]


def _today(contact: Contact) -> int:
    while contact.merged_into is not None:
        contact = contact.merged_into
    return contact.pk


def person_as_data(actor: Actor, contact_id: int) -> dict[str, Any]:
    """Facts, judgements, ties and history of a contact and of the records merged into it. Raises
    ``Contact.DoesNotExist`` for strangers, and refuses those who do not tend relationships."""
    found = contacts(actor).select_related("customer", "reports_to").get(pk=contact_id)
    require(actor)
    numbers = itself_and_copies(contact_id) - {contact_id}
    copies = contacts(actor).select_related("customer", "reports_to").filter(pk__in=numbers)
    return {**_as_data(found), "merged_records": [_as_data(each) for each in copies.order_by("pk")]}


def files_sent_by(actor: Actor, contact_id: int) -> list[tuple[str, bytes]]:
    """The files that somebody sent, each under a name of its own, for who hands over what is kept
    of them. Raises ``Contact.DoesNotExist`` for strangers, and refuses those who do not tend
    relationships."""
    contacts(actor).get(pk=contact_id)
    require(actor)
    ids, found = itself_and_copies(contact_id), dict[str, bytes]()
    for kept in FILES_OF_CONTACT:
        for name, content in kept(ids):
            found[f"{len(found) + 1}-{PurePath(name).name}"] = content
    return list(found.items())


def left_of(actor: Actor, contact_id: int) -> list[Left]:
    """What stays when somebody is forgotten and may show them all the same."""
    ids = itself_and_copies(contact_id)
    return [each for left in LEFT_OF_CONTACT for each in left(actor, ids)]


def itself_and_copies(contact_id: int) -> set[int]:
    """The numbers of a contact and of all that was merged into it, at any depth."""
    ids = {contact_id}
    while more := set(
        Contact.objects.filter(merged_into__in=ids).exclude(pk__in=ids).values_list("pk", flat=True)
    ):
        ids |= more
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
