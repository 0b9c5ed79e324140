"""How likely it is that an account stays: a scorecard from 0 to 10 (methods §5.6).

What the account shows by itself gives points; somebody who knows better says their own. What is
known of an item nobody guesses: the score is that of what is known, and says how much that is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from clavero.plans.rules.calibrating import Curve
from clavero.plans.rules.value import retention_of

_ZERO, _MOST = Decimal(0), Decimal(10)
_HUNDRED = Decimal(100)


class Item(StrEnum):
    """What is looked at, in the order of the page."""

    RHYTHM = "rhythm"
    TREND = "trend"
    TENURE = "tenure"
    COVERAGE = "coverage"
    RESILIENCE = "resilience"
    COMPLAINTS = "complaints"
    SERVICE = "service"
    SERVICE_TREND = "service_trend"
    SHARE_TREND = "share_trend"
    SATISFACTION = "satisfaction"
    CONTRACT = "contract"
    COMPETITOR = "competitor"
    PERSONNEL = "personnel"
    FINANCE = "finance"


WEIGHTS: Mapping[Item, int] = {
    Item.RHYTHM: 15,
    Item.TREND: 10,
    Item.TENURE: 5,
    Item.COVERAGE: 10,
    Item.RESILIENCE: 10,
    Item.COMPLAINTS: 10,
    Item.SERVICE: 5,
    Item.SERVICE_TREND: 5,
    Item.SHARE_TREND: 5,
    Item.SATISFACTION: 5,
    Item.CONTRACT: 5,
    Item.COMPETITOR: 5,
    Item.PERSONNEL: 5,
    Item.FINANCE: 5,
}
"""A hundred together."""
_RHYTHM = {"active": Decimal(10), "watch": Decimal(6), "at_risk": Decimal(2), "lost": Decimal(0)}


@dataclass(frozen=True, slots=True)
class Shown:
    """What an account shows by itself; ``None`` is not known. Rates are fractions."""

    rhythm: str = ""  # the state of its silence
    growth: Decimal | None = None
    years: int | None = None  # full years that it has bought
    coverage: Decimal | None = None
    resilience: Decimal | None = None
    complaints: Decimal | None = None  # open
    service: Decimal | None = None  # on time and in full
    service_change: Decimal | None = None  # of that, against a year before
    share_change: Decimal | None = None  # of our share of what it buys, against a year before
    satisfaction: Decimal | None = None
    months_left: int | None = None  # of the contract that holds longest


def points_of(shown: Shown) -> dict[Item, Decimal]:
    """The points of what is known.

    >>> points_of(Shown(rhythm="watch", growth=Decimal("-0.1"), complaints=Decimal(1)))[Item.TREND]
    Decimal('2.50')
    """
    years = None if shown.years is None else Decimal(shown.years)
    found = {
        Item.RHYTHM: _RHYTHM.get(shown.rhythm),
        Item.TREND: _line(shown.growth, Decimal("-0.2"), Decimal("0.2")),
        Item.TENURE: _line(years, _ZERO, Decimal(5)),
        Item.COVERAGE: _line(shown.coverage, _ZERO, Decimal(1)),
        Item.RESILIENCE: _line(shown.resilience, _ZERO, Decimal(1)),
        Item.COMPLAINTS: None
        if shown.complaints is None
        else max(_ZERO, _MOST - 3 * shown.complaints),
        Item.SERVICE: _line(shown.service, Decimal("0.8"), Decimal(1)),
        Item.SERVICE_TREND: _line(shown.service_change, Decimal("-0.1"), Decimal("0.1")),
        Item.SHARE_TREND: _line(shown.share_change, Decimal("-0.1"), Decimal("0.1")),
        Item.SATISFACTION: _line(shown.satisfaction, _ZERO, Decimal(1)),
        Item.CONTRACT: None
        if shown.months_left is None
        else _line(Decimal(shown.months_left), _ZERO, Decimal(24)),
    }
    return {item: each for item, each in found.items() if each is not None}


def _line(value: Decimal | None, low: Decimal, high: Decimal) -> Decimal | None:
    """From 0 points at ``low`` to 10 at ``high``."""
    if value is None:
        return None
    return min(_MOST, max(_ZERO, (value - low) / (high - low) * _MOST))


@dataclass(frozen=True)
class Scorecard:
    """Points by item: ``by_itself`` what the account shows, ``said`` what somebody who knows it
    says instead. ``curve`` is what the company's own losses say of a score; without one the table
    of the method does."""

    by_itself: Mapping[Item, Decimal]
    said: Mapping[Item, Decimal]
    curve: Curve | None = None

    @property
    def points(self) -> dict[Item, Decimal]:
        """Those that count."""
        return {**self.by_itself, **self.said}

    @property
    def known(self) -> Decimal:
        """The part of all weight that is known."""
        return sum((Decimal(WEIGHTS[item]) for item in self.points), _ZERO) / _HUNDRED

    @property
    def score(self) -> Decimal | None:
        """From 0 to 10, of what is known; ``None`` where nothing is.

        >>> Scorecard({Item.RHYTHM: Decimal(2)}, {Item.TREND: Decimal(5)}).score
        Decimal('3.2')
        """
        points = self.points
        if not points:
            return None
        return sum((WEIGHTS[item] * each for item, each in points.items()), _ZERO) / (
            self.known * _HUNDRED
        )

    @property
    def retention(self) -> Decimal | None:
        """The part of such accounts that stays for a year."""
        if self.score is None:
            return None
        return retention_of(self.score) if self.curve is None else self.curve.retention(self.score)
