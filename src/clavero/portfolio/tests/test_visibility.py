"""Who sees whom: one condition for lists, single objects and the ledger's scope."""

from __future__ import annotations

from datetime import timedelta

import pytest

from clavero.core.period import Period
from clavero.core.scope import Scope
from clavero.identity.rules import Actor, Role
from clavero.portfolio.models import Customer
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import customer_picture
from clavero.portfolio.services import unlink_group
from clavero.portfolio.testing import (
    SYSTEM,
    cover,
    make_customer,
    make_group,
    make_one,
    put_under,
    today,
)
from clavero.portfolio.visibility import accounts, narrowed, records, scope_for

pytestmark = pytest.mark.django_db


def seen(actor: Actor) -> set[str]:
    """What the list, the single object and the scope say, which must be the same."""
    listed = {customer.code for customer in accounts(actor)}
    for customer in Customer.objects.filter(merged_into=None):
        assert accounts(actor).filter(pk=customer.pk).exists() is (customer.code in listed)
    scope = scope_for(actor)
    if scope.customers is not None:
        merged = set(Customer.objects.exclude(merged_into=None).values_list("code", flat=True))
        assert scope.customers - merged == listed
    return listed


def test_the_whole_portfolio_is_open_to_director_executive_and_the_system(actors):
    make_customer("1")
    make_customer("2")
    for actor in (actors.director, actors.executive, SYSTEM):
        assert seen(actor) == {"1", "2"}
        assert scope_for(actor) == Scope(None)


def test_others_see_nothing_without_coverage(actors):
    make_customer("1")
    for name in ("senior", "junior_one", "sales", "logistics", "hr", "administrator"):
        assert seen(getattr(actors, name)) == set()
        assert scope_for(getattr(actors, name)) == Scope(frozenset())


def test_who_looks_after_a_customer_sees_it_and_so_does_who_leads_them(cast, actors):
    one, two, three = make_customer("1"), make_customer("2"), make_customer("3")
    cover(cast.junior_one, one)
    cover(cast.junior_two, two)
    cover(cast.senior, three)
    assert seen(actors.junior_one) == {"1"}
    assert seen(actors.junior_two) == {"2"}
    assert seen(actors.senior) == {"1", "2", "3"}
    assert seen(actors.sales) == set()


def test_coverage_lends_no_eyes_to_a_role_that_sees_no_accounts(cast, actors):
    for code, person in (("1", cast.logistics), ("2", cast.administrator)):
        role, person.role = person.role, Role.ACCOUNT_MANAGER  # the role changed afterwards
        person.save(update_fields=["role"])
        cover(person, make_customer(code))
        person.role = role
        person.save(update_fields=["role"])
    assert seen(actors.logistics) == set()
    assert seen(actors.administrator) == set()


def test_coverage_counts_from_its_first_day_to_the_day_before_its_end(cast, actors):
    day = timedelta(days=1)
    cover(cast.sales, make_customer("past"), end=today())
    cover(cast.sales, make_customer("last day"), end=today() + day)
    cover(cast.sales, make_customer("first day"), start=today())
    cover(cast.sales, make_customer("future"), start=today() + day)
    assert seen(actors.sales) == {"last day", "first day"}


def test_a_group_brings_its_whole_legal_tree(cast, actors):
    north, south, shop = make_customer("north"), make_customer("south"), make_customer("shop")
    holding = make_group("Holding", north, south, code="H")
    put_under(north, shop)
    cover(cast.sales, holding)
    assert seen(actors.sales) == {"H", "north", "south", "shop"}


def test_a_member_brings_neither_its_group_nor_its_sisters(cast, actors):
    north, south = make_customer("north"), make_customer("south")
    make_group("Holding", north, south, code="H")
    cover(cast.sales, north)
    assert seen(actors.sales) == {"north"}


@pytest.mark.usefixtures("own_ledger")
def test_a_buying_group_brings_nobody(cast, actors):
    member = make_customer("member")
    buyers = make_group("Buyers", member, code="B", tree=Tree.BUYING)
    cover(cast.sales, buyers)
    assert seen(actors.sales) == {"B"}
    picture = customer_picture(actors.sales, buyers.pk, period=Period.year(2024))
    assert picture.figures.members == {}, "nor their names"
    assert picture.counted.codes == {"B"}


def test_a_merged_record_is_the_customer_it_became(cast, actors):
    copy, real = make_customer("copy"), make_customer("real")
    cover(cast.sales, copy)
    make_one(copy, real)
    assert seen(actors.sales) == {"real"}
    assert scope_for(actors.sales) == Scope(frozenset({"copy", "real"}))


def test_the_children_of_a_merged_group_come_along(cast, actors):
    old, new, shop = make_customer("old"), make_customer("new"), make_customer("shop")
    put_under(old, shop)
    make_one(old, new)
    cover(cast.sales, new)
    assert seen(actors.sales) == {"new", "shop"}


def test_the_resting_link_of_a_merged_record_gives_no_way_in(cast, actors):
    copy, real = make_customer("copy"), make_customer("real")
    group = make_group("Group", copy, real, code="G")
    make_one(copy, real)
    unlink_group(SYSTEM, child_id=real.pk)
    cover(cast.sales, group)
    assert seen(actors.sales) == {"G"}


def test_who_manages_customers_keeps_their_records_without_seeing_their_sales(actors):
    make_one(make_customer("copy"), make_customer("real"))
    assert {each.code for each in records(actors.administrator)} == {"copy", "real"}
    assert not accounts(actors.administrator).exists()
    assert not records(actors.junior_one).exists()


def test_a_scope_is_only_ever_narrowed():
    everything, some = Scope(None), Scope(frozenset({"a", "b"}))
    assert narrowed(everything, frozenset({"a"})) == Scope(frozenset({"a"}))
    assert narrowed(some, frozenset({"b", "c"})) == Scope(frozenset({"b"}))


def test_the_list_takes_one_query(actors, django_assert_num_queries):
    with django_assert_num_queries(1):
        list(accounts(actors.senior))
