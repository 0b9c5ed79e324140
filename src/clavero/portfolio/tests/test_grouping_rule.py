"""Merged codes and groups: everything rolls up once."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.portfolio.rules.grouping import Forest, Loop

# holding > north > north-east; holding > south; "south2" is a second code of south.
FOREST = Forest(
    parents={"north": "holding", "north-east": "north", "south": "holding"},
    merged={"south2": "south"},
)
CODES = [f"c{number}" for number in range(12)]


@st.composite
def forests(draw: st.DrawFn) -> Forest:
    """Any trees and merges as the services let them grow: one step at a time, no loop."""
    parents: dict[str, str] = {}
    merged: dict[str, str] = {}
    steps = st.tuples(st.booleans(), st.sampled_from(CODES), st.sampled_from(CODES))
    for is_merge, one, other in draw(st.lists(steps, max_size=20)):
        forest = Forest(dict(parents), dict(merged))
        if one == other or one in merged or other in merged:
            continue
        if is_merge:
            group = forest.parent(one)
            same_group = group in {None, other, forest.parent(other)}
            if same_group and not forest.would_loop_merged(source=one, target=other):
                merged[one] = other
        elif one not in parents and not forest.would_loop(parent=other, child=one):
            parents[one] = other
    return Forest(parents, merged)


def top(forest: Forest, code: str) -> str:
    """The account at the top of a customer's tree, by climbing it step by step."""
    return [forest.survivor(code), *forest.ancestors(code)][-1]


def test_the_top_of_each_tree_is_the_account():
    assert top(FOREST, "north-east") == "holding"
    assert top(FOREST, "south2") == "holding"
    assert top(FOREST, "alone") == "alone"
    assert FOREST.ancestors("north-east") == ["north", "holding"]
    assert FOREST.parent("holding") is None


def test_a_customer_is_all_its_codes():
    assert FOREST.same("south") == ["south", "south2"]
    assert FOREST.same("south2") == ["south", "south2"]
    assert FOREST.codes("holding") == ["holding", "north", "south", "south2", "north-east"]


def test_merges_of_merges_are_followed():
    forest = Forest(merged={"a": "b", "b": "c"})
    assert forest.survivor("a") == "c"
    assert forest.same("c") == ["c", "b", "a"]


def test_the_children_of_a_merged_group_hang_from_what_it_became():
    forest = Forest(parents={"shop": "old"}, merged={"old": "new"})
    assert forest.parent("shop") == "new"
    assert forest.subtree("new") == ["new", "shop"]


def test_the_own_link_of_a_merged_customer_rests():
    forest = Forest(parents={"copy": "group", "real": "group"}, merged={"copy": "real"})
    assert forest.children == {"group": ["real"]}
    assert forest.codes("group") == ["group", "real", "copy"]


def test_a_subsidiary_merged_into_its_mother_is_no_loop():
    forest = Forest(parents={"branch": "mother"}, merged={"branch": "mother"})
    assert top(forest, "branch") == "mother"
    assert forest.codes("mother") == ["mother", "branch"]


def test_a_circle_is_seen_before_it_is_closed():
    assert FOREST.would_loop(parent="north-east", child="holding")
    assert FOREST.would_loop(parent="north", child="north")
    assert FOREST.would_loop(parent="south2", child="south")
    assert not FOREST.would_loop(parent="south", child="north-east")
    assert FOREST.would_loop_merged(source="holding", target="north-east")
    assert not FOREST.would_loop_merged(source="north-east", target="holding")


def test_a_circle_in_the_data_is_told_and_does_not_hang():
    for forest in (
        lambda: Forest({"a": "b", "b": "a"}).ancestors("a"),
        lambda: Forest({"a": "b", "b": "a"}).subtree("a"),
        lambda: Forest(merged={"a": "b", "b": "a"}).survivor("a"),
    ):
        with pytest.raises(Loop):
            forest()


def test_codes_climb_only_to_groups_that_are_wholly_visible():
    visible = {"north", "north-east", "south", "south2"}
    assert FOREST.rollup(visible) == {"north-east": "north", "south2": "south"}
    assert FOREST.rollup({"holding", *visible})["north-east"] == "holding"


def test_totals_show_each_group_with_all_below_it():
    own = {"north": Decimal(1), "north-east": Decimal(2), "south2": Decimal(4), "x": Decimal(8)}
    assert FOREST.totals(own) == {
        "holding": 7,
        "north": 3,
        "north-east": 2,
        "south": 4,
        "x": 8,
    }


@given(forests(), st.lists(st.decimals(-1000, 1000, places=2), min_size=12, max_size=12))
def test_rolling_up_never_changes_the_total(forest, amounts):
    values = dict(zip(CODES, amounts, strict=True))
    rollup = forest.rollup()
    rolled: dict[str, Decimal] = {}
    for code, amount in values.items():
        account = rollup.get(code, code)
        rolled[account] = rolled.get(account, Decimal(0)) + amount
    assert sum(rolled.values()) == sum(values.values())
    assert set(rolled) == {top(forest, code) for code in CODES}
    totals = forest.totals(values)
    assert {account: totals[account] for account in rolled} == rolled


@given(forests(), st.sets(st.sampled_from(CODES)))
def test_no_part_of_a_group_is_shown_as_the_group(forest, visible):
    for account in set(forest.rollup(visible).values()):
        if forest.children.get(account):
            shown = [c for c in CODES if forest.rollup(visible).get(c, c) == account]
            assert set(shown) in ({account}, set(forest.codes(account)), set(forest.same(account)))


@given(forests())
def test_every_code_belongs_to_one_account(forest):
    roots = {top(forest, code) for code in CODES}
    counted = [code for root in roots for code in forest.codes(root)]
    assert sorted(counted) == sorted(CODES)


@given(forests(), st.sampled_from(CODES), st.sampled_from(CODES))
def test_merging_and_taking_apart_again_changes_nothing(forest, source, target):
    if source in forest.merged or target in forest.merged or source == target:
        return
    merged = {**forest.merged, source: target}
    apart = {code: into for code, into in merged.items() if code != source}
    again = Forest(forest.parents, apart)
    assert again == forest
    assert again.rollup() == forest.rollup()
