"""What serving each customer costs, and what is left of its sales after it.

Time-driven: the cost of the people who serve, over the minutes they really have, is a rate; each
event takes minutes; a customer is charged for its events. What nobody used is told apart and
charged to nobody. Source: methods §1.4. Amounts are of one period and one currency, times in
minutes. Missing is not zero: an unknown part leaves what rests on it unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from enum import StrEnum
from itertools import accumulate

from clavero.core.estimates import Estimate, ratio
from clavero.portfolio.rules.pareto import EXACT, LIMITS, ZERO, AbcClass, Limits, rank

PRACTICAL = Decimal("0.80")
"""The part of theoretical time that people really have, where nobody measured it."""
MINUTES_IN_HOUR = 60
DAYS_IN_YEAR = 365

# -- rates ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Capacity:
    """People and means that serve: their ``cost`` and the ``minutes`` they have, after breaks,
    training and talk, both of the same period."""

    cost: Decimal
    minutes: Decimal

    def __post_init__(self) -> None:
        if self.cost < 0 or self.minutes <= 0:
            raise ValueError("a capacity has minutes and no negative cost")

    @classmethod
    def of_theoretical(cls, cost: Decimal, minutes: Decimal) -> Capacity:
        """A capacity of which only the time paid for is known: 80% of it are practical."""
        return cls(cost, minutes * PRACTICAL)

    @property
    def rate(self) -> Decimal:
        """Cost of a minute."""
        return self.cost / self.minutes


@dataclass(frozen=True, slots=True)
class EventTime:
    """Minutes that one kind of event takes: ``base``, and ``extras`` for what makes it longer
    (rush, export, new customer, order by hand)."""

    base: Decimal
    extras: Mapping[str, Decimal] = field(default_factory=dict)

    def minutes(self, having: Mapping[str, Decimal] | None = None) -> Decimal:
        """``β0 + Σ βk·Xk``: the minutes of one event, or the mean of several.

        ``having`` says how often each extra applies: 1 once, 3 for three export lines, 0.5 where
        half of the events have it. An extra that nobody defined is an error.

        >>> order = EventTime(Decimal(8), {"rush": Decimal(5), "export": Decimal(12)})
        >>> order.minutes({"rush": Decimal(1)})
        Decimal('13')
        """
        if unknown := (having or {}).keys() - self.extras.keys():
            raise KeyError(*sorted(unknown))
        return self.base + sum(
            (self.extras[name] * times for name, times in (having or {}).items()), ZERO
        )


@dataclass(frozen=True, slots=True)
class Usage:
    """What was used of a capacity, by all customers together: the ``minutes``, and what they are
    ``charged``, each at the rate of its own day. Where a rate changed within the period, the mean
    of it would tell another amount than the customers' own."""

    capacity: Capacity
    minutes: Decimal
    charged: Decimal

    @property
    def unused_minutes(self) -> Decimal:
        """Minutes that nobody used; below zero when more was used than there is."""
        return self.capacity.minutes - self.minutes

    @property
    def unused_cost(self) -> Decimal:
        """What they cost: the company's affair, no customer's."""
        with localcontext(EXACT):
            return self.capacity.cost - self.charged

    @property
    def is_overloaded(self) -> bool:
        """Whether more time was used than there is: a time per event or the capacity is wrong."""
        return self.unused_minutes < 0


def used(capacity: Capacity, events: Iterable[tuple[Decimal, Decimal]]) -> Usage:
    """The use of a capacity whose rate does not change by ``events``, each how many and the minutes
    that one takes.

    >>> team = Capacity(Decimal(560_000), Decimal(700_000))
    >>> usage = used(team, [(Decimal(49_000), Decimal(8)), (Decimal(1_400), Decimal(44))])
    >>> usage.minutes, usage.charged == Decimal(362_880)
    (Decimal('453600'), True)
    """
    minutes = sum((count * each for count, each in events), ZERO)
    with localcontext(EXACT):
        return Usage(capacity, minutes, minutes * capacity.cost / capacity.minutes)


def visit_cost(hours: Decimal, minute_rate: Decimal, travel: Decimal) -> Decimal:
    """A visit: the time on the road and there at the rate of a minute, and what travel cost."""
    return hours * MINUTES_IN_HOUR * minute_rate + travel


def credit_cost(net_sales: Decimal, dso: Decimal, cost_of_capital: Decimal) -> Decimal:
    """What waiting for the money costs: ``net sales · DSO / 365 · cost of capital``.

    ``dso`` is in days, ``cost_of_capital`` a yearly fraction, ``net_sales`` of twelve months.
    """
    return net_sales * dso / DAYS_IN_YEAR * cost_of_capital


# -- waterfall ------------------------------------------------------------------------------------


class Step(StrEnum):
    """The steps from gross sales to net contribution, in their order."""

    GROSS_SALES = "gross_sales"
    DISCOUNTS = "discounts"
    REBATES = "rebates"
    RETURNS = "returns"
    NET_SALES = "net_sales"
    COST_OF_GOODS = "cost_of_goods"
    GROSS_MARGIN = "gross_margin"
    SERVING = "serving"
    CREDIT = "credit"
    CONTRIBUTION = "contribution"
    KAM_TIME = "kam_time"
    INITIATIVES = "initiatives"
    NET_CONTRIBUTION = "net_contribution"


SUBTOTALS = frozenset(
    {
        Step.GROSS_SALES,
        Step.NET_SALES,
        Step.GROSS_MARGIN,
        Step.CONTRIBUTION,
        Step.NET_CONTRIBUTION,
    }
)


