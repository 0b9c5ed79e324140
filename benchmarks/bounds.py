"""What a benchmark has found beside what is wanted, and which bounds are missed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

Row = tuple[str, float, str]
"""What, found, wanted: ``"≤ 2"``, ``"< 3"``, ``"≥ 3"``, ``"0"``, or nothing."""
SAME = "the same in processor time"


@dataclass(frozen=True, slots=True)
class Told:
    """A part of the report in Markdown, and its rows that are not as wanted."""

    text: str
    missed: tuple[str, ...] = ()


def table(rows: Iterable[Row], note: str) -> Told:
    """The rows of a benchmark as a table with a note beneath."""
    rows = list(rows)
    lines = ["| | found | wanted |", "|---|---:|---:|"]
    lines += [f"| {what} | {found:.2f} | {wanted} |" for what, found, wanted in rows]
    return Told("\n".join([*lines, "", note]), tuple(_missed(rows)))


def is_met(found: float, wanted: str) -> bool:
    """Whether a figure is as wanted; one that is no number is not.

    >>> is_met(2.0, "≤ 2"), is_met(2.0, "< 2"), is_met(2.9, "≥ 3"), is_met(1.0, "0"), is_met(9, "")
    (True, False, False, False, True)
    """
    if not wanted:
        return True
    sign, _space, bound = wanted.rpartition(" ")
    most = float(bound)
    return {"≤": found <= most, "<": found < most, "≥": found >= most, "": found == most}[sign]


def _missed(rows: Iterable[Row]) -> Iterator[str]:
    before = ""
    for what, found, wanted in rows:
        told = f"{before}, {what}" if what == SAME and before else what
        if not is_met(found, wanted):
            yield f"{told}: {found:.2f} instead of {wanted}"
        if what != SAME:
            before = what
