"""Why a number moved: parts that add up to the change, exactly; members that came and left."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Sold:
    """What was sold of one thing: how many units, where they are known, and for how much."""

    amount: Decimal
    quantity: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Bridge:
    """``price`` + ``volume`` + ``mix`` + ``new`` + ``lost`` + ``other`` is the change.

    ``other`` is of things whose quantity is not known: nobody can say whether price or volume."""

    before: Decimal
    now: Decimal
    price: Decimal
    volume: Decimal
    mix: Decimal
    new: Decimal
    lost: Decimal
    other: Decimal = ZERO

    @property
    def parts(self) -> tuple[tuple[str, Decimal], ...]:
        """The parts by name, in the order in which they are told."""
        names = ("price", "volume", "mix", "new", "lost", "other")
        return tuple((name, getattr(self, name)) for name in names)

    @property
    def change(self) -> Decimal:
        """What they add up to."""
        return self.now - self.before


def bridge(before: Mapping[str, Sold], now: Mapping[str, Sold]) -> Bridge:
    """The change of an amount from what was sold of each thing (product, or product of an account).

    Of things sold in both periods with quantities: *price* is what today's units earn more each,
    *volume* what the same basket would have earned by the change of all units, *mix* the rest of
    the quantities' effect: that other things were bought than before.
    """
    new = sum((sold.amount for each, sold in now.items() if each not in before), ZERO)
    lost = -sum((sold.amount for each, sold in before.items() if each not in now), ZERO)
    price = by_quantity = other = base = units_before = units_now = ZERO
    for each in before.keys() & now.keys():
        was, is_ = before[each], now[each]
        if not was.quantity or not is_.quantity or was.quantity < 0 or is_.quantity < 0:
            other += is_.amount - was.amount
            continue
        # At the price of before, today's units would have earned this.
        at_old_price = was.amount * is_.quantity / was.quantity
        price += is_.amount - at_old_price
        by_quantity += at_old_price - was.amount
        base += was.amount
        units_before += was.quantity
        units_now += is_.quantity
    volume = base * (units_now - units_before) / units_before if units_before else ZERO
    total_before = sum((sold.amount for sold in before.values()), ZERO)
    total_now = sum((sold.amount for sold in now.values()), ZERO)
    # What divisions left over stands with the mix: the parts are exact together.
    mix = total_now - total_before - price - volume - new - lost - other
    return Bridge(total_before, total_now, price, volume, mix, new, lost, other)


@dataclass(frozen=True, slots=True)
class Members:
    """Who came into what a rate counts, who left it, and who stayed."""

    entered: tuple[str, ...]
    left: tuple[str, ...]
    stayed: tuple[str, ...]


def members(before: Collection[str], now: Collection[str]) -> Members:
    """The difference of two sets, in order."""
    was, is_ = set(before), set(now)
    return Members(tuple(sorted(is_ - was)), tuple(sorted(was - is_)), tuple(sorted(was & is_)))


def largest(moves: Iterable[tuple[str, Decimal]], most: int) -> list[tuple[str, Decimal]]:
    """The ``most`` largest moves, up or down, the largest first."""
    return sorted(moves, key=lambda each: (-abs(each[1]), each[0]))[:most]
