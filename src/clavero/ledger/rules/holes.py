"""Months of which the ledger holds hardly any line, where whole files may be missing.

What is computed of such a month tells of a company that sold nothing: silence, growth and alerts
would accuse everybody. A month counts as a hole when it has less than a fifth of the lines that
are usual (the median of the twelve months before it), unless it was as thin a year earlier: then it
is the season. Nothing is said of a ledger of less than a year, or of very few lines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

THIN = 5
"""So many times fewer lines than usual."""
USUAL_AT_LEAST = 20
"""Lines a month, below which a month of few says nothing."""
_YEAR = 12


@dataclass(frozen=True, slots=True)
class Hole:
    """A month, as ``2026-10``, of which there are so few lines, and how many are usual."""

    month: str
    lines: int
    usual: int


def holes(lines: Mapping[str, int], months: Sequence[str], lately: int = 3) -> list[Hole]:
    """The holes among the last ``lately`` of ``months``, which are whole, in order and without a
    gap; ``lines`` is how many each has, if any.

    >>> months = [f"2025-{month:02}" for month in range(1, 13)] + ["2026-01", "2026-02"]
    >>> holes(dict.fromkeys(months[:13], 100), months)
    [Hole(month='2026-02', lines=0, usual=100)]
    """
    found: list[Hole] = []
    first = next((at for at, month in enumerate(months) if lines.get(month)), len(months))
    for at in range(max(len(months) - lately, first + _YEAR), len(months)):
        count, usual = lines.get(months[at], 0), _usual(lines, months, at)
        if usual < USUAL_AT_LEAST or count * THIN >= usual:
            continue
        a_year_ago = at - _YEAR
        before = _usual(lines, months, a_year_ago) if a_year_ago - first >= _YEAR else usual
        if lines.get(months[a_year_ago], 0) * THIN >= before:
            found.append(Hole(months[at], count, round(usual)))
    return found


def _usual(lines: Mapping[str, int], months: Sequence[str], at: int) -> float:
    return median(lines.get(month, 0) for month in months[at - _YEAR : at])
