"""How sure a quadrant is when neither scores nor weights are: many drawn weights and errors.

Source: methods §2.3. Weights come from a Dirichlet distribution around those that were set, errors
from a normal one. The draws start from a seed, so the same account gives the same answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clavero.matrix.rules.evidence import ROUNDING
from clavero.matrix.rules.position import Mode
from clavero.matrix.rules.quadrants import Strategy, sides_of
from clavero.matrix.rules.scoring import AxisScore
from clavero.matrix.rules.version import Reading, Version

KAPPA = 50.0  # how firmly the weights are meant
DRAWS = 10_000

Numbers = NDArray[np.float64]


def simulated_chances(
    version: Version,
    reading: Reading,
    *,
    kappa: float = KAPPA,
    draws: int = DRAWS,
    seed: int = 0,
) -> Mapping[Strategy, float] | None:
    """The part of the draws in each quadrant; ``None`` for an account without one.

    Both axes have weights and errors of their own; one draw of the weights of position serves us
    and the competitor compared with. As ``kappa`` grows this becomes ``reading.chances``.
    """
    position = reading.position
    if reading.potential.value is None or position.distance is None:
        return None
    random = np.random.default_rng(seed)
    potential = _scores(reading.potential, _weights(random, reading.potential, kappa, draws))
    up = potential - version.potential_cut
    right = np.full(draws, position.distance)
    if position.ours is not None:
        weights = _weights(random, position.ours, kappa, draws)
        right = _scores(position.ours, weights)
        theirs = None if position.theirs is None else _scores(position.theirs, weights)
        if theirs is not None and position.mode is Mode.DIFFERENCE:
            right = right - theirs - position.cut
        elif theirs is not None and position.mode is Mode.RATIO:
            right = right - position.cut * theirs
        else:
            right = right - position.cut
    is_up = up + random.normal(0, version.sigma, draws) >= -ROUNDING
    is_right = right + random.normal(0, position.sigma(version.sigma), draws) >= -ROUNDING
    sides = {strategy: sides_of(strategy) for strategy in Strategy}
    return {
        strategy: float(np.mean((is_up == high) & (is_right == strong)))
        for strategy, (high, strong) in sides.items()
    }


def _weights(random: np.random.Generator, axis: AxisScore, kappa: float, draws: int) -> Numbers:
    """Drawn weights (draws × factors), which sum to 1 in each row."""
    shares = np.array([each.weight for each in axis.contributions]) / 100
    return random.dirichlet(kappa * shares, draws)


def _scores(axis: AxisScore, weights: Numbers) -> Numbers:
    """The score of the axis under each row of weights, re-normalised over what is known."""
    known: NDArray[Any] = np.array([not each.is_missing for each in axis.contributions])
    scores = np.array([each.score or 0.0 for each in axis.contributions])[known]
    present = weights[:, known]
    scored: Numbers = (present @ scores) / present.sum(axis=1)
    return scored
