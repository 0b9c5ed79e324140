"""What can be read about people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from clavero.core import audit
from clavero.core.models import AuditEntry
from clavero.core.revisions import Words
from clavero.identity import rules
from clavero.identity.models import Person
from clavero.identity.rules import Actor, Role, Verb
from clavero.identity.words import CHANGE_NAMES, FIELD_NAMES, ROLE_NAMES
from clavero.ui import formats


@dataclass(frozen=True, slots=True)
class Place:
    """A person's place in the organisation chart, with those who report to them."""

    person: Person
    reports: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of a person's history; ``values`` are what, before and after, in words."""

    id: int
    at: datetime
    by: str
    what: Any
    values: tuple[tuple[Any, Any, Any], ...]


def nobody_yet() -> bool:
    """Whether this is an empty installation, where the first administrator is to be made."""
    return not Person.objects.exists()


def setup_code() -> str:
    """What the server prints and the first visitor must know, so that no stranger comes first.

    It follows from the installation's secret key: every process knows it and nothing is kept.
    """
    return salted_hmac("clavero.identity.welcome", "", algorithm="sha256").hexdigest()[:32]


def people(actor: Actor) -> QuerySet[Person]:
    """Colleagues. Who manages people sees those without access too."""
    everybody = Person.objects.select_related("reports_to")
    return everybody if actor.may(Verb.MANAGE_PEOPLE) else everybody.filter(is_active=True)


def anybody_is(role: Role) -> bool:
    """Whether somebody with access has this role."""
    return Person.objects.filter(role=role, is_active=True).exists()


def names_of(person_ids: Iterable[int]) -> dict[int, str]:
    """What people are called, for histories: those without access too."""
    return dict(Person.objects.filter(pk__in=set(person_ids)).order_by().values_list("pk", "name"))


def language_for(person: Person | None) -> str:
    """The language in which somebody is written to: their own, or the house's; so for nobody."""
    return (person.language if person is not None else "") or str(settings.HOUSE_LANGUAGE)


def signs_in(email: str) -> bool:
    """Whether somebody signs in here with an address."""
    return Person.objects.filter(email=email.strip().lower(), is_active=True).exists()


def organisation_chart(actor: Actor) -> tuple[Place, ...]:
    """Who reports to whom, from the top; a person whose superior is not shown stands there too."""
    shown = list(people(actor))
    known = {person.pk for person in shown}
    below: dict[int | None, list[Person]] = {}
    for person in shown:
        boss = person.reports_to_id if person.reports_to_id in known else None
        below.setdefault(boss, []).append(person)

    def places(of: Iterable[Person]) -> tuple[Place, ...]:
        return tuple(Place(person, places(below.get(person.pk, ()))) for person in of)

    return places(below.get(None, ()))


def team_of(person_id: int) -> frozenset[int]:
    """Everybody who reports to a person, directly or not.

    Those whose access was closed belong to it still: until their customers are handed over,
    somebody above must see them.
    """
    return rules.team_of(person_id, reporting_lines())


def reporting_lines() -> dict[int, int | None]:
    """Each person and the one they report to."""
    return dict(Person.objects.order_by().values_list("pk", "reports_to_id"))


@dataclass(frozen=True, slots=True)
class Staff:
    """Everybody, those without access too, by name: for pages that ask more than one thing of
    them, in one query."""

    people: Sequence[Person]

    @property
    def lines(self) -> dict[int, int | None]:
        """Each person and the one they report to."""
        return {each.pk: each.reports_to_id for each in self.people}

    @property
    def names(self) -> dict[int, str]:
        """What people are called, for histories."""
        return {each.pk: each.name for each in self.people}


def staff() -> Staff:
    """Everybody, by name."""
    return Staff(list(Person.objects.order_by("name", "pk")))


def superiors_by_name() -> dict[int, str]:
    """What everybody's superior is called; who has none is not there."""
    below = Person.objects.filter(reports_to__isnull=False).order_by()
    return dict(below.values_list("pk", "reports_to__name"))


def team_with_names(person_id: int) -> tuple[frozenset[int], dict[int, str]]:
    """Who reports to a person, directly or not, and what everybody is called, in one query."""
    rows = list(Person.objects.order_by().values_list("pk", "name", "reports_to_id"))
    below = rules.team_of(person_id, {pk: superior for pk, _name, superior in rows})
    return below, {pk: name for pk, name, _superior in rows}


def superiors_possible(actor: Actor, person: Person) -> QuerySet[Person]:
    """Those whom ``person`` could report to without closing a circle."""
    team = team_of(person.pk)
    return people(actor).filter(is_active=True).exclude(pk__in=team | {person.pk})


def has_second_factor(person: Person) -> bool:
    """Whether sign-in asks for a code besides the password."""
    factors = Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.TOTP)
    return bool(factors.exists())


def changes_of(person_id: int) -> list[Change]:
    """Who changed what about a person, newest first. The first one's number is the revision."""
    entries = list(audit.history(Person(pk=person_id)))
    names = dict(Person.objects.order_by().values_list("pk", "name"))
    return [
        Change(entry.pk, entry.at, entry.by_name, CHANGE_NAMES[entry.verb], _values(entry, names))
        for entry in entries
    ]


def _values(entry: AuditEntry, names: Mapping[int, str]) -> tuple[tuple[Any, Any, Any], ...]:
    # In the order of the names: PostgreSQL forgets in which order JSON was written.
    told = [
        (called, _readable(field, entry.before, names), _readable(field, entry.after, names))
        for field, called in FIELD_NAMES.items()
        if field in (entry.after or {})
    ]
    return tuple((what, before, after) for what, before, after in told if before or after)


def _readable(field: str, values: Mapping[str, Any] | None, names: Mapping[int, str]) -> Any:
    value = (values or {}).get(field)
    if field == "role" and value:
        return ROLE_NAMES[Role(value)]
    if field == "reports_to_id" and value:
        return names.get(value, value)
    return value


def _said(field: str, values: Mapping[str, Any]) -> Any:
    person_id = values.get(field) if field == "reports_to_id" else None
    return _readable(field, values, names_of([person_id]) if person_id else {})


WORDS = Words(FIELD_NAMES, _said, formats.moment)
"""How a collision of two people's changes is told."""
