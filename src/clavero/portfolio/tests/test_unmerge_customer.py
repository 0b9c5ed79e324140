"""A merge is taken back."""

from __future__ import annotations

import pytest

from clavero.core.audit import history
from clavero.core.errors import Forbidden, Refusal
from clavero.portfolio.models import Customer, GroupLink
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors.structure import forests, structure_version
from clavero.portfolio.services import unlink_group, unmerge_customer
from clavero.portfolio.testing import SYSTEM, cover, make_customer, make_group, make_one, put_under

pytestmark = pytest.mark.django_db


def test_merging_and_taking_apart_leaves_everything_as_it_was(actors):
    copy, real, shop = make_customer("copy"), make_customer("real"), make_customer("shop")
    make_group("Group", copy, real)
    put_under(copy, shop)
    before, version = forests(), structure_version()
    make_one(copy, real)
    assert forests() != before
    unmerge_customer(actors.director, customer_id=copy.pk)
    assert forests() == before
    assert structure_version() != version


def test_refuses_what_is_not_merged(actors):
    with pytest.raises(Refusal) as refusal:
        unmerge_customer(actors.director, customer_id=make_customer("1").pk)
    assert refusal.value.code == "not_merged"


def test_refuses_a_circle_that_grew_in_the_meantime(actors):
    top, copy, real = make_customer("top"), make_customer("copy"), make_customer("real")
    shop = make_customer("shop")
    put_under(top, copy, real)
    put_under(copy, shop)
    make_one(copy, real)
    unlink_group(SYSTEM, child_id=real.pk)
    put_under(shop, top)
    with pytest.raises(Refusal) as refusal:
        unmerge_customer(actors.director, customer_id=copy.pk)
    assert refusal.value.code == "unmerge_loop"
    assert GroupLink.objects.filter(tree=Tree.LEGAL).count() == 3


def test_an_outsider_is_blind_and_an_insider_needs_the_verb(cast, actors):
    copy, real = make_customer("copy"), make_customer("real")
    make_one(copy, real)
    with pytest.raises(Customer.DoesNotExist):
        unmerge_customer(actors.sales, customer_id=copy.pk)
    cover(cast.sales, real)
    with pytest.raises(Forbidden):
        unmerge_customer(actors.sales, customer_id=copy.pk)


def test_audited_on_both(actors):
    copy, real = make_customer("copy"), make_customer("real")
    make_one(copy, real)
    unmerge_customer(actors.director, customer_id=copy.pk)
    assert history(copy).get(verb="customer.unmerged").before == {"merged_into": "real"}
    assert history(real).get(verb="customer.released").before == {"code": "copy"}
