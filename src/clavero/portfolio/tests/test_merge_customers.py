"""Two records are declared one customer."""

from __future__ import annotations

from datetime import date

import pytest

from clavero.core.audit import history
from clavero.core.errors import Forbidden, Refusal
from clavero.portfolio.models import Customer
from clavero.portfolio.selectors.structure import structure_version
from clavero.portfolio.services import merge_customers
from clavero.portfolio.testing import cover, make_customer, make_group, make_one, put_under

pytestmark = pytest.mark.django_db


def refused(actor, source: Customer, target: Customer) -> str:
    with pytest.raises(Refusal) as refusal:
        merge_customers(actor, source_id=source.pk, target_id=target.pk)
    assert refusal.value.code == "same_customer" or str(refusal.value.hint)
    assert "%(" not in str(refusal.value)
    return refusal.value.code


def test_works(actors):
    copy, real = make_customer("copy"), make_customer("real")
    before = structure_version()
    assert merge_customers(actors.administrator, source_id=copy.pk, target_id=real.pk) == real
    copy.refresh_from_db()
    assert copy.merged_into == real
    assert structure_version() != before


def test_merges_of_merges_are_possible(actors):
    one, two, three = make_customer("1"), make_customer("2"), make_customer("3")
    make_one(one, two)
    merge_customers(actors.director, source_id=two.pk, target_id=three.pk)
    one.refresh_from_db()
    assert one.merged_into == two


def test_a_subsidiary_may_turn_out_to_be_its_mother(actors):
    mother, branch = make_customer("mother"), make_customer("branch")
    put_under(mother, branch)
    merge_customers(actors.director, source_id=branch.pk, target_id=mother.pk)


def test_refuses_itself_and_what_is_merged_already(actors):
    copy, real, other = make_customer("copy"), make_customer("real"), make_customer("other")
    assert refused(actors.director, real, real) == "same_customer"
    make_one(copy, real)
    assert refused(actors.director, copy, other) == "already_merged"
    assert refused(actors.director, other, copy) == "target_merged"


def test_refuses_a_customer_and_a_group(actors):
    assert refused(actors.director, make_customer("1"), make_group("Group")) == "different_kinds"


def test_refuses_a_merge_that_would_lose_a_group_or_close_a_circle(actors):
    inside, outside = make_customer("inside"), make_customer("outside")
    put_under(make_customer("mother"), inside)
    assert refused(actors.director, inside, outside) == "different_groups"
    mother = Customer.objects.get(code="mother")
    assert refused(actors.director, mother, inside) == "merge_upwards"


def test_refuses_two_key_account_managers_at_the_same_time(cast, actors):
    copy, real = make_customer("copy"), make_customer("real")
    cover(cast.junior_one, copy, end=date(2024, 1, 1))
    cover(cast.junior_two, real, start=date(2023, 12, 31))
    assert refused(actors.director, copy, real) == "two_leads"


def test_one_manager_of_both_or_one_after_the_other_is_no_hindrance(cast, actors):
    copy, real, other = make_customer("copy"), make_customer("real"), make_customer("other")
    cover(cast.junior_one, copy, real)
    cover(cast.junior_two, other, end=date(2000, 1, 1), start=date(1999, 1, 1))
    merge_customers(actors.director, source_id=copy.pk, target_id=real.pk)
    merge_customers(actors.director, source_id=other.pk, target_id=real.pk)


def test_an_outsider_is_blind_and_an_insider_needs_the_verb(cast, actors):
    copy, real = make_customer("copy"), make_customer("real")
    with pytest.raises(Customer.DoesNotExist):
        merge_customers(actors.sales, source_id=copy.pk, target_id=real.pk)
    cover(cast.sales, copy, real)
    with pytest.raises(Forbidden):
        merge_customers(actors.sales, source_id=copy.pk, target_id=real.pk)


def test_audited_on_both(actors):
    copy, real = make_customer("copy"), make_customer("real")
    merge_customers(actors.director, source_id=copy.pk, target_id=real.pk)
    assert history(copy).get(verb="customer.merged").after == {"merged_into": "real"}
    assert history(real).get(verb="customer.absorbed").after == {"code": "copy"}
