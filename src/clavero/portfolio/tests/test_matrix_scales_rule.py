"""Scales: what each makes of a value, what they refuse, and what must hold for any of them."""

from __future__ import annotations

import json
from itertools import chain, pairwise
from math import inf, isclose, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.core.faults import Faulty
from clavero.portfolio.rules.matrix.scales import (
    Anchor,
    Band,
    Direct,
    Linear,
    Log,
    Scale,
    ScaleFault,
    Table,
    parse_scale,
)

numbers = st.floats(-1e9, 1e9, allow_nan=False)
sizes = st.floats(1e-6, 1e9, allow_nan=False)


def far_apart(pair: tuple[float, float]) -> bool:
    """Floats next to each other leave no room for values between them."""
    return not isclose(*pair, rel_tol=1e-6, abs_tol=1e-6)


linears = st.tuples(numbers, numbers).filter(far_apart).map(lambda ends: Linear(*ends))
logs = st.tuples(sizes, sizes).filter(far_apart).map(lambda ends: Log(*ends))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    bands = draw(st.integers(1, 5))
    steps = st.floats(0.01, 1000)
    first = draw(st.floats(-1000, 1000))
    thresholds = [first]
    for _ in range(bands):
        thresholds.append(thresholds[-1] + draw(steps))
    scores = sorted(draw(st.lists(st.floats(0, 10), min_size=2 * bands, max_size=2 * bands)))
    if draw(st.booleans()):
        scores.reverse()
    ends = zip(scores[::2], scores[1::2], strict=True)
    return Table(tuple(thresholds), tuple(Band(start, end, "High") for start, end in ends))


scales = st.one_of(linears, logs, tables(), st.just(Direct((Anchor(0, "no"), Anchor(10, "yes")))))


def fault(make: object) -> list[ScaleFault]:
    with pytest.raises(Faulty) as refused:
        make() if callable(make) else None
    return [each.code for each in refused.value.faults]


def test_linear_is_even_and_clipped():
    growth = Linear(-0.05, 0.15)
    assert [round(growth.score(v), 9) for v in (-0.2, -0.05, 0.05, 0.12, 0.15, 3)] == [
        0, 0, 5, 8.5, 10, 10,
    ]  # fmt: skip


def test_high_below_low_reverses():
    assert [Linear(60, 20).score(v) for v in (80, 60, 40, 20, 0)] == [0, 0, 5, 10, 10]
    assert [round(Log(1000, 10).score(v), 9) for v in (2000, 100, 10, 1, 0, -5)] == [
        0, 5, 10, 10, 10, 10,
    ]  # fmt: skip


def test_each_doubling_is_worth_the_same_on_a_log_scale():
    size = Log(250, 5000)
    steps = [size.score(250 * 2**n) for n in range(5)]
    gains = [after - before for before, after in pairwise(steps)]
    assert all(isclose(gain, gains[0]) for gain in gains)
    assert size.score(0) == size.score(-100) == 0
    assert size.score(inf) == 10


def test_a_threshold_belongs_to_the_band_that_starts_there():
    mcdonald = Table((0, 250, 1000, 5000), (Band(0, 3), Band(4, 6), Band(7, 10)))
    assert [mcdonald.score(v) for v in (-1, 0, 249.99999999, 250, 1000, 5000, 9e9)] == [
        0, 0, pytest.approx(3), 4, 7, 10, 10,
    ]  # fmt: skip


def test_a_step_and_a_falling_table():
    dso = Table((0, 30, 60, 90), (Band(10, 10), Band(5, 5), Band(1, 0)))
    assert [dso.score(v) for v in (0, 29, 30, 59, 60, 75, 90)] == [10, 10, 5, 5, 1, 0.5, 0]
    assert dso.value_at(5) == 60  # going up from the left of the table it is the first reached


def test_missing_is_no_value_of_a_scale():
    with pytest.raises(ValueError, match="missing"):
        Linear(0, 1).score(nan)


