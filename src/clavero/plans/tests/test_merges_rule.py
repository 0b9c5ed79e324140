"""Where plans are after any chain of merges and takings-apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from clavero.plans.rules.merges import Placed, in_order, places, today

RECORDS = 6
steps = st.lists(st.tuples(st.integers(0, RECORDS - 1), st.integers(0, RECORDS - 1)), max_size=25)
homes = st.sets(st.integers(0, RECORDS - 1))
WITH_PLANS = 100  # plans have other numbers than records


def moved(at: dict[int, int], home: dict[int, int], merged: dict[int, int]) -> dict[int, int]:
    there = [Placed(plan, at[plan], home[plan]) for plan in at]
    after = dict(at)
    for plan, record in in_order(there, places(there, merged)):
        assert record not in after.values(), "a customer has one plan"
        after[plan] = record
    return after


@given(homes, steps)
def test_each_plan_is_where_its_record_is(written: set[int], done: list[tuple[int, int]]) -> None:
    """A step merges two customers, or takes the first apart where it is merged."""
    home = {WITH_PLANS + record: record for record in written}
    at, merged = dict(home), dict[int, int]()
    for one, other in done:
        if one in merged:
            del merged[one]
        elif one != other and other not in merged:
            merged[one] = other
        at = moved(at, home, merged)
        for root in {today(record, merged) for record in range(RECORDS)}:
            theirs = [plan for plan in home if today(home[plan], merged) == root]
            held = [plan for plan in theirs if at[plan] == root]
            assert len(held) == min(1, len(theirs)), "who has a plan by any record has one"
            assert all(at[plan] == home[plan] for plan in theirs if plan not in held)
            own = WITH_PLANS + root
            assert own not in home or at[own] == root, "the customer's own holds"
    for record in list(merged):
        del merged[record]
        at = moved(at, home, merged)
    assert at == home


@given(homes, steps)
def test_a_plan_that_holds_goes_on_to_hold(written: set[int], done: list[tuple[int, int]]) -> None:
    """Who comes along takes nobody's place."""
    home = {WITH_PLANS + record: record for record in written}
    at, merged = dict(home), dict[int, int]()
    for one, other in done:
        if one == other or one in merged or other in merged:
            continue
        merged[one] = other
        held = next((plan for plan in at if at[plan] == other), None)
        at = moved(at, home, merged)
        assert held is None or at[held] == other


def test_what_has_stayed_behind_is_brought_along() -> None:
    assert moved({1: 10}, {1: 10}, {10: 20, 20: 30}) == {1: 30}
    assert moved({1: 30}, {1: 10}, {20: 30}) == {1: 10}
    # Somebody wrote another one meanwhile: the one that is elsewhere is of where it is.
    assert moved({1: 30, 2: 10}, {1: 10, 2: 10}, {20: 30}) == {1: 30, 2: 10}
