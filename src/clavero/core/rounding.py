"""Figures that are checked by hand: what is shown beside each other adds up as shown.

Source: methods §0 (round only on display, half away from zero).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_FLOOR, Decimal

from clavero.core.money import round_for_display

_NOISE = Decimal("1e-9")


def exact(value: float) -> Decimal:
    """The decimal that a float stands for: what it adds behind the ninth digit is its own.

    >>> exact(0.1 + 0.2), round_for_display(exact(1.005))
    (Decimal('0.300000000'), Decimal('1.01'))
    """
    return Decimal(value).quantize(_NOISE)


def places_for(values: Iterable[Decimal], *, least: int, most: int) -> int:
    """How many decimals say all ``values`` exactly, from ``least`` to ``most``.

    >>> places_for([Decimal("1.75"), Decimal("0.625")], least=2, most=3)
    3
    """
    shown = list(values)
    for places in range(least, most):
        if all(value == round_for_display(value, places) for value in shown):
            return places
    return most


def rounded_parts(parts: Sequence[Decimal], whole: Decimal, places: int) -> list[Decimal]:
    """``parts`` so rounded that they sum to their ``whole`` as it is shown: the largest remainders
    are rounded up. Each is the figure below or above it.

    >>> rounded_parts([Decimal("0.875"), Decimal("0.625")], Decimal("1.5"), 2)
    [Decimal('0.88'), Decimal('0.62')]
    """
    unit = Decimal(1).scaleb(-places)
    floors = [part.quantize(unit, rounding=ROUND_FLOOR) for part in parts]
    missing = int((round_for_display(whole, places) - sum(floors, Decimal(0))) / unit)
    by_remainder = sorted(range(len(parts)), key=lambda at: floors[at] - parts[at])
    raised = set(by_remainder[: max(missing, 0)])
    return [each + unit if at in raised else each for at, each in enumerate(floors)]
