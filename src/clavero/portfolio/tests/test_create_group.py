"""A customer group is made by hand."""

from __future__ import annotations

import pytest

from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.portfolio.models import Customer, GroupLink
from clavero.portfolio.rules.grouping import Kind, Tree
from clavero.portfolio.services import create_group
from clavero.portfolio.testing import cover, make_customer

pytestmark = pytest.mark.django_db


def test_works(actors):
    one, two = make_customer("1"), make_customer("2")
    group = create_group(
        actors.administrator, name=" Iberia ", member_ids=[one.pk, two.pk], tree=Tree.BUYING
    )
    assert (group.name, group.code, group.kind) == ("Iberia", "G-0001", Kind.GROUP)
    links = GroupLink.objects.filter(parent=group, tree=Tree.BUYING)
    assert {link.child_id for link in links} == {one.pk, two.pk}


def test_each_gets_the_next_free_code(actors):
    make_customer("G-0002")
    codes = [create_group(actors.director, name="Group").code for _time in range(2)]
    assert codes == ["G-0001", "G-0003"]
    assert create_group(actors.director, name="Group", code="IB").code == "IB"


def test_refuses_no_name_a_taken_code_and_a_member_of_another_group(actors, refuses):
    one = make_customer("1")
    with refuses("name_missing"):
        create_group(actors.director, name=" ")
    with refuses("code_taken"):
        create_group(actors.director, name="Group", code="1")
    create_group(actors.director, name="First", member_ids=[one.pk])
    with refuses("already_in_a_group"):
        create_group(actors.director, name="Second", member_ids=[one.pk])


def test_an_outsider_is_blind_and_an_insider_needs_the_verb(cast, actors):
    one = make_customer("1")
    with pytest.raises(Customer.DoesNotExist):
        create_group(actors.sales, name="Group", member_ids=[one.pk])
    cover(cast.sales, one)
    with pytest.raises(Forbidden):
        create_group(actors.sales, name="Group", member_ids=[one.pk])
    with pytest.raises(Forbidden):
        create_group(actors.sales, name="Group")


def test_audited(actors):
    one = make_customer("1")
    group = create_group(actors.director, name="Group", member_ids=[one.pk])
    assert history(group).get(verb="group.created").after == {"code": "G-0001", "name": "Group"}
    assert history(one).get(verb="group.linked").after == {"group": "G-0001", "tree": "legal"}
