"""The standing cast, for every domain's tests. The made-up company employs the same people.

A director, a senior who leads two juniors, a sales account manager, a colleague in logistics, an
executive, somebody of human resources and an administrator. Nobody (signed out) has no person.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from importlib import import_module
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import update_last_login

from clavero.identity.doors import actor_for
from clavero.identity.models import Person
from clavero.identity.rules import Role

if TYPE_CHECKING:
    from django.test import Client

__all__ = ["PASSWORD", "Cast", "Person", "actor_for", "make_cast", "sign_in"]

PASSWORD = "clavero-demo"  # noqa: S105 - it opens made-up people's accounts

_MEMBERS = (  # superiors before those who report to them
    ("executive", "Asunción Valcárcel Ordóñez", Role.EXECUTIVE,
     "Directora general", "Dirección", ""),
    ("director", "Ramón Aguirrezabal Costa", Role.DIRECTOR,
     "Director de cuentas clave", "Cuentas clave", "executive"),
    ("senior", "Nuria Costafreda Vidal", Role.SENIOR,
     "Gestora sénior de cuentas clave", "Cuentas clave", "director"),
    ("junior_one", "Iker Madariaga Sanz", Role.JUNIOR,
     "Gestor júnior de cuentas clave", "Cuentas clave", "senior"),
    ("junior_two", "Leonor Taveira Pinto", Role.JUNIOR,
     "Gestora júnior de cuentas clave", "Cuentas clave", "senior"),
    ("sales", "Andrés Lacasta Monreal", Role.ACCOUNT_MANAGER,
     "Delegado comercial", "Ventas", "director"),
    ("logistics", "Olga Berastegui Ruiz", Role.COLLEAGUE,
     "Jefa de expediciones", "Logística", "executive"),
    ("hr", "Tomás Peñalba Ferrer", Role.PEOPLE,
     "Responsable de personas", "Personas", "executive"),
    ("administrator", "Blanca Riudavets Mora", Role.ADMINISTRATOR,
     "Responsable de sistemas", "Sistemas", "executive"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of the made-up company, by what they are there."""

    executive: Person
    director: Person
    senior: Person
    junior_one: Person
    junior_two: Person
    sales: Person
    logistics: Person
    hr: Person
    administrator: Person

    def __iter__(self) -> Iterator[tuple[str, Person]]:
        for field in fields(self):
            yield field.name, getattr(self, field.name)


def make_cast(password: str = PASSWORD) -> Cast:
    """Create the whole cast; all of them sign in with ``password``.

    The suite needs them thousands of times: their superiors are there at once, or they wait.
    """
    people: dict[str, Person] = {}
    waiting: list[Person] = []
    for member, name, role, job_title, department, superior in _MEMBERS:
        if superior and people[superior].pk is None:
            waiting = _written(waiting)
        person = Person(
            email=f"{member.replace('_', '.')}@demo.example",
            name=name,
            role=role,
            job_title=job_title,
            department=department,
            reports_to=people.get(superior),
        )
        person.set_password(password)
        people[member] = person
        waiting.append(person)
    _written(waiting)
    return Cast(**people)


def _written(people: list[Person]) -> list[Person]:
    """Nobody waits any more."""
    Person.objects.bulk_create(people)
    return []


def sign_in(client: Client, person: Person) -> Client:
    """The client, with ``person`` signed in: what ``force_login`` leaves, without its detours.

    A sign-in saves a session three times, under two keys: the suite signs in thousands of times.
    """
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    update_last_login(Person, person)
    return client
