"""A customer is put under a group, and taken out; a group is dissolved."""

from __future__ import annotations

import pytest

from clavero.core.audit import history
from clavero.core.errors import Forbidden, Refusal
from clavero.portfolio.models import Customer, GroupLink
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors.structure import forests, structure_version
from clavero.portfolio.services import dissolve_group, link_group, unlink_group
from clavero.portfolio.testing import (
    cover,
    make_customer,
    make_group,
    make_one,
    put_under,
)

pytestmark = pytest.mark.django_db


def refused(actor, parent: Customer, child: Customer, tree: Tree = Tree.LEGAL) -> str:
    with pytest.raises(Refusal) as refusal:
        link_group(actor, parent_id=parent.pk, child_id=child.pk, tree=tree)
    assert str(refusal.value.hint)
    assert "%(" not in str(refusal.value)
    return refusal.value.code


def test_linking_works_at_any_depth_and_in_several_trees(actors):
    top, middle, shop = make_customer("top"), make_customer("middle"), make_customer("shop")
    before = structure_version()
    link_group(actors.director, parent_id=middle.pk, child_id=shop.pk)
    link_group(actors.director, parent_id=top.pk, child_id=middle.pk)
    link_group(actors.director, parent_id=top.pk, child_id=shop.pk, tree=Tree.BUYING)
    assert forests()[Tree.LEGAL].ancestors("shop") == ["middle", "top"]
    assert forests()[Tree.BUYING].ancestors("shop") == ["top"]
    assert structure_version() != before


def test_refuses_a_circle_a_second_group_and_merged_records(actors):
    top, middle, shop = make_customer("top"), make_customer("middle"), make_customer("shop")
    put_under(top, middle)
    put_under(middle, shop)
    assert refused(actors.director, shop, top) == "group_loop"
    assert refused(actors.director, top, top) == "group_loop"
    with pytest.raises(Refusal, match="cannot be a member of itself"):
        link_group(actors.director, parent_id=top.pk, child_id=top.pk)
    assert refused(actors.director, top, shop) == "already_in_a_group"
    copy = make_customer("copy")
    make_one(copy, top)
    assert refused(actors.director, copy, make_customer("new")) == "merged"
    assert refused(actors.director, shop, copy) == "merged"


def test_a_circle_in_one_tree_is_none_in_another(actors):
    one, two = make_customer("1"), make_customer("2")
    put_under(one, two)
    link_group(actors.director, parent_id=two.pk, child_id=one.pk, tree=Tree.BUYING)


def test_linking_is_closed_to_outsiders_and_to_insiders_without_the_verb(cast, actors):
    one, two = make_customer("1"), make_customer("2")
    cover(cast.sales, one)
    with pytest.raises(Customer.DoesNotExist):
        link_group(actors.sales, parent_id=two.pk, child_id=one.pk)
    cover(cast.sales, two)
    with pytest.raises(Forbidden):
        link_group(actors.sales, parent_id=two.pk, child_id=one.pk)


def test_linking_is_audited(actors):
    one, two = make_customer("1"), make_customer("2")
    link_group(actors.director, parent_id=two.pk, child_id=one.pk)
    assert history(one).get(verb="group.linked").after == {"group": "2", "tree": "legal"}


def test_unlinking_works_and_is_audited(actors):
    one, two = make_customer("1"), make_customer("2")
    put_under(two, one)
    put_under(two, one, tree=Tree.BUYING)
    unlink_group(actors.director, child_id=one.pk)
    assert [link.tree for link in GroupLink.objects.all()] == [Tree.BUYING]
    entry = history(one).get(verb="group.unlinked")
    assert entry.before == {"group": "2", "tree": "legal"}


def test_unlinking_refuses_what_is_in_no_group(actors, refuses):
    with refuses("not_in_a_group"):
        unlink_group(actors.director, child_id=make_customer("1").pk)


def test_unlinking_is_closed_to_outsiders_and_to_insiders_without_the_verb(cast, actors):
    one = make_customer("1")
    put_under(make_customer("2"), one)
    with pytest.raises(Customer.DoesNotExist):
        unlink_group(actors.sales, child_id=one.pk)
    cover(cast.sales, one)
    with pytest.raises(Forbidden):
        unlink_group(actors.sales, child_id=one.pk)


def test_dissolving_works_and_is_audited(actors):
    one, two = make_customer("1"), make_customer("2")
    group = make_group("Group", one, two, code="G")
    put_under(make_customer("top"), group)
    dissolve_group(actors.director, group_id=group.pk)
    assert not GroupLink.objects.exists()
    assert not Customer.objects.filter(code="G").exists()
    entry = history(Customer(pk=group.pk)).get(verb="group.dissolved")
    assert entry.before == {"code": "G", "name": "Group", "members": ["1", "2"]}


def test_each_member_tells_that_its_group_was_dissolved(actors):
    one, two = make_customer("1"), make_customer("2")
    group = make_group("Group", one, code="G")
    put_under(group, two, tree=Tree.BUYING)
    dissolve_group(actors.director, group_id=group.pk)
    for member, tree in ((one, "legal"), (two, "buying")):
        entry = history(member).get(verb="group.left_dissolved")
        assert (entry.before, entry.by_id) == (
            {"group": "G", "tree": tree},
            actors.director.user_id,
        )


def test_dissolving_refuses_customers_and_groups_with_a_history(cast, actors, refuses):
    with refuses("not_a_pure_group"):
        dissolve_group(actors.director, group_id=make_customer("1").pk)
    group = make_group("Group")
    cover(cast.sales, group)
    with refuses("group_has_history"):
        dissolve_group(actors.director, group_id=group.pk)


def test_dissolving_is_closed_to_outsiders_and_to_insiders_without_the_verb(cast, actors):
    group = make_group("Group")
    with pytest.raises(Customer.DoesNotExist):
        dissolve_group(actors.sales, group_id=group.pk)
    cover(cast.sales, group)
    with pytest.raises(Forbidden):
        dissolve_group(actors.sales, group_id=group.pk)
