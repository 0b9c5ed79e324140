"""An account with hundreds of contacts costs as many queries as one with three."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.identity.testing import Cast
from clavero.matrix.rules.position import Stage
from clavero.portfolio.models import Customer
from clavero.portfolio.selectors.kept import EVERYTHING_KEPT
from clavero.portfolio.testing import cover, make_customer
from clavero.relationships.models import Contact, Judgement, Tie
from clavero.relationships.rules.judging import Kind
from clavero.relationships.rules.matrix import Ours
from clavero.relationships.rules.people import Function
from clavero.relationships.rules.sides import Side
from clavero.relationships.services import change_contact, erase_contact, say_stage
from clavero.relationships.testing import SYSTEM, make_contact, make_judgement, make_tie

pytestmark = pytest.mark.django_db
MOST = 12
BY_ACCOUNT = ("account", "chart", "influence", "matrix", "new", "duplicates", "load")
BY_CONTACT = ("contact", "change", "erase")
MOST_CALLS = {"account": 1.45, "chart": 1.2, "influence": 1.4, "matrix": 1.65}
"""How many times the calls of a page of ten a page of hundreds may take. A call is not time: one
of a rule counts as much as one that renders a form, and a rule looks at each of hundreds. That the
server takes at most 1.3 times as long is measured by ``python -m benchmarks``, of interactions."""


def grow(customer: Customer, cast: Cast, count: int) -> None:
    """More people of every function, each judged and known to two of ours."""
    today = timezone.localdate()
    boss = Contact.objects.filter(customer=customer).first()
    people = Contact.objects.bulk_create(
        Contact(
            customer=customer, name=f"Person {number} of {count}", by_name="Ana",
            function=list(Function)[number % len(Function)].value, reports_to=boss,
            email=f"same{number % 5}@x.example",
        )
        for number in range(count)
    )  # fmt: skip
    ties = Tie.objects.bulk_create(
        Tie(contact=each, person=person, ours=Ours.KAM.value, since=today, by_name="Ana")
        for each in people
        for person in (cast.senior, cast.junior_one)
    )
    said = {
        "said_on": today, "expires_on": today + timedelta(9), "by_name": "Ana", "source": "x"
    }  # fmt: skip
    heard = [(each, None, Kind.INFLUENCE, number % 11) for number, each in enumerate(people)]
    liked = [(each, None, Kind.ATTITUDE, 1) for each in people]
    strong = [(tie.contact, tie, Kind.STRENGTH, 1) for tie in ties]
    Judgement.objects.bulk_create(
        Judgement(contact=contact, tie=tie, kind=kind.value, value=value, **said)
        for contact, tie, kind, value in [*heard, *liked, *strong]
    )


def costs(client: Client, addresses: list[str]) -> dict[str, int]:
    """How many queries each page takes."""
    found = {}
    for address in addresses:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        found[address] = len(captured)
    return found


def test_no_page_costs_more_queries_with_more_people(
    mine: Customer, cast: Cast, as_person: AsPerson
) -> None:
    contact = make_contact(mine)
    tie = make_tie(contact, cast.senior)
    make_judgement(contact, Kind.INFLUENCE, 9)
    say_stage(SYSTEM, customer_id=mine.pk, side=Side.OURS, stage=Stage.INTEGRATED, source="x")
    grow(mine, cast, 2)
    addresses = [
        reverse("relationships:contacts"),
        reverse("relationships:ours", args=[cast.senior.pk]),
        reverse("relationships:tie", args=[tie.pk]),
        *(reverse(f"relationships:{name}", args=[mine.pk]) for name in BY_ACCOUNT),
        *(reverse(f"relationships:{name}", args=[contact.pk]) for name in BY_CONTACT),
    ]
    client = as_person(cast.senior)
    few = costs(client, addresses)
    grow(mine, cast, 300)
    for kept in EVERYTHING_KEPT:  # past the services, nobody is told
        kept.forget()
    assert costs(client, addresses) == few
    assert {address: count for address, count in few.items() if count > MOST} == {}


def works(client: Client, address: str) -> int:
    """How many functions are called for a page: its work, whoever else keeps the machine busy."""
    client.get(address)
    count = 0

    def called(_frame: object, event: str, _value: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(called)
    try:
        assert client.get(address).status_code == 200
    finally:
        sys.setprofile(None)
    return count


def test_a_page_of_hundreds_opens_like_one_of_ten(
    mine: Customer, cast: Cast, as_person: AsPerson
) -> None:
    large = make_customer("C2")
    cover(cast.senior, large)
    for customer, count in ((mine, 10), (large, 300)):
        grow(customer, cast, count)
        say_stage(
            SYSTEM, customer_id=customer.pk, side=Side.OURS, stage=Stage.INTEGRATED, source="x"
        )
    client = as_person(cast.senior)
    for name, most in MOST_CALLS.items():
        few, many = (
            works(client, reverse(f"relationships:{name}", args=[each.pk]))
            for each in (mine, large)
        )
        assert many <= most * few, name
        if name in {"chart", "influence"}:
            page = client.get(reverse(f"relationships:{name}", args=[large.pk])).context
            names = [(*node.within, *node.below)[0].size for node in page["drawing"].nodes]
            assert min(names) >= 11, "what is read at the zoom at which a picture begins"
            assert len(names) <= 60


def test_what_is_kept_of_people_is_never_old(
    mine: Customer, cast: Cast, as_person: AsPerson
) -> None:
    contact = make_contact(mine, "Marta Gil")
    make_tie(contact, cast.senior)
    page, client = reverse("relationships:account", args=[mine.pk]), as_person(cast.senior)

    def told() -> str:
        return client.get(page).content.decode()

    changes: list[tuple[str, Callable[[], object]]] = [
        ("8 of 10", lambda: make_judgement(contact, Kind.INFLUENCE, 8)),
        ("Marta Gil Soler", lambda: change_contact(
            SYSTEM, contact_id=contact.pk, name="Marta Gil Soler")),
        ("Luis Ros", lambda: make_contact(mine, "Luis Ros")),
        (cast.junior_one.name, lambda: make_tie(contact, cast.junior_one)),
    ]  # fmt: skip
    for text, change in changes:
        assert text not in told()
        change()
        assert text in told()
    with CaptureQueriesContext(connection) as again:
        told()
    assert not [each for each in again if "relationships_judgement" in each["sql"]]
    erase_contact(SYSTEM, contact_id=contact.pk)
    assert "Marta" not in told()
