"""One meeting with several units of a group: one of each of them, and one of the group."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.core.period import Period
from clavero.identity.testing import Cast
from clavero.interactions.rules.kinds import Kind
from clavero.interactions.selectors import account_interactions, figures_of_accounts, time_seen
from clavero.interactions.testing import SYSTEM, ago, make_interaction
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer, make_group
from clavero.relationships.rules.people import Function
from clavero.relationships.testing import make_contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(mine: Customer, cast: Cast) -> Customer:
    """Above ``mine`` and another unit."""
    other = make_customer("C2")
    cover(cast.senior, other)
    return make_group("Group", mine, other, code="G")


def test_one_meeting_with_two_units_is_one_of_the_group_and_one_of_each(
    group: Customer, mine: Customer, cast: Cast
) -> None:
    other, at, today = Customer.objects.get(code="C2"), ago(days=2), timezone.localdate()
    senior, junior = (cast.senior,), (cast.junior_one,)
    buyer = make_contact(mine, "Marta Gil", function=Function.PURCHASING)
    boss = make_contact(other, "Ana Ruiz", function=Function.FINANCE)
    make_interaction(mine, buyer, starts_at=at, ours=senior, minutes=60)
    make_interaction(other, boss, starts_at=at + timedelta(minutes=10), ours=senior, minutes=90)
    # Another team at the time, another kind, and one that begins when the first is over.
    make_interaction(other, starts_at=at + timedelta(hours=5), ours=junior, minutes=30)
    make_interaction(mine, starts_at=at + timedelta(hours=5), ours=senior, minutes=30)
    for later, customer in ((0, mine), (8, other)):
        make_interaction(
            customer, kind=Kind.CALL, ours=senior, minutes=5,
            starts_at=at - timedelta(hours=5) + timedelta(minutes=later),
        )  # fmt: skip
    for customer in (mine, other):  # of one calendar, whoever of ours came, and a mail
        make_interaction(customer, starts_at=at - timedelta(days=9), uid="one@x.example")
        make_interaction(customer, kind=Kind.EMAIL, starts_at=at, uid="<mail@x.example>")
        make_interaction(
            customer, kind=Kind.VISIT, starts_at=timezone.now() + timedelta(days=2), ours=senior
        )
    for customer, spoken, mails, planned, shared in (
        (mine, 4, 1, 1, 0), (other, 4, 1, 1, 0), (group, 6, 1, 1, 3),
    ):  # fmt: skip
        figures = account_interactions(SYSTEM, customer.pk).figures
        assert (figures.spoken, figures.held[Kind.EMAIL]) == (spoken, mails)
        assert (figures.planned, figures.shared) == (planned, shared)
    told = {each.customer_id: each.counts for each in figures_of_accounts(today)}
    assert {number: each.held for number, each in told.items()} == {
        mine.pk: 4, other.pk: 4, group.pk: 6,
    }  # fmt: skip
    assert told[mine.pk].beyond_purchasing.value == 0
    assert told[group.pk].beyond_purchasing.value == 1, "finance was there, too"
    period = Period.inclusive(today - timedelta(30), today)
    for customer_id, minutes in ((mine.pk, 95), (other.pk, 125), (group.pk, 160), (None, 160)):
        found = time_seen(SYSTEM, period, customer_id)
        assert found.total.total == minutes, "the longer of what two wrote of one"
    assert {each.name: each.time.total for each in found.people} == {
        cast.senior.name: 130, cast.junior_one.name: 30,
    }  # fmt: skip
    assert sorted(each.time.total for each in found.accounts) == [95, 125]
    assert found.again == 60


def test_a_group_says_what_it_counts_once(
    group: Customer, mine: Customer, cast: Cast, as_person: AsPerson
) -> None:
    for customer in (mine, Customer.objects.get(code="C2")):
        make_interaction(customer, minutes=60, ours=(cast.senior,), starts_at=ago(days=2))
    client = as_person(cast.director)
    page = client.get(reverse("interactions:account", args=[group.pk])).content.decode()
    assert "1 stands at one more unit of the group and counts once." in page
    page = client.get(reverse("interactions:account_time", args=[group.pk])).content.decode()
    assert "with several accounts at once stand at each of them" in page
    page = client.get(reverse("interactions:account_time", args=[mine.pk])).content.decode()
    assert "with several accounts" not in page
