"""Factories for the tests of this domain and of those above it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from clavero.identity.models import Person
from clavero.identity.rules import Actor
from clavero.interactions.models import Brought, Interaction, OfOurs, OfTheirs
from clavero.interactions.rules.found import Address, Found
from clavero.interactions.rules.kinds import Kind
from clavero.interactions.services import record_interaction
from clavero.portfolio.models import Customer
from clavero.relationships.models import Contact
from clavero.relationships.rules.people import Function

SYSTEM = Actor.system()


def ago(**before: float) -> datetime:
    """A moment of the past: ``ago(days=3)``."""
    return timezone.now() - timedelta(**before)


def make_interaction(
    customer: Customer,
    *contacts: Contact,
    kind: Kind = Kind.MEETING,
    subject: str = "Forecast of the year",
    ours: tuple[Person, ...] = (),
    **given: Any,
) -> Interaction:
    """One that was held a day ago unless it says otherwise."""
    told = {"starts_at": ago(days=1), **given}
    return record_interaction(
        SYSTEM, customer_id=customer.pk, kind=kind, subject=subject,
        contacts=[each.pk for each in contacts], people=[each.pk for each in ours], **told,
    )  # fmt: skip


def make_brought(person: Person) -> Brought:
    """A file of one mail, of nobody known, that ``person`` brought and has not chosen from."""
    mail = Found(
        uid="<1@x.example>", kind=Kind.EMAIL, starts_at=ago(days=1), subject="Prices of May",
        addresses=(Address("marta@x.example", "Marta Gil"),),
    )  # fmt: skip
    return Brought.objects.create(
        person_id=person.pk, name="mails.mbox", items=[mail.as_data()], refused=["Mail 2"]
    )


_BELOW = 6  # who report to the same boss


def make_many(customer: Customer, ours: Person, contacts: int, count: int) -> None:
    """So many contacts and interactions at once, as years leave them, past the services."""
    people = Contact.objects.bulk_create(
        Contact(
            customer=customer, name=f"Person {number}", by_name="Ana",
            function=list(Function)[number % len(Function)].value,
        )
        for number in range(contacts)
    )  # fmt: skip
    for number, each in enumerate(people[1:]):
        each.reports_to = people[number // _BELOW]
    Contact.objects.bulk_update(people, ["reports_to"])
    kinds, now = list(Kind), timezone.now()
    made = []
    for number in range(count):
        start = now - timedelta(hours=7 * (number + 1))
        made.append(
            Interaction(
                customer=customer,
                kind=kinds[number % 4].value,
                state="done",
                starts_at=start,
                day=start.date(),
                minutes=30,
                subject=f"Talk {number}",
                activity="relationship",
                text="What was said. " * 40,
                by_name="Ana",
            )
        )
    Interaction.objects.bulk_create(made, batch_size=500)
    OfOurs.objects.bulk_create(
        (OfOurs(interaction=each, person=ours) for each in made), batch_size=2_000
    )
    OfTheirs.objects.bulk_create(
        (
            OfTheirs(interaction=each, contact=people[(number + more) % len(people)])
            for number, each in enumerate(made)
            for more in range(2)
        ),
        batch_size=2_000,
    )
