"""Why an amount moved: parts that add up to the change, exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Sold:
    """What was sold of one thing: how many units, where they are known, for how much, and what
    that cost. Not ``is_costed``, the amounts are of the lines alone whose cost is known."""

    amount: Decimal
    quantity: Decimal | None = None
    cost: Decimal = ZERO
    is_costed: bool = True

    @property
    def left(self) -> Decimal:
        """What is explained: sales where nothing is said of cost, else what is left of them."""
        return self.amount - self.cost


@dataclass(frozen=True, slots=True)
class Bridge:
    """``price`` + ``volume`` + ``mix`` + ``new`` + ``lost`` + ``cost`` + ``serving`` + ``other`` +
    ``uncosted`` + ``apart`` is the change.

    ``other`` is of things whose quantity is not known: nobody can say whether price or volume.
    ``uncosted`` is of things of which some cost is not known: they may only seem to have moved.
    ``serving`` is what serving cost less, and ``apart`` is of those of whom it is not known.
    """

    before: Decimal
    now: Decimal
    price: Decimal
    volume: Decimal
    mix: Decimal
    new: Decimal
    lost: Decimal
    cost: Decimal = ZERO
    other: Decimal = ZERO
    uncosted: Decimal = ZERO
    serving: Decimal = ZERO
    apart: Decimal = ZERO

    @property
    def parts(self) -> tuple[tuple[str, Decimal], ...]:
        """The parts by name, in the order in which they are told."""
        names = (
            "price", "volume", "mix", "new", "lost", "cost", "serving", "other", "uncosted",
            "apart",
        )  # fmt: skip
        return tuple((name, getattr(self, name)) for name in names)

    @property
    def change(self) -> Decimal:
        """What they add up to."""
        return self.now - self.before

    def after_serving(
        self, before: tuple[Decimal, Decimal], now: tuple[Decimal, Decimal]
    ) -> Bridge:
        """The change of what is left after serving, from that of the gross margin: ``before`` and
        ``now`` are what is left and what serving cost. What the products do not explain, as of
        those of whom it is not known, stands apart."""
        serving = before[1] - now[1]
        apart = now[0] - before[0] - serving - self.change
        return replace(self, before=before[0], now=now[0], serving=serving, apart=apart)


def bridge(before: Mapping[str, Sold], now: Mapping[str, Sold]) -> Bridge:
    """The change of what is left of each thing sold (product, or product of an account).

    Of things sold in both periods with quantities: *price* is what today's units earn more each,
    *cost* what they cost less each, *volume* what the same basket would have left by the change of
    all units, *mix* the rest of the quantities' effect: that other things were bought than before.
    """
    price = cost = new = lost = by_quantity = other = uncosted = ZERO
    base = units_before = units_now = ZERO
    for each in before.keys() | now.keys():
        was, is_ = before.get(each), now.get(each)
        if not all(sold.is_costed for sold in (was, is_) if sold is not None):
            uncosted += _left(is_) - _left(was)
        elif was is None:
            new += _left(is_)
        elif is_ is None:
            lost -= was.left
        elif not was.quantity or not is_.quantity or was.quantity < 0 or is_.quantity < 0:
            other += is_.left - was.left
        else:
            # At the price and the cost of before, today's units would have earned and cost this.
            at_old_price = was.amount * is_.quantity / was.quantity
            at_old_cost = was.cost * is_.quantity / was.quantity
            price += is_.amount - at_old_price
            cost += at_old_cost - is_.cost
            by_quantity += at_old_price - at_old_cost - was.left
            base += was.left
            units_before += was.quantity
            units_now += is_.quantity
    volume = base * (units_now - units_before) / units_before if units_before else ZERO
    total_before = sum((sold.left for sold in before.values()), ZERO)
    total_now = sum((sold.left for sold in now.values()), ZERO)
    # What divisions left over stands with the mix: the parts are exact together.
    told = price + volume + new + lost + cost + other + uncosted
    return Bridge(
        before=total_before,
        now=total_now,
        price=price,
        volume=volume,
        mix=total_now - total_before - told,
        new=new,
        lost=lost,
        cost=cost,
        other=other,
        uncosted=uncosted,
    )


def _left(sold: Sold | None) -> Decimal:
    return ZERO if sold is None else sold.left


def largest(moves: Iterable[tuple[str, Decimal]], most: int) -> list[tuple[str, Decimal]]:
    """The ``most`` largest moves, up or down, the largest first."""
    return sorted(moves, key=lambda each: (-abs(each[1]), each[0]))[:most]
