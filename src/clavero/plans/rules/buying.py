"""How a customer buys: eight phases, in three kinds of purchase, and where we come in.

Source: methods §5.3, after the buygrid of Robinson, Faris and Wind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from clavero.plans.rules.analysis import Data
from clavero.plans.rules.catalogue import PHASES, SITUATIONS, number_of

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class BuyingCell:
    """A phase in a kind of purchase: its rows by number, our presence from 0 to 3 and the days that
    it takes, ``None`` where nobody has said so."""

    phase: str
    rows: tuple[int, ...]
    presence: Decimal | None
    days: Decimal | None


@dataclass(frozen=True, slots=True)
class Purchase:
    """A kind of purchase through its phases; ``enters`` is the first in which we are present."""

    situation: str
    cells: tuple[BuyingCell, ...]

    @property
    def is_known(self) -> bool:
        """Whether anybody has said anything of it."""
        return any(cell.rows for cell in self.cells)

    @property
    def enters(self) -> BuyingCell | None:
        """Where we come in."""
        return next((cell for cell in self.cells if (cell.presence or _ZERO) > 0), None)

    @property
    def days(self) -> Decimal | None:
        """How long it takes, as far as it was said."""
        said = [cell.days for cell in self.cells if cell.days is not None]
        return sum(said, _ZERO) if said else None

    @property
    def days_before(self) -> Decimal | None:
        """Of those, the days that have gone when we come in; all where we never do."""
        if self.days is None:
            return None
        entry = self.enters
        upto = self.cells if entry is None else self.cells[: self.cells.index(entry)]
        return sum((cell.days or _ZERO for cell in upto), _ZERO)


def buying(rows: Mapping[int, Data]) -> tuple[Purchase, ...]:
    """The three kinds of purchase.

    >>> new, *_others = buying({
    ...     1: {"phase": "need", "situation": "new", "presence": "0", "days": "30"},
    ...     2: {"phase": "proposals", "situation": "new", "presence": "2", "days": "10"}})
    >>> new.enters.phase, new.days, new.days_before
    ('proposals', Decimal('40'), Decimal('30'))
    """
    return tuple(
        Purchase(situation, tuple(_cell(situation, phase, rows) for phase in PHASES))
        for situation in SITUATIONS
    )


def _cell(situation: str, phase: str, rows: Mapping[int, Data]) -> BuyingCell:
    own = {
        number: data
        for number, data in rows.items()
        if (data["situation"], data["phase"]) == (situation, phase)
    }
    present = [number_of(data, "presence") or _ZERO for data in own.values()]
    days = [each for data in own.values() if (each := number_of(data, "days")) is not None]
    return BuyingCell(
        phase, tuple(own), max(present, default=None), sum(days, _ZERO) if days else None
    )
