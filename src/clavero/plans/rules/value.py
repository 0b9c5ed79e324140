"""What a plan is worth: the forecast of its sales and contribution, the win-win test, its risks.

Source: methods §5.4 to §5.6, worked number O-5.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

_ZERO, _ONE = Decimal(0), Decimal(1)
LIKELY = Decimal("0.8")
"""From this probability on an initiative counts in the careful reading."""
FAIR = (Decimal("0.2"), Decimal("0.8"))
"""The share of the value that may be ours before somebody asks whether it is fair."""


def ramp_at(ramp: Sequence[Decimal], year: int) -> Decimal:
    """The part of full speed in a year, 0 the first; after the last one it stays.

    >>> ramp_at([Decimal("0.3"), Decimal(1)], 4), ramp_at([], 0)
    (Decimal('1'), Decimal('1'))
    """
    return ramp[min(year, len(ramp) - 1)] if ramp else _ONE


@dataclass(frozen=True, slots=True)
class Growing:
    """An initiative in the forecast: ``sales`` a year at full speed; ``costs`` are what it takes
    by year."""

    sales: Decimal
    probability: Decimal
    ramp: tuple[Decimal, ...] = ()
    costs: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Drivers:
    """What the forecast is made of; rates are fractions."""

    base: Decimal
    growth: Decimal
    gross_margin: Decimal
    cost_to_serve: Decimal
    kam_cost: Decimal
    discount: Decimal
    years: int
    retention: Decimal = _ONE


@dataclass(frozen=True, slots=True)
class Year:
    """One year of the forecast."""

    net_sales: Decimal
    gross_margin: Decimal
    cost_to_serve: Decimal
    managing: Decimal  # what managing the account takes
    means: Decimal  # what initiatives and means take

    @property
    def costs(self) -> Decimal:
        """Of managing the account and of its initiatives and means."""
        return self.managing + self.means

    @property
    def contribution(self) -> Decimal:
        """What is left."""
        return self.gross_margin - self.cost_to_serve - self.costs


def forecast(drivers: Drivers, initiatives: Sequence[Growing] = ()) -> list[Year]:
    """``net sales = base·Π(1+g) + Σ v·p·ramp``, year by year, and what is left of them.

    >>> own = Drivers(Decimal(1000), Decimal("0.03"), Decimal("0.3"), Decimal("0.12"), Decimal(60),
    ... Decimal("0.1"), 3)
    >>> forecast(own, [Growing(Decimal(150), Decimal("0.6"), (Decimal("0.3"), Decimal("0.7"))),
    ... Growing(Decimal(80), Decimal("0.8"), (Decimal("0.5"), Decimal(1)))])[0].net_sales
    Decimal('1089.00')
    """
    years, level = [], drivers.base
    for at in range(drivers.years):
        level *= _ONE + drivers.growth
        more = sum((each.sales * each.probability * ramp_at(each.ramp, at) for each in initiatives),
                   _ZERO)  # fmt: skip
        sales = level + more
        costs = sum((each.costs[at] for each in initiatives if at < len(each.costs)), _ZERO)
        years.append(
            Year(
                net_sales=sales,
                gross_margin=sales * drivers.gross_margin,
                cost_to_serve=sales * drivers.cost_to_serve,
                managing=drivers.kam_cost,
                means=costs,
            )
        )
    return years


def present_value(
    flows: Sequence[Decimal], discount: Decimal, retention: Decimal = _ONE
) -> Decimal:
    """``Σ rᵗ·flow_t/(1+d)ᵗ``, the first flow at the end of the first year."""
    step = retention / (_ONE + discount)
    value, factor = _ZERO, _ONE
    for flow in flows:
        factor *= step
        value += flow * factor
    return value


VALUE_PARTS = ("alternative", "differentiation", "switching")
"""Of what the value for the customer is made, in a year."""


def value_of_parts(
    alternative: Decimal | None, differentiation: Decimal | None, switching: Decimal | None
) -> Decimal | None:
    """What something is worth to the customer: what the next best alternative costs more, and what
    ours does better, less what changing over takes (EVC, methods §5.5). A part that nobody says
    counts nothing; ``None`` where nobody says any.

    >>> value_of_parts(Decimal(30), Decimal(25), Decimal(15)), value_of_parts(None, None, None)
    (Decimal('40'), None)
    """
    if alternative is None and differentiation is None and switching is None:
        return None
    return (alternative or _ZERO) + (differentiation or _ZERO) - (switching or _ZERO)


@dataclass(frozen=True, slots=True)
class WinWin:
    """What an initiative is worth to both sides, each at its own rate."""

    ours: Decimal
    theirs: Decimal

    @property
    def both_win(self) -> bool:
        """Whether it is worth something to both."""
        return self.ours > 0 and self.theirs > 0

    @property
    def share(self) -> Decimal | None:
        """Our part of the value; ``None`` where one side loses."""
        return self.ours / (self.ours + self.theirs) if self.both_win else None

    @property
    def is_lopsided(self) -> bool:
        """Whether one side gets nearly all."""
        share = self.share
        return share is not None and not FAIR[0] <= share <= FAIR[1]


def win_win(
    *,
    our_flow: Decimal,
    their_flow: Decimal,
    our_investment: Decimal,
    their_investment: Decimal,
    ramp: Sequence[Decimal],
    our_rate: Decimal,
    their_rate: Decimal,
    years: int,
) -> WinWin:
    """Both net present values: a yearly flow at full speed for each, less what each puts in."""
    parts = [ramp_at(ramp, at) for at in range(years)]
    return WinWin(
        ours=present_value([our_flow * part for part in parts], our_rate) - our_investment,
        theirs=present_value([their_flow * part for part in parts], their_rate) - their_investment,
    )


_RETENTION = (
    (Decimal(8), Decimal("0.97")), (Decimal(6), Decimal("0.92")), (Decimal(4), Decimal("0.85")),
)  # fmt: skip


def retention_of(score: Decimal) -> Decimal:
    """The part of such accounts that stays for a year, by a retention score from 0 to 10: the
    table of methods §5.6, for as long as the company's own losses say nothing better.

    >>> retention_of(Decimal(8)), retention_of(Decimal("5.5")), retention_of(Decimal(1))
    (Decimal('0.97'), Decimal('0.85'), Decimal('0.70'))
    """
    return next((rate for least, rate in _RETENTION if score >= least), Decimal("0.70"))


def expected_loss(chance: Decimal, contribution: Decimal, months: Decimal) -> Decimal:
    """``p × contribution at risk × months/12``.

    >>> expected_loss(Decimal("0.3"), Decimal(1000), Decimal(6))
    Decimal('150.0')
    """
    return chance * contribution * months / 12
