"""The analysis tools of methods §5.3, from the rows of a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from clavero.plans.rules.catalogue import PESTEL, PHASES, SWOT, number_of

_ZERO = Decimal(0)
Data = Mapping[str, str]


def priority(data: Data) -> Decimal:
    """Of a row of SWOT: ``impact × strength``, where strength is probability for the outside.

    >>> priority({"impact": "4", "strength": "3"})
    Decimal('12')
    """
    return (number_of(data, "impact") or _ZERO) * (number_of(data, "strength") or _ZERO)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A row by its number, with what it weighs."""

    number: int
    weight: Decimal


def swot(rows: Mapping[int, Data]) -> dict[str, list[Ranked]]:
    """The rows of each part, those of the highest priority first."""
    found: dict[str, list[Ranked]] = {part: [] for part in SWOT}
    for number, data in rows.items():
        found[data["part"]].append(Ranked(number, priority(data)))
    return {
        part: sorted(ranked, key=lambda each: (-each.weight, each.number))
        for part, ranked in found.items()
    }


TOWS = (
    ("strength", "opportunity"), ("weakness", "opportunity"),
    ("strength", "threat"), ("weakness", "threat"),
)  # fmt: skip
"""Which inside meets which outside."""


def pestel(rows: Sequence[Data]) -> dict[str, Decimal | None]:
    """``Σ impact·probability / Σ probability`` of each group; ``None`` where nobody has said how
    probable anything of it is.

    >>> pestel([{"group": "legal", "impact": "4", "probability": "0.5"},
    ... {"group": "legal", "impact": "-2", "probability": "0.25"}])["legal"]
    Decimal('2')
    """
    found: dict[str, Decimal | None] = {}
    for group in PESTEL:
        weighed = [
            (number_of(data, "impact") or _ZERO, number_of(data, "probability") or _ZERO)
            for data in rows
            if data["group"] == group
        ]
        total = sum((chance for _impact, chance in weighed), _ZERO)
        score = sum((impact * chance for impact, chance in weighed), _ZERO)
        found[group] = score / total if total else None
    return found


def pressure(rows: Sequence[Data]) -> Decimal | None:
    """The mean of the forces, from 1 to 5; ``None`` without any."""
    levels = [number_of(data, "strength") or _ZERO for data in rows]
    return sum(levels, _ZERO) / len(levels) if levels else None


@dataclass(frozen=True, slots=True)
class Gap:
    """A factor of success: ``weight·(us − best)/100``."""

    number: int
    gap: Decimal


def gaps(rows: Mapping[int, Data]) -> list[Gap]:
    """The factors, where we fall short most first."""
    found = [
        Gap(
            number,
            (number_of(data, "weight") or _ZERO)
            * ((number_of(data, "us") or _ZERO) - (number_of(data, "best") or _ZERO))
            / 100,
        )
        for number, data in rows.items()
    ]
    return sorted(found, key=lambda each: (each.gap, each.number))


def weights(rows: Sequence[Data]) -> Decimal:
    """What the weights of the factors are together; they should be a hundred."""
    return sum((number_of(data, "weight") or _ZERO for data in rows), _ZERO)


def presence(rows: Sequence[Data]) -> dict[str, Decimal | None]:
    """How present we are in each phase of buying, 0 to 3; ``None`` where nobody has said."""
    found: dict[str, Decimal | None] = dict.fromkeys(PHASES)
    for data in rows:
        level = number_of(data, "presence") or _ZERO
        before = found[data["phase"]]
        found[data["phase"]] = level if before is None else max(before, level)
    return found
