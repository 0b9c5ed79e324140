"""Health: never green by lack of data, and what it says would turn it green does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.kpis.rules.catalogue import BUILT_IN, BY_KEY
from clavero.kpis.rules.health import GROUPED, WEIGHTS, Group, Health, Signal, Why, group_of
from clavero.kpis.rules.kpi import Light

ON = date(2026, 11, 26)
FULL = {Group.BUSINESS: 0.55, Group.RHYTHM: 0.45}
JUDGED = st.sampled_from((Light.GREEN, Light.AMBER, Light.RED))
ORDER = (Light.RED, Light.AMBER, Light.GREEN)


def signals() -> st.SearchStrategy[Signal]:
    return st.builds(
        Signal,
        key=st.text("abc", max_size=3),
        group=st.sampled_from(Group),
        light=st.sampled_from(Light),
        weight=st.sampled_from((0.0, 1.0, 10.0, 33.34)),
        day=st.none() | st.integers(0, 90).map(lambda days: ON - timedelta(days)),
        lasts=st.just(62),
        is_critical=st.booleans(),
    )


HEALTHS = st.lists(signals(), max_size=7).map(lambda found: Health(ON, tuple(found)))


def signal(
    group: Group, light: Light, weight: float = 1.0, *, days: int = 0, critical: bool = False
) -> Signal:
    name = f"{group}-{light}-{weight}"
    return Signal(name, group, light, weight, ON - timedelta(days), 62, critical)


def with_one(health: Health, at: int, **changed: object) -> Health:
    found = list(health.signals)
    found[at] = replace(found[at], **changed)  # type: ignore[arg-type]
    return Health(health.on, tuple(found), health.weights)


def turned(health: Health, chosen: list[Signal]) -> Health:
    """With those green today; ``chosen`` by identity, since two may be equal."""
    numbers = {id(each) for each in chosen}
    found = [
        replace(each, light=Light.GREEN, day=ON) if id(each) in numbers else each
        for each in health.signals
    ]
    return Health(health.on, tuple(found), health.weights)


@given(HEALTHS, st.data())
def test_forgetting_something_never_makes_an_account_green(
    health: Health, data: st.DataObject
) -> None:
    if health.signals and health.light is not Light.GREEN:
        at = data.draw(st.integers(0, len(health.signals) - 1))
        assert with_one(health, at, light=Light.GREY).light is not Light.GREEN
        assert with_one(health, at, day=ON - timedelta(400)).light is not Light.GREEN


@given(HEALTHS)
def test_green_knows_most_of_the_weight_and_every_critical_signal(health: Health) -> None:
    if health.light is Light.GREEN:
        assert health.known >= 0.7 - 1e-9
        assert health.score is not None
        assert health.score >= 0.8 - 1e-9
        assert all(each.is_known(ON) for each in health.signals if each.is_critical)


@given(HEALTHS, st.data())
def test_a_better_signal_never_makes_an_account_worse(health: Health, data: st.DataObject) -> None:
    known = [at for at, is_known in enumerate(health.is_known) if is_known]
    if not known:
        return
    at, light = data.draw(st.sampled_from(known)), data.draw(JUDGED)
    if ORDER.index(light) < ORDER.index(health.signals[at].light):
        return
    better = with_one(health, at, light=light)
    ranks = {Light.RED: 0, Light.GREY: 1, Light.AMBER: 1, Light.GREEN: 2}
    assert ranks[better.light] >= ranks[health.light]
    assert better.earned >= health.earned


@given(HEALTHS)
def test_what_it_says_turns_it_green_and_nothing_shorter_does(health: Health) -> None:
    chosen = health.turning
    if chosen is None:
        assert turned(health, list(health.signals)).light is not Light.GREEN
        return
    assert turned(health, chosen).light is Light.GREEN
    assert (chosen == []) is (health.light is Light.GREEN)
    for fewer in range(len(chosen)):
        for some in combinations(health.signals, fewer):
            assert turned(health, list(some)).light is not Light.GREEN


def test_nothing_known_is_not_judged() -> None:
    health = Health(ON, ())
    assert (health.light, health.why, health.score) == (Light.GREY, Why.TOO_LITTLE_KNOWN, None)
    assert health.turning is None
    assert [group.is_measured for group in health.groups] == [False] * 4
    assert sum(WEIGHTS.values()) == pytest.approx(1)


def test_a_group_that_is_not_measured_yet_is_missing_and_not_good() -> None:
    health = Health(ON, (signal(Group.BUSINESS, Light.GREEN), signal(Group.RHYTHM, Light.GREEN)))
    assert health.light is Light.GREEN
    assert health.known == pytest.approx(0.8)
    *_measured, relationship, plan = health.groups
    assert (relationship.score, plan.score, plan.known) == (None, None, 0.0)


def test_old_data_is_missing_and_says_so() -> None:
    old = signal(Group.BUSINESS, Light.GREEN, days=63)
    health = Health(ON, (old, signal(Group.RHYTHM, Light.GREEN)))
    assert (health.light, health.missing) == (Light.GREY, [old])
    assert old.is_stale(ON)
    assert health.turning == [old]


def test_a_critical_red_is_red_whatever_else_is_good() -> None:
    silent = signal(Group.RHYTHM, Light.RED, critical=True)
    health = Health(ON, (signal(Group.BUSINESS, Light.GREEN), silent))
    assert (health.light, health.why, health.turning) == (Light.RED, Why.CRITICAL, [silent])


def test_the_largest_gain_comes_first() -> None:
    small, large = signal(Group.BUSINESS, Light.RED, 30), signal(Group.BUSINESS, Light.RED, 50)
    rest = signal(Group.BUSINESS, Light.GREEN, 20)
    health = Health(ON, (small, rest, large, signal(Group.RHYTHM, Light.GREEN)), FULL)
    assert health.why is Why.BETWEEN
    assert health.turning == [large]
    low = Health(ON, (small, rest, large, signal(Group.RHYTHM, Light.RED)), FULL)
    assert (low.light, low.why) == (Light.RED, Why.LOW)
    assert [each.weight for each in low.turning or ()][-1] == 50


def test_each_signal_weighs_in_the_group_of_what_it_tells() -> None:
    """What is promised to the relationship never turns the business green."""
    assert [group_of(key) for key in ("sales-kept", "promoters", "plan-freshness")] == [
        Group.BUSINESS,
        Group.RELATIONSHIP,
        Group.PLAN,
    ]
    assert {group_of(each.key) for each in BUILT_IN} == {*Group} - {Group.RHYTHM}
    assert {key for keys in GROUPED.values() for key in keys} <= BY_KEY.keys()
