"""What each account leaves: its waterfall with the charges behind it, from what was counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from clavero.core.period import Period
from clavero.profitability.rules.charging import Charge, Uncosted, charge, work_cost
from clavero.profitability.rules.cost_to_serve import MINUTES_IN_HOUR, Usage, Waterfall, credit_cost
from clavero.profitability.rules.goods import Goods, cost_of_goods
from clavero.profitability.rules.rates import KAM, CapacityRate, RateBook
from clavero.profitability.selectors.counting import Counted, Place, Sold, Worked

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Served:
    """An account's waterfall and what it stands on.

    ``discounts_known`` is the part of the invoiced amounts that have a list price; ``dso`` the
    days until its money comes, as far as known; ``uncosted`` are events that nobody can charge.
    ``credited`` and ``hours`` are net sales and hours with what holds for them: the cost of
    capital, and the key account team's rates, in the order of their days.
    """

    waterfall: Waterfall
    goods: Goods
    discounts_known: Decimal | None
    dso: Decimal | None
    charges: Sequence[Charge]
    uncosted: Sequence[Uncosted]
    worked: Worked | None
    credited: Sequence[tuple[Decimal, Decimal]]
    hours: Sequence[tuple[Decimal, CapacityRate | None]]


@dataclass(frozen=True, slots=True)
class Used:
    """A capacity in a period, and what of it was used."""

    key: str
    usage: Usage


class Figures:
    """Makes each account's figures, and adds up what they use of the capacities."""

    def __init__(self, counted: Counted, period: Period, book: RateBook) -> None:
        self.counted = counted
        self.period = period
        self.book = book
        self.stretches = book.stretches(period)
        self._used: dict[str, tuple[Decimal, Decimal]] = {}  # minutes, and what they cost
        self._places: dict[str, list[Place]] = {}
        for place in counted.events:
            self._places.setdefault(place.account, []).append(place)

    def of(self, account: str) -> Served:
        """The figures of one account."""
        sold = self.counted.sold.get(account, Sold())
        charges, uncosted = self._charges(account)
        goods = cost_of_goods(
            sold.net_sales, sold.contribution, sold.net_sales_with_cost, sold.cost_known
        )
        if not sold.gross:
            goods = Goods(ZERO, Decimal(1))  # nothing was sold, and that cost nothing
        worked = self.counted.worked.get(account)
        time, money = self._work(worked)
        dso = _dso(sold)
        returns, rebates = -sold.returned, sold.returned - sold.credit_notes
        discounts = None if sold.list_sales is None else sold.list_sales - (sold.listed or ZERO)
        return Served(
            waterfall=Waterfall(
                gross_sales=sold.net_sales + returns + rebates + (discounts or ZERO),
                discounts=discounts or ZERO,
                rebates=rebates,
                returns=returns,
                cost_of_goods=goods.cost,
                serving=self._serving(charges, uncosted),
                credit=self._credit(sold, dso),
                kam_time=time,
                initiatives=money,
            ),
            goods=goods,
            discounts_known=_discounts_known(sold),
            dso=dso,
            charges=charges,
            uncosted=uncosted,
            worked=worked,
            credited=self._credited(sold),
            hours=self._hours(worked),
        )

    def used(self) -> list[Used]:
        """Each capacity with what all accounts asked for so far have used of it."""
        found = []
        for key in self.book.capacities:
            capacity = self.book.capacity_over(key, self.period)
            if capacity is not None:
                found.append(Used(key, Usage(capacity, *self._used.get(key, (ZERO, ZERO)))))
        return found

    def _use(self, capacity: str, minutes: Decimal, cost: Decimal) -> None:
        before = self._used.get(capacity, (ZERO, ZERO))
        self._used[capacity] = before[0] + minutes, before[1] + cost

    @cached_property
    def is_serving_known(self) -> bool:
        """Whether any activity has a time and a rate, so that serving costs something."""
        return any(
            self.book.capacity(found.capacity, stretch.start)
            for key in self.book.activities
            for stretch in self.stretches
            if (found := self.book.activity(key, stretch.start))
        )

    def _charges(self, account: str) -> tuple[list[Charge], list[Uncosted]]:
        charges, uncosted = [], []
        for (activity, _rates), places in self._by_rates(account).items():
            start = self.stretches[places[0].stretch].start
            tallies = [tally for place in places for tally in self.counted.events[place]]
            found = charge(self.book, activity, start, tallies)
            if isinstance(found, Charge):
                charges.append(found)
                self._use(found.capacity, found.minutes, found.time_cost)
            elif found is not None:
                uncosted.append(found)
        return charges, uncosted

    def _by_rates(self, account: str) -> dict[tuple[str, object], list[Place]]:
        """The places of an account whose events cost the same: what changes between two of them
        is another activity's affair."""
        found: dict[tuple[str, object], list[Place]] = {}
        for place in sorted(self._places.get(account, ())):
            start = self.stretches[place.stretch].start
            rate = self.book.activity(place.activity, start)
            capacity = None if rate is None else self.book.capacity(rate.capacity, start)
            days = (rate and rate.valid_from, capacity and capacity.valid_from)
            found.setdefault((place.activity, days), []).append(place)
        return found

    def _serving(
        self, charges: Sequence[Charge], uncosted: Sequence[Uncosted]
    ) -> Mapping[str, Decimal] | None:
        if uncosted or not self.is_serving_known:
            return None
        serving: dict[str, Decimal] = {}
        for each in charges:
            serving[each.activity] = serving.get(each.activity, ZERO) + each.cost
        return serving

    def _credit(self, sold: Sold, dso: Decimal | None) -> Decimal | None:
        """Zero where the company does not count it; unknown where nobody knows the days."""
        costs = self._costs_of_capital
        if not costs or not any(sold.by_stretch.get(number) for number in costs):
            return ZERO
        if dso is None:
            return None
        return sum(
            (
                credit_cost(sold.by_stretch.get(number, ZERO), dso, rate)
                for number, rate in costs.items()
            ),
            ZERO,
        )

    @cached_property
    def _costs_of_capital(self) -> dict[int, Decimal]:
        """By stretch, where there is any."""
        return {
            number: rate
            for number, stretch in enumerate(self.stretches)
            if (rate := self.book.cost_of_capital(stretch.start))
        }

    def _credited(self, sold: Sold) -> list[tuple[Decimal, Decimal]]:
        by_rate: dict[Decimal, Decimal] = {}
        for number, rate in self._costs_of_capital.items():
            by_rate[rate] = by_rate.get(rate, ZERO) + sold.by_stretch.get(number, ZERO)
        return [(net_sales, rate) for rate, net_sales in by_rate.items() if net_sales]

    def _hours(self, worked: Worked | None) -> list[tuple[Decimal, CapacityRate | None]]:
        by_rate: dict[CapacityRate | None, Decimal] = {}
        for number, hours in sorted(worked.hours.items() if worked else ()):
            rate = self.book.capacity(KAM, self.stretches[number].start)
            by_rate[rate] = by_rate.get(rate, ZERO) + hours
        return [(hours, rate) for rate, hours in by_rate.items()]

    def _work(self, worked: Worked | None) -> tuple[Decimal | None, Decimal | None]:
        """Time and money; unknown while nobody in the company records any."""
        if not self.counted.is_work_recorded:
            return None, None
        if worked is None:
            return ZERO, ZERO
        costs: list[Decimal | None] = []
        for number, hours in worked.hours.items():
            capacity = self.book.capacity(KAM, self.stretches[number].start)
            cost = work_cost(hours, capacity)
            costs.append(cost)
            self._use(KAM, hours * MINUTES_IN_HOUR, cost or ZERO)
        known = [cost for cost in costs if cost is not None]
        return (sum(known, ZERO) if len(known) == len(costs) else None), worked.money


def everybody(figures: Figures) -> Iterator[tuple[str, Served]]:
    """Each account with its figures."""
    for account in figures.counted.accounts():
        yield account, figures.of(account)


def _dso(sold: Sold) -> Decimal | None:
    if sold.waited is None or not sold.awaited or sold.awaited <= 0:
        return None
    return sold.waited / sold.awaited


def _discounts_known(sold: Sold) -> Decimal | None:
    if sold.listed is None:
        return None
    invoiced = sold.net_sales - sold.credit_notes
    if invoiced <= 0:
        return None
    return min(sold.listed / invoiced, Decimal(1))
