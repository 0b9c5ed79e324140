"""The four strategies, and how sure the quadrant is.

The official strategy does not flip on noise: a side changes when the score has crossed the cut by
half a point, or has stayed across for two reviews. Source: methods §2.3. Distances are in points
of score from the cut, zero or more on the high side.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import erf, sqrt

from clavero.matrix.rules.evidence import ROUNDING

CUT = 5.0  # of potential
MARGIN = 0.5  # points by which a crossing counts at once
REVIEWS = 2  # reviews across after which a smaller one counts


class Strategy(StrEnum):
    """What an account deserves."""

    INVEST = "invest"  # Invertir: potential high, position high
    SELECTIVE = "selective"  # Inversión selectiva: high, low
    MAINTAIN = "maintain"  # Mantener: low, high
    HARVEST = "harvest"  # Ordeñar: low, low


_STRATEGIES = {
    (True, True): Strategy.INVEST,
    (True, False): Strategy.SELECTIVE,
    (False, True): Strategy.MAINTAIN,
    (False, False): Strategy.HARVEST,
}
_SIDES = {strategy: sides for sides, strategy in _STRATEGIES.items()}


def strategy_of(*, potential_high: bool, position_high: bool) -> Strategy:
    """The strategy of a quadrant."""
    return _STRATEGIES[potential_high, position_high]


def sides_of(strategy: Strategy) -> tuple[bool, bool]:
    """Whether potential and position are high in a strategy's quadrant."""
    return _SIDES[strategy]


def is_high(distance: float) -> bool:
    """High starts at the cut itself; a float may miss it by its last bits."""
    return distance >= -ROUNDING


def quadrant(potential: float, position: float) -> Strategy:
    """The quadrant of two distances, by the cuts alone.

    >>> quadrant(2.4, -0.4)
    <Strategy.SELECTIVE: 'selective'>
    """
    return strategy_of(potential_high=is_high(potential), position_high=is_high(position))


@dataclass(frozen=True, slots=True)
class Side:
    """On which side of one cut an account officially is, and for how many reviews, this one
    included, its score has been across."""

    high: bool
    across: int = 0


@dataclass(frozen=True, slots=True)
class Stability:
    """``margin`` in points and ``reviews`` that a change of side takes."""

    margin: float = MARGIN
    reviews: int = REVIEWS

    def __post_init__(self) -> None:
        if self.margin < 0 or self.reviews < 1:
            raise ValueError("a margin is not negative and a change takes a review")


STABILITY = Stability()


def review_side(distance: float, before: Side | None, stability: Stability = STABILITY) -> Side:
    """The official side after a review; the first review takes the cut as it is.

    >>> review_side(-0.3, Side(high=True))
    Side(high=True, across=1)
    >>> review_side(-0.3, _), review_side(-0.5, Side(high=True))
    (Side(high=False, across=0), Side(high=False, across=0))
    """
    high = is_high(distance)
    if before is None or high == before.high:
        return Side(high)
    across = before.across + 1
    if abs(distance) >= stability.margin - ROUNDING or across >= stability.reviews:
        return Side(high)
    return Side(before.high, across)


@dataclass(frozen=True, slots=True)
class Placement:
    """An account after a review: both sides, and the quadrant that the cuts alone would give."""

    potential: Side
    position: Side
    computed: Strategy

    @property
    def strategy(self) -> Strategy:
        """The official strategy."""
        return strategy_of(potential_high=self.potential.high, position_high=self.position.high)

    @property
    def is_borderline(self) -> bool:
        """Whether a score is across its cut, too little and too shortly to change anything."""
        return self.computed is not self.strategy


def review(
    potential: float,
    position: float,
    before: Placement | None = None,
    stability: Stability = STABILITY,
) -> Placement:
    """Place an account by its distances from the cuts, given its last official placement.

    It is called once a review: what is looked at in between is not counted as a review.
    """
    return Placement(
        potential=review_side(potential, before.potential if before else None, stability),
        position=review_side(position, before.position if before else None, stability),
        computed=quadrant(potential, position),
    )


def is_near(distance: float, stability: Stability = STABILITY) -> bool:
    """Whether a score lies within the margin of its cut, on either side."""
    return abs(distance) < stability.margin - ROUNDING


def chance_high(distance: float, sigma: float) -> float:
    """``Φ(distance / σ)``: the probability that the true score is on the high side.

    >>> round(chance_high(2.3622, 0.8), 4), round(chance_high(-0.4, 0.8), 4)
    (0.9984, 0.3085)
    """
    if sigma < 0:
        raise ValueError("an error is not negative")
    if sigma == 0:
        return float(is_high(distance))
    return (1 + erf(distance / (sigma * sqrt(2)))) / 2


def chances(potential: float, position: float) -> dict[Strategy, float]:
    """The probability of each quadrant from those of the two high sides, taken as independent.

    They sum to 1.
    """
    return {
        strategy: (potential if up else 1 - potential) * (position if right else 1 - position)
        for strategy, (up, right) in _SIDES.items()
    }


# -- the portfolio as a whole ---------------------------------------------------------------------


def all_alike(strategies: Collection[Strategy]) -> Strategy | None:
    """The quadrant that holds every account: then the factors do not tell them apart."""
    found = set(strategies)
    return found.pop() if len(found) == 1 and len(strategies) > 1 else None


def ranked(accounts: Mapping[str, tuple[float, float]]) -> list[str]:
    """Accounts by potential × our position, both 0 to 10, the largest first; equal ones by code."""
    return sorted(accounts, key=lambda code: (-accounts[code][0] * accounts[code][1], code))


def over_capacity(invest: Mapping[str, tuple[float, float] | None], capacity: int) -> list[str]:
    """The ranking of the accounts to invest in when they are more than ``capacity``, else empty.

    ``invest`` maps account to potential and our position, ``None`` for one without a place, which
    counts and has no rank. Who stands beyond ``capacity`` in the answer has to wait or be decided
    on.
    """
    known = {code: place for code, place in invest.items() if place is not None}
    return ranked(known) if len(invest) > capacity else []
