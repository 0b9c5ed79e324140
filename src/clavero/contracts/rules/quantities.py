"""What is counted of a term by quantity, by unit of measure, and which lines are not: what has no
quantity is not nothing, and boxes and kilograms make no sum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Measured:
    """Lines of one unit of measure and currency, with a quantity or without: ``quantity`` is
    ``None`` where they say none. ``unit`` is empty where they do not say it."""

    unit: str
    currency: str
    lines: int
    amount: Decimal
    quantity: Decimal | None


@dataclass(frozen=True, slots=True)
class Aside:
    """Lines that are not counted, with their money by currency."""

    lines: int = 0
    amounts: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Quantities:
    """What is counted, by its unit; the lines ``without`` a quantity, and those of ``others``: of
    another unit than the term's."""

    counted: Mapping[str, Decimal]
    without: Aside
    others: Aside

    @property
    def is_mixed(self) -> bool:
        """Whether what is counted is of several units, so that its sum is of none."""
        return len(self.counted) > 1


def quantities_of(unit: str, lines: Iterable[Measured]) -> Quantities:
    """What of these lines is counted for a term of a ``unit``, or of any where it names none.

    >>> bought = [Measured("kg", "EUR", 2, Decimal(90), Decimal(30)),
    ...           Measured("box", "EUR", 1, Decimal(40), Decimal(4)),
    ...           Measured("kg", "USD", 3, Decimal(7), None)]
    >>> told = quantities_of("kg", bought)
    >>> dict(told.counted), told.without.lines, told.others.lines, dict(told.others.amounts)
    ({'kg': Decimal('30')}, 3, 1, {'EUR': Decimal('40')})
    >>> quantities_of("", bought).is_mixed
    True
    """
    counted: dict[str, Decimal] = {}
    without: list[Measured] = []
    others: list[Measured] = []
    for each in lines:
        if unit and each.unit != unit and (each.quantity is not None or each.unit):
            others.append(each)
        elif each.quantity is None:
            without.append(each)
        else:
            counted[each.unit] = counted.get(each.unit, ZERO) + each.quantity
    return Quantities(counted, _aside(without), _aside(others))


def _aside(lines: Iterable[Measured]) -> Aside:
    count, amounts = 0, dict[str, Decimal]()
    for each in lines:
        count += each.lines
        amounts[each.currency] = amounts.get(each.currency, ZERO) + each.amount
    return Aside(count, amounts)
