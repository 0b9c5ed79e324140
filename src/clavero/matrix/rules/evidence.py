"""Who said a score, when, and whether the raters agree.

Source: methods §2.1 (the customer must supply the scores of position, a supplier's guess is a
first pass) and §2.2 (several raters, staleness).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from statistics import median, stdev

from clavero.core.estimates import Estimate, ratio
from clavero.core.freshness import is_stale
from clavero.matrix.rules.scales import HIGHEST, LOWEST

WIDEST = 3.0  # a wider range between raters is talked about before it is saved
SIGMA = 0.8  # error of an axis in points, where the raters do not tell
ENOUGH_RATERS = 3  # two tell next to nothing about their spread
ROUNDING = 1e-9  # what floats may add; no one scores as finely


class Source(StrEnum):
    """Whose opinion a score is."""

    CUSTOMER = "customer"
    SURVEY = "survey"
    ESTIMATE = "estimate"  # our own


CUSTOMERS_OWN = frozenset({Source.CUSTOMER, Source.SURVEY})
"""A survey is answered by the customer, so it is the customer's own word too."""


@dataclass(frozen=True, slots=True)
class Panel:
    """What several raters make of one criterion: the median, and the range between them."""

    score: float
    spread: float
    raters: int

    @property
    def needs_discussion(self) -> bool:
        """Whether the raters are too far apart to save the median without talking."""
        return self.spread > WIDEST + ROUNDING


def settle(ratings: Sequence[float]) -> Panel:
    """The panel's score. Ratings are 0 to 10; one rater is a panel too, nobody is none.

    >>> settle([4, 8, 7])
    Panel(score=7, spread=4, raters=3)
    >>> settle([4, 8, 7]).needs_discussion, settle([5, 8]).needs_discussion
    (True, False)
    """
    if not ratings:
        raise ValueError("nobody has rated: leave the factor out")
    if not all(LOWEST <= rating <= HIGHEST for rating in ratings):
        raise ValueError("a rating lies between 0 and 10")
    return Panel(median(ratings), max(ratings) - min(ratings), len(ratings))


def sigma(totals: Sequence[float]) -> float:
    """The error of an axis, in points: the standard deviation of the raters' own totals.

    Fewer than three raters leave the default.

    >>> sigma([5.0, 6.0]), sigma([4.0, 5.0, 6.0])
    (0.8, 1.0)
    """
    return stdev(totals) if len(totals) >= ENOUGH_RATERS else SIGMA


def stale(scored: Mapping[str, date], as_of: date) -> list[str]:
    """The factors whose score is older than twelve months, in their order."""
    return [key for key, day in scored.items() if is_stale(day, as_of)]


def customers_share(sources: Iterable[Source]) -> Estimate:
    """The part of the scores that the customer gave, by its people or in a survey; a fraction.

    >>> customers_share([Source.CUSTOMER, Source.SURVEY, Source.ESTIMATE, Source.ESTIMATE]).value
    Decimal('0.5')
    """
    listed = list(sources)
    own = sum(source in CUSTOMERS_OWN for source in listed)
    return ratio(Decimal(own), Decimal(len(listed)), len(listed))
