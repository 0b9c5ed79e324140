"""The relationships of the methods' worked numbers (O-9.1)."""

from __future__ import annotations

from clavero.relationships.rules.matrix import Cell, Ours
from clavero.relationships.rules.people import Function

OURS = (Ours.KAM, Ours.TECHNICAL, Ours.LOGISTICS, Ours.FINANCE, Ours.MANAGEMENT)
THEIRS = (
    Function.PURCHASING, Function.PRODUCTION, Function.LOGISTICS, Function.FINANCE,
    Function.MANAGEMENT,
)  # fmt: skip


def _cells(*rows: str) -> dict[Cell, int]:
    """A row each of ours, a digit each of theirs."""
    return {
        (ours, theirs): int(digit)
        for ours, row in zip(OURS, rows, strict=True)
        for theirs, digit in zip(THEIRS, row, strict=True)
        if digit != "0"
    }


MIXED = _cells("32110", "10000", "10000", "00100", "10000")
DIAMOND = _cells("31111", "02000", "00200", "00020", "00002")
BOW_TIE = _cells("30000", "00000", "00000", "00000", "00000")
