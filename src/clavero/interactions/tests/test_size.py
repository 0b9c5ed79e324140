"""An account with 300 contacts and 5,000 interactions costs as many queries as one with ten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.identity.testing import Cast
from clavero.interactions.models import Interaction
from clavero.interactions.selectors import days_met
from clavero.interactions.testing import ago, make_interaction, make_many
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer, make_group
from clavero.relationships.testing import make_contact

pytestmark = pytest.mark.django_db
PAGES = ("interactions:account", "interactions:new", "interactions:account_time")


def costs(client: Client, customer: Customer, made: Interaction) -> dict[str, int]:
    """How many queries each page takes."""
    addresses = {name: reverse(name, args=[customer.pk]) for name in PAGES}
    addresses["interaction"] = reverse("interactions:interaction", args=[made.pk])
    addresses["search"] = f"{addresses['interactions:account']}?search=person&function=purchasing"
    addresses["relationships"] = reverse("relationships:account", args=[customer.pk])
    found = {}
    for name, address in addresses.items():
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        found[name] = len(captured)
    return found


def test_no_page_costs_more_queries_with_more_of_them(
    cast: Cast, mine: Customer, as_person: AsPerson
) -> None:
    large = make_customer("C2")
    cover(cast.senior, large)
    make_many(mine, cast.senior, contacts=10, count=10)
    make_many(large, cast.senior, contacts=300, count=5_000)
    client = as_person(cast.senior)
    few, many = (
        costs(client, each, Interaction.objects.filter(customer=each).latest("pk"))
        for each in (mine, large)
    )
    assert many == few
    found = []
    for each, other in ((mine, make_customer("C3")), (large, make_customer("C4"))):
        group = make_group(f"Group of {each.code}", each, other, code=f"G{each.code}")
        cover(cast.senior, group)
        found.append(costs(client, group, Interaction.objects.filter(customer=each).latest("pk")))
    few, many = found
    assert many == few, "of groups, too"
    assert max(few.values()) <= 13, "a search counts what there is without it, too"


def test_where_the_time_went_is_looked_through_once(
    cast: Cast, mine: Customer, as_person: AsPerson
) -> None:
    """By person and by account is one and the same sum."""
    make_interaction(mine, minutes=60, ours=(cast.senior,))
    client, address = as_person(cast.senior), reverse("interactions:account_time", args=[mine.pk])
    with CaptureQueriesContext(connection) as captured:
        assert cast.senior.name in client.get(address).content.decode()
    sums = [each["sql"] for each in captured if "SUM(" in each["sql"]]
    assert len(sums) == 1
    assert sums[0].count("SELECT") == 2, "nor is there a list of the interactions beside it"


def test_when_two_met_is_asked_of_the_contacts_alone(cast: Cast, mine: Customer) -> None:
    """Narrowed by state or person, a database looks through all that was ever held by anybody."""
    contact, today = make_contact(mine), timezone.localdate()
    for days in (3, 9):
        make_interaction(mine, contact, ours=(cast.senior,), starts_at=ago(days=days))
    make_interaction(
        mine, contact, ours=(cast.senior,), starts_at=timezone.now() + timedelta(days=2)
    )
    asked = {contact.pk: {cast.senior.pk}}
    place = (contact.pk, cast.senior.pk)
    with CaptureQueriesContext(connection) as captured:
        last = days_met(asked, today)
        every = days_met(asked)
    assert [(today - day).days for day in last[place]] == [3]
    assert sorted((today - day).days for day in every[place]) == [3, 9]
    for query in captured:
        narrowed = query["sql"].split(" WHERE ")[1].split(" GROUP BY ")[0]
        assert "state" not in narrowed
        assert "person" not in narrowed
