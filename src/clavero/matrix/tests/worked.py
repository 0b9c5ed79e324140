"""The four accounts of methods §2.2 (O-2.1 and O-2.2), as the rules take them."""

from __future__ import annotations

from clavero.matrix.rules.factors import POSITION, POTENTIAL
from clavero.matrix.rules.position import Mode
from clavero.matrix.rules.version import Inputs

FACTORS = list(POTENTIAL.weights)
CRITERIA = list(POSITION.weights)


def potential(*values: float) -> dict[str, float]:
    """In the units of the worked number: k€, %, %, %, 0 to 10."""
    spend, growth, share, margin, fit = values
    return dict(zip(FACTORS, (spend, growth / 100, share / 100, margin / 100, fit), strict=True))


def scores(*values: float) -> dict[str, float]:
    return dict(zip(CRITERIA, values, strict=True))


O_2_1 = {
    "Alfa": (potential(4000, 12, 35, 18, 8), 8.4010),
    "Beta": (potential(2500, 9, 15, 14, 7), 7.3622),
    "Gama": (potential(2000, 1, 70, 12, 3), 4.5383),
    "Delta": (potential(900, -2, 60, 6, 3), 3.0302),
}
O_2_2 = {
    "Alfa": (scores(8, 7, 7, 6, 8), scores(6, 7, 7, 5, 5), 7.30, 6.05, 1.25, 1.2066),
    "Beta": (scores(5, 5, 4, 6, 3), scores(7, 7, 6, 6, 7), 4.60, 6.70, -2.10, 0.6866),
    "Gama": (scores(8, 8, 6, 5, 8), scores(6, 6, 7, 6, 5), 7.25, 5.95, 1.30, 1.2185),
    "Delta": (scores(5, 6, 3, 4, 4), scores(6, 6, 7, 5, 6), 4.60, 6.00, -1.40, 0.7667),
}

ACCOUNTS = {
    name: Inputs(O_2_1[name][0], O_2_2[name][0], {"Rival": O_2_2[name][1]}) for name in O_2_1
}

NUMERIC = [Mode.ABSOLUTE, Mode.DIFFERENCE, Mode.RATIO]
