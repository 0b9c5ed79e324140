"""What is said of a level: what comes anyway, and what comes with the investment, year by year.

The difference is what counts (methods §6, 1); what other accounts lose by it is taken off. What
would come with the investment has a low, a likely and a high value each year.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from clavero.core.faults import Fault, Faulty
from clavero.core.money import plain
from clavero.investment.rules.flows import YEARS, Flows
from clavero.investment.rules.kinds import FlowFault, Shape

_ZERO = Decimal(0)
MOST = Decimal(10**12)
Years = tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure of which nobody is sure."""

    low: Decimal
    likely: Decimal
    high: Decimal

    @property
    def is_sure(self) -> bool:
        """Whether nobody has said how far off it may be."""
        return self.low == self.high

    def mean(self, shape: Shape = Shape.PERT) -> Decimal:
        """What is to be expected of it on average.

        >>> one = Spread(Decimal(20), Decimal(30), Decimal(52))
        >>> one.mean(), one.mean(Shape.TRIANGULAR)
        (Decimal('32'), Decimal('34'))
        """
        if shape is Shape.PERT:
            return (self.low + 4 * self.likely + self.high) / 6
        return (self.low + self.likely + self.high) / 3

    def moved(self, factor: Decimal, by: Decimal = _ZERO) -> Spread:
        """Each value times ``factor``, and ``by`` more."""
        return Spread(*(each * factor + by for each in (self.low, self.likely, self.high)))


@dataclass(frozen=True, slots=True)
class Expected:
    """A level of a case: contribution after cost to serve, in each of the three years."""

    outlay: Decimal
    inertial: Years
    low: Years
    likely: Years
    high: Years
    cannibalised: Decimal = _ZERO
    hours: Decimal = _ZERO

    def check(self) -> None:
        """Raises :class:`Faulty` where it contradicts itself."""
        faults = []
        if self.outlay <= 0:
            faults.append(Fault(FlowFault.OUTLAY, "outlay"))
        parts = (self.inertial, self.low, self.likely, self.high)
        if any(len(each) != YEARS for each in parts):
            faults.append(Fault(FlowFault.YEARS))
        else:
            faults += [
                Fault(FlowFault.ORDER, f"likely_{year}")
                for year, (low, likely, high) in enumerate(
                    zip(self.low, self.likely, self.high, strict=True), start=1
                )
                if not low <= likely <= high
            ]
        if faults:
            raise Faulty(faults)

    def spreads(self, factor: Decimal = Decimal(1)) -> list[Spread]:
        """What each year brings beyond what comes anyway, less what other accounts lose.

        ``factor`` is what forecasts of the same proposer have been worth (``rules.proving``).
        """
        return [
            Spread(low - anyway, likely - anyway, high - anyway).moved(factor, -self.cannibalised)
            for anyway, low, likely, high in zip(
                self.inertial, self.low, self.likely, self.high, strict=True
            )
        ]

    def flows(self, factor: Decimal = Decimal(1), shape: Shape = Shape.PERT) -> Flows:
        """The flows that are to be expected on average."""
        return Flows(self.outlay, tuple(each.mean(shape) for each in self.spreads(factor)))

    @property
    def is_sure(self) -> bool:
        """Whether nobody has said how far off it may be."""
        return all(each.is_sure for each in self.spreads())

    def to_plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            "outlay": plain(self.outlay),
            "hours": plain(self.hours),
            "cannibalised": plain(self.cannibalised),
            **{
                name: [plain(each) for each in years]
                for name, years in (
                    ("inertial", self.inertial),
                    ("low", self.low),
                    ("likely", self.likely),
                    ("high", self.high),
                )
            },
        }


def expected_of(kept: Mapping[str, Any]) -> Expected:
    """What was kept.

    >>> one = Expected(Decimal(9), *[(Decimal(1), Decimal(2), Decimal(3))] * 4)
    >>> expected_of(one.to_plain()) == one
    True
    """
    return Expected(
        outlay=Decimal(kept["outlay"]),
        inertial=_years(kept["inertial"]),
        low=_years(kept["low"]),
        likely=_years(kept["likely"]),
        high=_years(kept["high"]),
        cannibalised=Decimal(kept["cannibalised"]),
        hours=Decimal(kept["hours"]),
    )


def _years(kept: Sequence[str]) -> Years:
    return tuple(Decimal(each) for each in kept)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is known or forecast of a customer: what it spends a year with anybody, in money, which
    part of it we have, and what part of a sale is left after serving."""

    spend: Decimal
    share: Decimal
    margin: Decimal


def contributions(now: Outlook, then: Outlook) -> Years:
    """The contribution of each of the three years on the way from ``now`` to ``then``.

    ``then`` says the yearly spend, share and margin after three years; spend grows by a constant
    factor on the way, share and margin in a straight line.

    >>> now = Outlook(Decimal(1000), Decimal("0.2"), Decimal("0.1"))
    >>> then = Outlook(Decimal(1000), Decimal("0.5"), Decimal("0.1"))
    >>> [round(each, 6) for each in contributions(now, then)]
    [Decimal('30.000000'), Decimal('40.000000'), Decimal('50.000000')]
    """
    return tuple(_contributions(now, then))


def _contributions(now: Outlook, then: Outlook) -> Iterator[Decimal]:
    ratio = then.spend / now.spend if now.spend > 0 else Decimal(1)
    for year in range(1, YEARS + 1):
        part = Decimal(year) / YEARS
        spend = now.spend * ratio**part if now.spend > 0 and ratio > 0 else then.spend
        share = now.share + (then.share - now.share) * part
        margin = now.margin + (then.margin - now.margin) * part
        yield spend * share * margin
