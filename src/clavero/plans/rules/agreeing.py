"""What the forecast of a plan and what its objectives ask for say of the same months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from clavero.core.period import add_months

TOLERANCE = Decimal("0.005")
"""Half a percent, as between the two horizons (methods §5.1)."""
FAR = Decimal("0.25")
"""By so much a first year may differ from the last twelve months without a word."""
MARGIN_FAR = Decimal("0.02")
"""By so many points a margin may differ without a word; ours, without empirical basis."""
_YEAR = 12
_NONE = Decimal(0)
_EVEN = (Decimal(1),) * _YEAR


@dataclass(frozen=True, slots=True)
class Aimed:
    """An objective of net sales: from what to what, until when."""

    id: int
    text: str
    baseline: Decimal | None
    target: Decimal
    until: date

    @property
    def goes_back(self) -> bool:
        """Whether it asks for less than there is."""
        return self.baseline is not None and self.target < self.baseline


@dataclass(frozen=True, slots=True)
class Outlook:
    """The forecast in its base case: the ``base`` of a year, and the sales of the years that follow
    from ``start``; ``granted`` are those without means that nobody has approved. ``sold`` are the
    last twelve months, where they are known, and ``left`` the margin that they left; ``margin`` is
    what the forecast counts with. ``weights`` are how much each month counts, from
    January on: whoever asks for months of the forecast asks here, so that all are told the same."""

    start: date
    base: Decimal
    sales: tuple[Decimal, ...]
    granted: tuple[Decimal, ...]
    contributions: tuple[Decimal, ...]
    sold: Decimal | None = None
    margin: Decimal | None = None
    left: Decimal | None = None
    weights: Sequence[Decimal] = _EVEN

    def of_months(self, months: Sequence[date], sales: Sequence[Decimal]) -> Decimal:
        """What ``sales``, year by year from the start, are in months of theirs or of the year
        before.

        >>> own = Outlook(date(2027, 7, 1), Decimal(90), (Decimal(120),), (), ())
        >>> own.of_months([date(2027, 6, 1), date(2027, 7, 1)], own.sales)
        Decimal('17.5')
        """
        whole = sum(self.weights, Decimal(0))
        by_year: dict[int, Decimal] = {}
        for each in months:
            year = self._year_of(each)
            by_year[year] = by_year.get(year, Decimal(0)) + self.weights[each.month - 1]
        return sum(
            (
                (self.base if year < 0 else sales[year]) * weight / whole
                for year, weight in by_year.items()
            ),
            Decimal(0),
        )

    def _year_of(self, month: date) -> int:
        return ((month.year - self.start.year) * _YEAR + month.month - self.start.month) // _YEAR

    def twelve_months_to(self, day: date) -> Decimal | None:
        """What it expects of the twelve months that end with the month of ``day``; ``None`` beyond
        it.

        >>> own = Outlook(date(2027, 1, 1), Decimal(100), (Decimal(120),), (), ())
        >>> own.twelve_months_to(date(2027, 12, 31)), own.twelve_months_to(date(2027, 6, 30))
        (Decimal('120'), Decimal('110'))
        """
        if not 0 <= self._year_of(day) < len(self.sales):
            return None
        return self.of_months(twelve_months_to(day), self.sales)


def twelve_months_to(day: date) -> list[date]:
    """The first days of the twelve months that end with the one of ``day``.

    >>> [each.isoformat() for each in twelve_months_to(date(2027, 12, 31))][::11]
    ['2027-01-01', '2027-12-01']
    """
    last = day.replace(day=1)
    return [add_months(last, number - _YEAR + 1) for number in range(_YEAR)]


def differs(planned: Decimal, wanted: Decimal, by: Decimal = TOLERANCE) -> bool:
    """Whether two sums are not the same for a plan.

    >>> differs(Decimal(101), Decimal(100)), differs(Decimal("100.5"), Decimal(100))
    (True, False)
    """
    return abs(planned - wanted) > by * abs(wanted)


def margins_differ(one: Decimal | None, other: Decimal | None) -> bool:
    """Whether two margins, parts of sales, are too far from one another to be the same; one that
    nobody knows differs from none.

    >>> margins_differ(Decimal("0.31"), Decimal("0.19")), margins_differ(Decimal("0.31"), None)
    (True, False)
    """
    return one is not None and other is not None and abs(one - other) > MARGIN_FAR


class Apart(StrEnum):
    """What does not agree within a plan."""

    FIRST_YEAR = "first_year"
    MARGIN = "margin"
    LOSES = "loses"
    GOES_BACK = "goes_back"
    AIMS_ABOVE = "aims_above"
    AIMS_BELOW = "aims_below"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One of them: ``said`` against ``other``."""

    what: Apart
    said: Decimal
    other: Decimal
    aim: Aimed | None = None


def disagreements(outlook: Outlook | None, aims: Sequence[Aimed]) -> list[Disagreement]:
    """What the forecast, the ledger and the objectives say otherwise of the same months."""
    found = [
        Disagreement(Apart.GOES_BACK, each.target, each.baseline, each)
        for each in aims
        if each.baseline is not None and each.goes_back
    ]
    if outlook is None or not outlook.sales:
        return found
    first, sold = outlook.sales[0], outlook.sold
    if sold is not None and sold > 0 and differs(first, sold, FAR):
        found.append(Disagreement(Apart.FIRST_YEAR, first, sold))
    if margins_differ(outlook.margin, outlook.left):
        found.append(Disagreement(Apart.MARGIN, outlook.margin or _NONE, outlook.left or _NONE))
    total = sum(outlook.contributions, Decimal(0))
    if total < 0:
        found.append(Disagreement(Apart.LOSES, total, Decimal(0)))
    for each in aims:
        expected = outlook.twelve_months_to(each.until)
        if expected is not None and differs(expected, each.target):
            what = Apart.AIMS_ABOVE if each.target > expected else Apart.AIMS_BELOW
            found.append(Disagreement(what, each.target, expected, each))
    return found