@pytest.mark.parametrize(
    ("make", "codes"),
    [
        (lambda: Linear(3, 3), [ScaleFault.EQUAL_THRESHOLDS]),
        (lambda: Linear(nan, 3), [ScaleFault.NOT_A_NUMBER]),
        (lambda: Log(0, 3), [ScaleFault.NOT_POSITIVE]),
        (lambda: Log(-2, -1), [ScaleFault.NOT_POSITIVE, ScaleFault.NOT_POSITIVE]),
        (lambda: Log(5, 5), [ScaleFault.EQUAL_THRESHOLDS]),
        (lambda: Table((0, 1), ()), [ScaleFault.NO_BANDS]),
        (lambda: Table((0,), (Band(0, 10),)), [ScaleFault.BANDS_AND_THRESHOLDS]),
        (
            lambda: Table((1, 0), (Band(0, 11),)),
            [ScaleFault.SCORE_OUTSIDE, ScaleFault.NOT_ASCENDING],
        ),
        (lambda: Table((0, 1, 2), (Band(0, 5), Band(4, 10))), [ScaleFault.NOT_MONOTONE]),
        (lambda: Table((0, inf), (Band(0, 5),)), [ScaleFault.NOT_A_NUMBER]),
        (lambda: Direct((Anchor(5, "a"), Anchor(5, "b"))), [ScaleFault.NOT_ASCENDING]),
        (lambda: Direct((Anchor(12, "a"),)), [ScaleFault.SCORE_OUTSIDE]),
        (lambda: parse_scale({}), [ScaleFault.UNKNOWN_KIND]),
        (lambda: parse_scale({"kind": "cubic"}), [ScaleFault.UNKNOWN_KIND]),
        (lambda: parse_scale({"kind": "linear", "low": 1}), [ScaleFault.NOT_A_NUMBER]),
        (lambda: parse_scale({"kind": "log", "low": "x", "high": 2}), [ScaleFault.NOT_A_NUMBER]),
        (lambda: parse_scale({"kind": "log", "low": True, "high": 2}), [ScaleFault.NOT_A_NUMBER]),
        (lambda: parse_scale({"kind": "table", "bands": 3}), [ScaleFault.NO_BANDS]),
        (lambda: parse_scale({"kind": "direct", "anchors": [3]}), [ScaleFault.NOT_A_NUMBER]),
    ],
)  # fmt: skip
def test_what_cannot_be_a_scale(make, codes):
    assert fault(make) == codes


@given(scales, numbers)
def test_a_score_lies_between_0_and_10(scale: Scale, value: float):
    assert 0 <= scale.score(value) <= 10


@given(scales, numbers, numbers, numbers)
def test_scores_only_rise_or_only_fall(scale: Scale, a: float, b: float, c: float):
    scores = [scale.score(value) for value in sorted((a, b, c))]
    assert sorted(scores) in (scores, scores[::-1])


@given(st.one_of(linears, logs), st.floats(0, 10))
def test_a_score_gives_back_the_value_that_takes_it(scale: Scale, score: float):
    assert isclose(scale.score(scale.value_at(score)), score, abs_tol=1e-3)


@given(tables(), st.floats(0, 10))
def test_a_tables_value_is_where_the_score_is_reached(table: Table, score: float):
    value = table.value_at(score)
    top = max(chain.from_iterable((band.start, band.end) for band in table.bands))
    assert table.thresholds[0] <= value <= table.thresholds[-1]
    # Just inside, on the better side of a jump.
    width = (table.thresholds[-1] - table.thresholds[0]) * 1e-6
    near = max(table.score(value + each) for each in (-width, 0, width))
    assert near >= min(score, top) - 1e-3


@given(scales)
def test_what_is_stored_comes_back_the_same(scale: Scale):
    assert parse_scale(json.loads(json.dumps(scale.to_plain()))) == scale
