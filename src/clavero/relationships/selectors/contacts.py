"""The contacts that a person sees, and what they may read of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet

from clavero.core.estimates import Estimate
from clavero.core.revisions import revision_beside, revision_of
from clavero.core.scope import Scope
from clavero.identity.rules import Actor
from clavero.portfolio.selectors import Account, account_of, account_within, seen_now, today_of
from clavero.relationships.hooks import Met, on_met
from clavero.relationships.models import Contact, Tie, ToldApart
from clavero.relationships.rules import matrix
from clavero.relationships.rules.duplicates import Named, Pair, pairs
from clavero.relationships.rules.judging import OF_CONTACTS, TOP_INFLUENCE, Kind, holding
from clavero.relationships.rules.people import LEVELS, Level, is_there
from clavero.relationships.rules.quadrants import quadrant
from clavero.relationships.selectors.export import has_others_called
from clavero.relationships.selectors.history import Change, changes_of
from clavero.relationships.selectors.kept import people_of
from clavero.relationships.selectors.known import People, Thought, ended_on, people_at, today
from clavero.relationships.selectors.leaving import Leaving, leaving_of
from clavero.relationships.selectors.place import same_account_within
from clavero.relationships.visibility import contacts, contacts_within, is_of_the_team

_OF_COPIES = ("phone", "email", "unit", "languages")
"""What a record that was merged into a contact says of the person where the contact's own says
nothing."""
_NOTHING: dict[str, Any] = {
    "influence": None, "attitude": None, "standing": None, "strength": None, "known_by": "",
    "last_on": None, "is_expired": False,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A contact for a reader. What is judged is ``None`` where nothing counts, and for those who
    are not of the account team; ``known_by`` are ours, the one who knows them best first."""

    id: int
    customer_id: int
    code: str
    account: str
    party: str
    organisation: str
    name: str
    title: str
    function: str
    level: str
    part: str
    unit: str
    languages: str
    email: str
    phone: str
    reports_to_id: int | None
    reports_to: str
    left_on: date | None
    erased_on: date | None
    influence: int | None
    attitude: int | None
    standing: int | None
    strength: int | None
    known_by: str
    last_on: date | None
    is_expired: bool

    @property
    def is_placeholder(self) -> bool:
        """Whether nobody knows who it is."""
        return not self.name

    @property
    def quadrant(self) -> str:
        """What they ask of us; nothing where nobody says, or the reader may not know."""
        return quadrant(self.influence, self.strength) or ""

    @property
    def is_here(self) -> bool:
        """Whether they are still there."""
        return is_there(self.left_on, today())

    @property
    def place(self) -> str:
        """What stands for a name where there is none: the job title; without one, nothing."""
        return self.title


@dataclass(frozen=True, slots=True)
class Warned:
    """Contacts of most influence of whom the team should think: those against us, and those whom
    nobody has judged or knows."""

    against: Sequence[ContactRow]
    unknown: Sequence[ContactRow]


@dataclass(frozen=True, slots=True)
class AccountContacts:
    """The contacts of an account and of those below it. ``is_team`` is whether the reader may see
    what is thought of them, ``warmth`` what it comes to."""

    account: Account
    is_team: bool
    here: Sequence[ContactRow]
    gone: Sequence[ContactRow]
    warmth: Estimate | None
    warned: Warned | None
    pairs: int


@dataclass(frozen=True, slots=True)
class TieRow:
    """Somebody of ours who knows a contact: how well it was said to be, and what is left of it."""

    id: int
    person_id: int
    person: str
    ours: str
    since: date
    last_on: date | None
    interval_days: int
    ended_on: date | None
    said: Thought | None
    strength: int | None
    seen: int = 0


@dataclass(frozen=True, slots=True)
class ContactSeen:
    """One contact with all that the reader may know: judgements by kind, the newest first, and
    which of each counts."""

    row: ContactRow
    account: Account
    is_team: bool
    seen: int
    merged_into: tuple[int | None, str] | None
    copies: Sequence[tuple[int, str]]
    reports: Sequence[tuple[int, str, str]]
    judged: Sequence[tuple[Kind, Thought | None, Sequence[Thought]]]
    ties: Sequence[TieRow]
    changes: Sequence[Change]
    met: Sequence[Met]
    leaving: Leaving | None = None
    resilience: int = 0
    has_others: bool = False
    """Whether somebody else has an address of theirs: most likely themselves at other accounts."""


class Boss(NamedTuple):
    """Somebody to report to."""

    id: int
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class ContactToChange:
    """A contact as its form needs it: facts, account, revision, and whom it may report to."""

    row: ContactRow
    account: Account
    seen: int
    bosses: Sequence[Boss]