@dataclass(frozen=True, slots=True)
class Waterfall:
    """One customer in one period. Costs and deductions are positive amounts.

    ``serving`` holds the cost of each activity. What is not known is ``None``; what does not
    exist at this company is zero, and who fills this in says which.
    """

    gross_sales: Decimal
    discounts: Decimal = ZERO
    rebates: Decimal = ZERO
    returns: Decimal = ZERO
    cost_of_goods: Decimal | None = None
    serving: Mapping[str, Decimal] | None = None
    credit: Decimal | None = None
    kam_time: Decimal | None = None
    initiatives: Decimal | None = None

    @property
    def net_sales(self) -> Decimal:
        """Gross sales less discounts, rebates and returns."""
        return self.gross_sales - self.discounts - self.rebates - self.returns

    @property
    def gross_margin(self) -> Decimal | None:
        """Net sales less the cost of goods."""
        return _less(self.net_sales, self.cost_of_goods)

    @property
    def cost_of_serving(self) -> Decimal | None:
        """All activities together."""
        return None if self.serving is None else sum(self.serving.values(), ZERO)

    @property
    def contribution(self) -> Decimal | None:
        """Gross margin less serving and credit."""
        return _less(self.gross_margin, self.cost_of_serving, self.credit)

    @property
    def net_contribution(self) -> Decimal | None:
        """Contribution less key account management: its time, and what is spent on initiatives."""
        return _less(self.contribution, self.kam_time, self.initiatives)

    def steps(self) -> list[tuple[Step, Decimal | None]]:
        """Every step with its amount, deductions negative; adding them up gives each subtotal."""
        amounts: dict[Step, Decimal | None] = {
            Step.GROSS_SALES: self.gross_sales,
            Step.DISCOUNTS: self.discounts,
            Step.REBATES: self.rebates,
            Step.RETURNS: self.returns,
            Step.NET_SALES: self.net_sales,
            Step.COST_OF_GOODS: self.cost_of_goods,
            Step.GROSS_MARGIN: self.gross_margin,
            Step.SERVING: self.cost_of_serving,
            Step.CREDIT: self.credit,
            Step.CONTRIBUTION: self.contribution,
            Step.KAM_TIME: self.kam_time,
            Step.INITIATIVES: self.initiatives,
            Step.NET_CONTRIBUTION: self.net_contribution,
        }
        return [
            (step, amount if amount is None or step in SUBTOTALS else -amount)
            for step, amount in amounts.items()
        ]


def _less(amount: Decimal | None, *costs: Decimal | None) -> Decimal | None:
    for cost in costs:
        if amount is None or cost is None:
            return None
        amount -= cost
    return amount


# -- whale curve ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Whale:
    """Customers from the most to the least profitable, their contribution added up.

    ``order`` are positions in the list given, ``running`` the sum up to and including each.
    ``earning`` is how many earn money: the curve peaks there, what bring nothing lie flat behind
    it, and the ``losing`` last ones take it down. ``unknown`` are the positions without a value.
    """

    order: list[int]
    running: list[Decimal]
    earning: int
    losing: list[int]
    unknown: list[int]

    @property
    def total(self) -> Decimal:
        """What all customers leave."""
        return self.running[-1] if self.running else ZERO

    @property
    def peak(self) -> Decimal:
        """What the customers that earn money leave; zero when none does."""
        return self.running[self.earning - 1] if self.earning else ZERO

    @property
    def peak_share(self) -> Estimate:
        """Peak over total; without a positive total a percentage would be meaningless."""
        return ratio(self.peak, self.total, len(self.order))

    @property
    def destroyed(self) -> Decimal:
        """What the others take away again: peak less total."""
        with localcontext(EXACT):
            return self.peak - self.total


def whale(contributions: Sequence[Decimal | None], ids: Sequence[str]) -> Whale:
    """The whale curve of customers' contributions, ties by ``ids``.

    >>> curve = whale([Decimal(5), Decimal(-3), Decimal(8)], ["a", "b", "c"])
    >>> curve.order, curve.peak, curve.total, curve.destroyed
    ([2, 0, 1], Decimal('13'), Decimal('10'), Decimal('3'))
    """
    known = [(at, value) for at, value in enumerate(contributions) if value is not None]
    known.sort(key=lambda each: (-each[1], ids[each[0]]))
    with localcontext(EXACT):
        running = list(accumulate(value for _, value in known))
    return Whale(
        order=[at for at, _ in known],
        running=running,
        earning=sum(value > 0 for _, value in known),
        losing=[at for at, value in known if value < 0],
        unknown=[at for at, value in enumerate(contributions) if value is None],
    )


@dataclass(frozen=True, slots=True)
class Differing:
    """A customer, by its position, that sales and contribution class differently.

    A class is ``None`` where the customer is not ranked: it bought for nothing, or leaves
    nothing or costs money.
    """

    at: int
    by_sales: AbcClass | None
    by_contribution: AbcClass | None


def differing(
    sales: Sequence[Decimal | None],
    contributions: Sequence[Decimal | None],
    ids: Sequence[str],
    limits: Limits = LIMITS,
) -> list[Differing]:
    """The customers whose class differs between sales and contribution, in the order given.

    Customers of which either is unknown are ranked by the other and not compared.
    """
    by_sales = _classes(sales, ids, limits)
    by_contribution = _classes(contributions, ids, limits)
    return [
        Differing(at, by_sales.get(at), by_contribution.get(at))
        for at in range(len(ids))
        if sales[at] is not None
        and contributions[at] is not None
        and by_sales.get(at) is not by_contribution.get(at)
    ]


def _classes(
    values: Sequence[Decimal | None], ids: Sequence[str], limits: Limits
) -> dict[int, AbcClass]:
    ranking = rank(values, ids, limits)
    return {at: ranking.class_of(place) for place, at in enumerate(ranking.order, start=1)}
