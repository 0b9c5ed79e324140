"""Sets of factors: what is accepted, what is rejected, and weights that move."""

from __future__ import annotations

import json
from dataclasses import replace
from math import fsum, inf, isclose, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.core.faults import Faulty
from clavero.portfolio.rules.matrix.factors import (
    POSITION,
    POTENTIAL,
    Axis,
    Direction,
    Factor,
    FactorFault,
    FactorSet,
    factor_faults,
    moved_weight,
    parse_factor,
    parse_factors,
)
from clavero.portfolio.rules.matrix.scales import Direct, Linear, ScaleFault

weights = st.lists(st.floats(0.5, 100), min_size=3, max_size=7).map(
    lambda parts: {f"f{at}": 100 * part / fsum(parts) for at, part in enumerate(parts)}
)


def factors(*points: float) -> list[Factor]:
    return [Factor(f"f{at}", weight, Direct()) for at, weight in enumerate(points)]


def codes(*points: float) -> list[str]:
    return [fault.code for fault in factor_faults(factors(*points))]


def test_the_defaults_are_those_of_the_method():
    assert POTENTIAL.weights == {
        "volume": 20, "growth": 25, "share": 15, "profitability": 25, "fit": 15,
    }  # fmt: skip
    assert POSITION.weights == {
        "quality": 25, "service": 25, "price": 15, "innovation": 15, "relationship": 20,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("points", "found"),
    [
        ((50, 30, 20), []),
        ((50, 50), [FactorFault.TOO_FEW]),
        ((20, 20, 10, 10, 10, 10, 10, 10), [FactorFault.TOO_MANY]),
        ((50.5, 29.5, 20), [FactorFault.WEIGHT_TOO_LARGE]),
        ((50, 30, 20.00001), [FactorFault.WEIGHTS_NOT_FULL]),
        ((50, 30, 20.0000001), []),
        ((50, 50, 0), [FactorFault.WEIGHT_NOT_POSITIVE]),
        ((50, -10, 40, 20), [FactorFault.WEIGHT_NOT_POSITIVE]),
        ((50, nan, 50), [FactorFault.WEIGHT_NOT_POSITIVE]),
        ((inf, -inf, 50), [FactorFault.WEIGHT_NOT_POSITIVE] * 2),
        ((), [FactorFault.TOO_FEW, FactorFault.WEIGHTS_NOT_FULL]),
    ],
)
def test_what_is_rejected(points, found):
    assert codes(*points) == found


def test_a_rejection_says_what_was_found_and_what_is_allowed():
    (fault,) = factor_faults(factors(60, 20, 20))
    assert (fault.on, fault.given, fault.limit) == ("f0", 60, 50)


def test_keys_are_there_and_differ():
    three = factors(50, 30, 20)
    assert [f.code for f in factor_faults([three[0], replace(three[1], key="f0"), three[2]])] == [
        FactorFault.TWICE
    ]
    assert [f.code for f in factor_faults([replace(three[0], key=""), *three[1:]])] == [
        FactorFault.NAMELESS
    ]


def test_a_set_with_faults_does_not_exist():
    with pytest.raises(Faulty) as refused:
        FactorSet(Axis.POSITION, tuple(factors(60, 20, 10)))
    assert len(refused.value.faults) == 2


def test_share_as_room_left_and_as_value_proved():
    room = Factor("share", 15, Linear(0, 1), Direction.HEADROOM)
    proved = replace(room, direction=Direction.CAPTURED)
    assert (round(room.score(0.35), 9), round(proved.score(0.35), 9)) == (6.5, 3.5)
    assert (round(room.value_at(6.5), 9), proved.value_at(3.5)) == (0.35, 0.35)
    assert room.score(1.2) == 0  # more than the wallet that was estimated


@pytest.mark.parametrize("each", [POTENTIAL, POSITION])
def test_what_is_stored_comes_back_the_same(each):
    assert parse_factors(json.loads(json.dumps(each.to_plain()))) == each


def test_what_is_read_tells_all_faults_on_their_factor():
    plain = POTENTIAL.to_plain()
    plain["factors"][0]["scale"]["low"] = 0
    plain["factors"][1]["weight"] = "much"
    plain["factors"][2]["direction"] = "sideways"
    plain["factors"][3] = 7
    with pytest.raises(Faulty) as refused:
        parse_factors(plain)
    assert [(fault.code, fault.on) for fault in refused.value.faults] == [
        (ScaleFault.NOT_POSITIVE, "volume"),
        (FactorFault.WEIGHT_NOT_POSITIVE, "growth"),
        (FactorFault.UNKNOWN_DIRECTION, "share"),
        (FactorFault.UNREADABLE, ""),
    ]


@pytest.mark.parametrize("plain", [{}, {"axis": "z", "factors": []}, {"axis": "position"}])
def test_what_is_no_set_at_all(plain):
    with pytest.raises(Faulty):
        parse_factors(plain)
    with pytest.raises(Faulty):
        parse_factor(plain)


@given(weights, st.floats(-30, 30), st.data())
def test_a_moved_weight_leaves_100_and_the_others_in_proportion(weights, points, data):
    key = data.draw(st.sampled_from(sorted(weights)))
    moved = moved_weight(weights, key, points)
    assert isclose(fsum(moved.values()), 100, abs_tol=1e-6)
    assert all(weight >= 0 for weight in moved.values())
    others = [each for each in weights if each != key]
    parts = [moved[each] / weights[each] for each in others]
    assert all(isclose(part, parts[0], abs_tol=1e-9) for part in parts)


@given(weights, st.data())
def test_a_weight_moved_there_and_back_is_where_it_was(weights, data):
    key = data.draw(st.sampled_from(sorted(weights)))
    points = data.draw(st.floats(-weights[key], (100 - weights[key]) * 0.99))
    back = moved_weight(moved_weight(weights, key, points), key, -points)
    assert all(isclose(back[each], weights[each], abs_tol=1e-6) for each in weights)