def account_contacts(actor: Actor, customer_id: int) -> AccountContacts:
    """The contacts of one account. Raises ``Customer.DoesNotExist`` for strangers to it."""
    account = account_of(actor, customer_id)
    is_team = is_of_the_team(actor, account.card.code, account.shape)
    on = today()
    people = people_of(account, on=on)
    here, gone, warm, warned = people.once(
        ("weighed", is_team), lambda: _weighed(rows_of(people, on, is_team=is_team))
    )
    pairs = len(_pairs(people))
    return AccountContacts(
        account, is_team, here, gone, warm if is_team else None, warned if is_team else None, pairs
    )


def _weighed(
    rows: Sequence[ContactRow],
) -> tuple[Sequence[ContactRow], Sequence[ContactRow], Estimate, Warned]:
    """Those who are there and those who have left, how warm the first are, and of whom to think."""
    ordered = sorted(rows, key=_weight)
    here = [row for row in ordered if row.is_here]
    return here, [row for row in ordered if not row.is_here], warmth(here), _warned(here)


def rows_of(people: People, on: date, *, is_team: bool) -> list[ContactRow]:
    """All the contacts with what counts of them on a day."""
    return people.once(
        ("rows", on, is_team),
        lambda: [row_of(each, people, on, is_team=is_team) for each in people.contacts.values()],
    )


def contact_rows(actor: Actor) -> list[ContactRow]:
    """All contacts that ``actor`` sees, as facts alone: those of many accounts, of whose teams a
    reader need not be."""
    found = contacts(actor).filter(merged_into=None).select_related("customer", "reports_to")
    return [facts_of(each) for each in found.order_by("name", "pk")]


def contact_seen(actor: Actor, contact_id: int) -> ContactSeen:
    """One contact. Raises ``Contact.DoesNotExist`` for strangers to its customer."""
    scope, shape = seen_now(actor)
    seen_by = contacts_within(scope).select_related("customer", "merged_into__customer")
    found = seen_by.annotate(
        revision=revision_beside(Contact), has_others=has_others_called(scope)
    ).get(pk=contact_id)
    account = account_within(scope, today_of(found.customer).code, shape)
    is_team = is_of_the_team(actor, account.card.code, shape)
    on = today()
    people = people_at(account.codes, on=on)
    if found.merged_into_id is not None:
        people = _as_it_was(found, people)
    ties = people.ties.get(found.pk, ())
    above = [each for each in people.contacts.values() if each.reports_to_id == found.pk]
    target, known = found.merged_into, people.known(on)
    numbers = [found.pk, *(each.pk for each in people.copies.get(found.pk, ()))]
    return ContactSeen(
        row=row_of(found, people, on, is_team=is_team),
        account=account,
        is_team=is_team,
        seen=found.revision or 0,
        merged_into=None if target is None else _if_seen(target, scope),
        copies=[(each.pk, each.name) for each in people.copies.get(found.pk, ())],
        reports=[(each.pk, each.name, each.title) for each in above],
        judged=_judged(found.pk, people, on) if is_team else (),
        ties=[_tie_row(tie, people, on, is_team=is_team) for tie in ties],
        changes=changes_of(found.pk, [tie.pk for tie in ties]),
        leaving=leaving_of(found.pk, found.name, known, is_ours=False) if is_team else None,
        resilience=matrix.resilience(matrix.strengths_of(known)),
        met=[each for tell in on_met for each in tell(scope, numbers)],
        has_others=found.has_others,
    )


def suggested_pairs(
    actor: Actor, customer_id: int
) -> tuple[Account, list[tuple[Pair, ContactRow, ContactRow]]]:
    """Which contacts of an account may be the same person, and the account."""
    account = account_of(actor, customer_id)
    on = today()
    people = people_of(account, on=on)
    rows = {row.id: row for row in rows_of(people, on, is_team=False)}
    return account, [(pair, rows[pair.first], rows[pair.second]) for pair in _pairs(people)]


def contact_to_change(actor: Actor, contact_id: int) -> ContactToChange:
    """One contact for its form. Raises ``Contact.DoesNotExist`` for strangers to its customer."""
    seen = revision_of(Contact(pk=contact_id))  # before the values that it stands for
    scope, shape = seen_now(actor)
    found = contacts_within(scope).select_related("customer").get(pk=contact_id)
    account = account_within(scope, today_of(found.customer).code, shape)
    others = same_account_within(scope, account.card.code, shape).exclude(pk=contact_id)
    return ContactToChange(facts_of(found), account, seen, _bosses(others))


def bosses_possible(account: Account) -> list[Boss]:
    """Whom a new contact of an account may report to. One query."""
    return _bosses(same_account_within(account.scope, account.card.code, account.shape))


def _bosses(found: QuerySet[Contact]) -> list[Boss]:
    rows = found.order_by("name", "title", "pk").values_list("pk", "name", "title")
    return [Boss(*row) for row in rows]


def warmth(rows: Sequence[ContactRow]) -> Estimate:
    """How the contacts stand towards us, by their influence; of those whose both are judged."""
    return matrix.warmth(
        [
            (row.influence, row.attitude)
            for row in rows
            if row.influence is not None and row.attitude is not None
        ]
    )


