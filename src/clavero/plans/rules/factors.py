"""Factors of success as scores of the matrix's axis of position.

Source: methods §5.3: the factors of success are the position axis of the matrix. Several factors
can stand for one criterion; each then counts by its weight.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from clavero.plans.rules.analysis import Data
from clavero.plans.rules.catalogue import number_of

_ZERO = Decimal(0)
_HUNDRED = Decimal(100)
_EXACT = Decimal("0.01")


def weighs_right(rows: Iterable[Data]) -> bool:
    """Whether the weights of the factors are a hundred together.

    >>> weighs_right([{"weight": "60"}, {"weight": "40"}]), weighs_right([{"weight": "60"}])
    (True, False)
    """
    return sum((number_of(data, "weight") or _ZERO for data in rows), _ZERO) == _HUNDRED


@dataclass(frozen=True, slots=True)
class Scored:
    """What the factors say of a criterion: us and the best competitor, 0 to 10."""

    criterion: str
    us: Decimal
    best: Decimal
    competitor: str
    factors: tuple[int, ...]


def scores(rows: Mapping[int, Data], criteria: Mapping[int, str]) -> list[Scored]:
    """The scores of the criteria that ``criteria`` gives to factors by number; a factor without
    weight says nothing. The competitor has a name where all factors name the same one.

    >>> rows = {1: {"weight": "30", "us": "8", "best": "6"}, 2: {"weight": "10", "us": "4",
    ...         "best": "6", "competitor": "Arga"}}
    >>> [found] = scores(rows, {1: "service", 2: "service"})
    >>> found.us, found.best
    (Decimal('7.00'), Decimal('6.00'))
    """
    found: dict[str, list[int]] = {}
    for number, criterion in criteria.items():
        if number in rows and criterion and (number_of(rows[number], "weight") or _ZERO) > 0:
            found.setdefault(criterion, []).append(number)
    return [_scored(criterion, numbers, rows) for criterion, numbers in found.items()]


def _scored(criterion: str, numbers: list[int], rows: Mapping[int, Data]) -> Scored:
    def mean(key: str) -> Decimal:
        weighed = [
            (number_of(rows[each], "weight") or _ZERO, number_of(rows[each], key) or _ZERO)
            for each in numbers
        ]
        total = sum((weight for weight, _value in weighed), _ZERO)
        return (sum((weight * value for weight, value in weighed), _ZERO) / total).quantize(
            _EXACT, ROUND_HALF_UP
        )

    named = {rows[each].get("competitor", "").strip() for each in numbers}
    competitor = named.pop() if len(named) == 1 else ""
    return Scored(criterion, mean("us"), mean("best"), competitor, tuple(numbers))
