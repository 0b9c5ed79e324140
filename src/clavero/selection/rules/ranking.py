"""The list by weighted scores, and how much it depends on each weight.

Source: methods §1.5 and §2.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from clavero.matrix.rules.factors import moved_weight
from clavero.matrix.rules.scoring import Values, weighted

SWING = 10.0  # points by which a weight is moved


def chosen(
    candidates: Mapping[str, Values],
    weights: Mapping[str, float],
    *,
    places: int | None = None,
    minimum: float = 0.0,
) -> list[str]:
    """The candidates with the best weighted scores, best first, equal ones by code.

    ``candidates`` maps code to scores (0 to 10) by criterion. At most ``places`` are chosen, and
    nobody below ``minimum`` or with too few scores.
    """
    totals = {code: weighted(weights, scores) for code, scores in candidates.items()}
    able = {code: round(total, 9) for code, total in totals.items() if total is not None}
    order = sorted(able, key=lambda code: (-able[code], code))
    return [code for code in order if able[code] >= minimum][:places]


@dataclass(frozen=True, slots=True)
class Shift:
    """One weight moved by ``points``, the others re-scaled, and who comes and goes by it."""

    criterion: str
    points: float
    weights: Mapping[str, float]
    enters: tuple[str, ...]
    leaves: tuple[str, ...]

    @property
    def changes(self) -> bool:
        """Whether the list depends on it."""
        return bool(self.enters or self.leaves)


def sensitivity(
    candidates: Mapping[str, Values],
    weights: Mapping[str, float],
    *,
    places: int | None = None,
    minimum: float = 0.0,
    points: float = SWING,
) -> list[Shift]:
    """Who enters or leaves the list if one weight moves up or down, for each weight and way."""
    before = chosen(candidates, weights, places=places, minimum=minimum)
    shifts = []
    for criterion in weights:
        for swing in (points, -points):
            moved = moved_weight(weights, criterion, swing)
            after = chosen(candidates, moved, places=places, minimum=minimum)
            shifts.append(
                Shift(
                    criterion,
                    swing,
                    moved,
                    enters=tuple(code for code in after if code not in set(before)),
                    leaves=tuple(code for code in before if code not in set(after)),
                )
            )
    return shifts