def _weight(row: ContactRow) -> tuple[int, int, str, int]:
    """Those of most influence first, then the highest, then by name."""
    level = LEVELS.index(Level(row.level)) if row.level else len(LEVELS)
    return -(row.influence or 0), level, row.name.casefold(), row.id


def _warned(rows: Sequence[ContactRow]) -> Warned:
    top = [row for row in rows if (row.influence or 0) >= TOP_INFLUENCE]
    against = [row for row in top if row.attitude is not None and row.attitude < 0]
    return Warned(against, [row for row in top if row.attitude is None or not row.strength])


def _pairs(people: People) -> list[Pair]:
    return people.once("pairs", lambda: _looked_for(people))


def _looked_for(people: People) -> list[Pair]:
    named = [
        Named(each.pk, each.name, each.email, each.phone)
        for each in people.contacts.values()
        if each.name
    ]
    ids = [each.id for each in named]
    apart = ToldApart.objects.filter(first__in=ids).values_list("first", "second")
    return pairs(named, apart)


def _as_it_was(found: Contact, people: People) -> People:
    """What a merged record itself holds, apart from the contact that it is today."""
    target = next((key for key, copies in people.copies.items() if found in copies), found.pk)
    own = [tie for tie in people.ties.get(target, ()) if tie.contact_id == found.pk]
    judged = {
        (found.pk, kind.value): [
            each
            for each in people.judged.get((target, kind.value), ())
            if each.contact_id == found.pk
        ]
        for kind in OF_CONTACTS
    }
    return People(
        {**people.contacts, found.pk: found}, {}, {found.pk: own}, judged, people.strengths,
        people.met,
    )  # fmt: skip


def _if_seen(target: Contact, scope: Scope) -> tuple[int | None, str]:
    """The number and name of a contact, for who sees its customer."""
    if scope.customers is None or target.customer.code in scope.customers:
        return target.pk, target.name
    return None, ""


def _judged(
    contact_id: int, people: People, on: date
) -> list[tuple[Kind, Thought | None, Sequence[Thought]]]:
    return [
        (kind, people.value(contact_id, kind, on), people.judged.get((contact_id, kind.value), ()))
        for kind in OF_CONTACTS
    ]


def _tie_row(tie: Tie, people: People, on: date, *, is_team: bool) -> TieRow:
    said = people.strengths.get(tie.pk, ())
    return TieRow(
        id=tie.pk,
        person_id=tie.person_id,
        person=tie.person.name,
        ours=tie.ours,
        since=tie.since,
        last_on=people.last(tie, on),
        interval_days=tie.interval_days,
        ended_on=ended_on(tie),
        said=said[0] if said and is_team else None,
        strength=people.strength(tie, on) if is_team and ended_on(tie) is None else None,
    )


def facts_of(contact: Contact, boss: str | None = None, **judged: Any) -> ContactRow:
    """A contact without anything that is thought of it, unless it is given."""
    card = today_of(contact.customer)
    values: dict[str, Any] = {
        **_NOTHING,
        "unit": contact.unit, "languages": contact.languages, "email": contact.email,
        "phone": contact.phone, **judged,
    }  # fmt: skip
    return ContactRow(
        id=contact.pk, customer_id=card.id, code=card.code, account=card.title,
        party=contact.party, organisation=contact.organisation, name=contact.name,
        title=contact.title, function=contact.function, level=contact.level, part=contact.part,
        reports_to_id=contact.reports_to_id, reports_to=boss or "",
        left_on=contact.left_on, erased_on=contact.erased_on, **values,
    )  # fmt: skip


def row_of(contact: Contact, people: People, on: date, *, is_team: bool) -> ContactRow:
    """A contact with what counts of them on a day, as far as the reader may know it."""
    boss = people.contacts.get(contact.reports_to_id or 0)
    values: dict[str, Any] = {}
    for field in _OF_COPIES if contact.pk in people.copies else ():
        if not getattr(contact, field):
            others = (getattr(copy, field) for copy in people.copies[contact.pk])
            values[field] = next(filter(None, others), "")
    open_ties = [tie for tie in people.ties.get(contact.pk, ()) if ended_on(tie) is None]
    if open_ties:
        lasts = [day for tie in open_ties if (day := people.last(tie, on)) is not None]
        strengths = {tie.pk: people.strength(tie, on) for tie in open_ties} if is_team else {}
        best = sorted(open_ties, key=lambda tie: (-(strengths.get(tie.pk) or 0), tie.person.name))
        known = [each for each in strengths.values() if each is not None]
        values |= {
            "known_by": ", ".join(tie.person.name for tie in best),
            "last_on": max(lasts, default=None),
            "strength": max(known, default=None),
        }
    for kind in OF_CONTACTS if is_team else ():
        judged = people.judged.get((contact.pk, kind.value))
        if judged:
            said = holding(judged, on)
            values[kind.value] = None if said is None else said.value
            values["is_expired"] = values.get("is_expired", False) or said is None
    return facts_of(contact, None if boss is None else boss.name or boss.title, **values)
