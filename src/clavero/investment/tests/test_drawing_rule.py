"""Draws, and what they say."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtri

from clavero.investment.rules.cases import Spread
from clavero.investment.rules.drawing import (
    DRAWS,
    deviation_of,
    moves,
    normal_risk,
    quantiles,
    risk_of,
    values_of,
)
from clavero.investment.rules.kinds import Shape

EVENLY = (np.arange(200_000) + 0.5) / 200_000
O_6_5 = Spread(Decimal(20), Decimal(30), Decimal(52))


@pytest.mark.parametrize(
    ("shape", "mean", "variance"), [(Shape.PERT, 32, 5.3333**2), (Shape.TRIANGULAR, 34, 44.6667)]
)
def test_o_6_5(shape: Shape, mean: float, variance: float) -> None:
    assert O_6_5.mean(shape) == mean
    assert deviation_of(O_6_5, shape) ** 2 == pytest.approx(variance, rel=1e-4)
    drawn = quantiles(O_6_5, EVENLY, shape)
    assert drawn.mean() == pytest.approx(mean, abs=1e-2)
    # A sixth of the range is only near the deviation of the curve that PERT draws from.
    exact = (mean - 20) * (52 - mean) / 7 if shape is Shape.PERT else variance
    assert drawn.var() == pytest.approx(exact, rel=1e-3)


def test_o_6_6() -> None:
    for found in (normal_risk(50, 40), risk_of(50 + 40 * ndtri(EVENLY))):
        assert found.loss == pytest.approx(0.105650, abs=1e-5)
        assert found.p5 == pytest.approx(-15.794, abs=2e-3)
        assert found.cvar == pytest.approx(-32.509, abs=2e-3)
        assert found.mean == pytest.approx(found.p50) == pytest.approx(50)


three = st.lists(st.integers(-100, 100), min_size=3, max_size=3).map(sorted)


@settings(max_examples=30)
@given(three, st.sampled_from(Shape))
def test_what_is_drawn_lies_within(points: list[int], shape: Shape) -> None:
    spread = Spread(*map(Decimal, points))
    drawn = quantiles(spread, EVENLY[::200], shape)
    assert drawn.min() >= points[0] - 1e-9
    assert drawn.max() <= points[2] + 1e-9
    assert (np.diff(drawn) >= -1e-9).all()
    assert drawn.mean() == pytest.approx(float(spread.mean(shape)), abs=0.6)


def test_the_same_seed_says_the_same_and_another_account_changes_nothing() -> None:
    one, two = moves(["A", "B"]), moves(["C", "B", "A"])
    assert (one["A"] == two["A"]).all()
    assert (one["B"] == two["B"]).all()
    assert len(one["A"]) == DRAWS >= 10_000
    assert not (moves(["A"], seed=1)["A"] == one["A"]).all()


def test_accounts_move_together() -> None:
    found = moves(["A", "B"], count=100_000)
    assert np.corrcoef(found["A"], found["B"])[0, 1] == pytest.approx(0.287, abs=0.02)
    assert found["A"].mean() == pytest.approx(0.5, abs=0.01)


def test_what_is_sure_is_worth_the_same_in_every_draw() -> None:
    years = [Spread(*[Decimal(each)] * 3) for each in (40, 60, 80)]
    found = risk_of(values_of(Decimal(100), years, Decimal("0.10"), moves(["P"])["P"]))
    assert found.mean == found.p5 == found.p95 == found.cvar == pytest.approx(46.0556, abs=5e-5)
    assert found.loss == 0


def test_the_worst_is_below_what_is_undercut_once_in_twenty() -> None:
    years = [Spread(Decimal(10), Decimal(60), Decimal(80))] * 3
    found = risk_of(values_of(Decimal(120), years, Decimal("0.10"), moves(["P"])["P"]))
    assert found.cvar < found.p5 < found.p50 < found.p95
    assert 0 < found.loss < 1
