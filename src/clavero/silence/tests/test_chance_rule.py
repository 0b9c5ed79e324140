"""Chances of silence: published numbers, what always holds, and many at once as one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clavero.silence.rules.chance import (
    FEW_PAIRS,
    Base,
    alive,
    base_of,
    fit,
    plain_limit,
    plain_silence,
    regularity,
)

shapes = st.floats(0.5, 8)
quick = settings(max_examples=60, deadline=None)


@pytest.mark.parametrize(
    ("k", "silence", "is_alive", "limit"),
    [
        (1, 0.082085, 0.609316, 89.87),
        (2, 0.040428, 0.434434, 71.16),
        (4, 0.010336, 0.164149, 58.15),
    ],
)
def test_o_4_5(k: int, silence: float, is_alive: float, limit: float) -> None:
    found = plain_silence(k, mean=30, silent=75)
    assert found == pytest.approx(silence, abs=5e-7)
    # The sixth digit of the source is of a rounded chance.
    assert alive(found, 0.05) == pytest.approx(is_alive, abs=1e-5)
    assert plain_limit(k, 30, 0.05) == pytest.approx(limit, abs=0.005)


def test_o_4_6() -> None:
    assert Base(k=2, a=6, b=150).silence(5, 150, 75) == pytest.approx(0.118219, abs=5e-7)
    assert Base(k=1, a=3, b=60).silence(5, 150, 75) == pytest.approx((210 / 285) ** 8)
    assert pytest.approx(0.086895, abs=5e-7) == (210 / 285) ** 8


@given(
    k=shapes,
    a=st.floats(0.1, 20),
    b=st.floats(1, 500),
    n=st.integers(0, 40),
    mean=st.floats(1, 120),
    silent=st.floats(0, 2000),
    longer=st.floats(0.01, 500),
)
@quick
def test_a_chance_that_falls_with_the_silence(
    k: float, a: float, b: float, n: int, mean: float, silent: float, longer: float
) -> None:
    base = Base(k, a, b)
    chance, later = base.silence(n, n * mean, [silent, silent + longer])
    assert 0 <= later <= chance <= 1
    assert 0 <= alive(chance, 0.05) <= chance or alive(chance, 0.05) <= 1
    assert alive(later, 0.05) <= alive(chance, 0.05)
    assert alive(chance, 0.2) <= alive(chance, 0.05), "who leaves more easily is less surely there"


@given(k=shapes, mean=st.floats(2, 90), ratio=st.floats(0.1, 4))
@quick
def test_with_many_gaps_the_base_no_longer_matters(k: float, mean: float, ratio: float) -> None:
    own = Base(k, 3, 60).silence(1_000_000, 1_000_000 * mean, ratio * mean)
    assert own == pytest.approx(plain_silence(k, mean, ratio * mean), abs=1e-4)


@given(
    k=shapes,
    n=st.integers(0, 30),
    mean=st.floats(1, 90),
    chance=st.floats(0.001, 0.999),
)
@quick
def test_a_limit_is_the_silence_of_its_chance(k: float, n: int, mean: float, chance: float) -> None:
    base = Base(k, 4, 80)
    assert base.silence(n, n * mean, base.limit(n, n * mean, chance)) == pytest.approx(chance)


@given(rhythms=st.lists(st.tuples(st.integers(1, 9), st.integers(1, 400), st.integers(0, 900)),
                        min_size=1, max_size=12))  # fmt: skip
@quick
def test_many_at_once_are_each_by_itself(rhythms: list[tuple[int, int, int]]) -> None:
    base = Base(1.7, 2.5, 70)
    n, total, silent = (np.array(each) for each in zip(*rhythms, strict=True))
    found = base.silence(n, total, silent)
    assert found.tolist() == [float(base.silence(*each)) for each in rhythms]


@pytest.mark.parametrize("k", [1.0, 2.0, 5.0])
def test_regularity_and_prior_are_found_again(k: float) -> None:
    draw = np.random.default_rng(7)
    size, a, b = 4000, 4.0, 40.0
    rate = draw.gamma(a, 1 / b, size)
    n = draw.integers(2, 12, size)
    total = draw.gamma(k * n, 1 / rate)
    last_two = (draw.gamma(k, 1 / rate), draw.gamma(k, 1 / rate))
    found, pairs = regularity(*last_two)
    assert pairs == size
    assert found == pytest.approx(k, rel=0.08)
    assert fit(n, total, k) == pytest.approx((a, b), rel=0.12)


def test_a_small_base_says_nothing_of_others() -> None:
    n = np.array([3, 2, 0])
    gaps = (np.array([10.0, 9.0, np.nan]), np.array([11.0, 8.0, np.nan]))
    base = base_of(n, np.array([30.0, 18.0, 0.0]), gaps)
    assert base == Base(k=1, pairs=2, rhythms=2)
    assert base.silence(3, 30, 20) == pytest.approx((30 / 50) ** 3), "by its own gaps alone"


def test_a_base_of_twins_is_as_regular_as_can_be() -> None:
    same = np.full(FEW_PAIRS, 30.0)
    base = base_of(np.full(FEW_PAIRS, 4), np.full(FEW_PAIRS, 120.0), (same, same))
    assert base.k == 30
    assert base.a / base.b == pytest.approx(base.k / 30, rel=0.01)
