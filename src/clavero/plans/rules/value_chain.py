"""Where the customer makes its money, and what we do for it there.

Source: methods §5.3, after Porter's value chain: five primary activities and four that support
them; in each the part of its costs, and our effect on cost, revenue, risk or working capital.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from clavero.plans.rules.analysis import Data
from clavero.plans.rules.catalogue import ACTIVITIES, number_of

_ZERO = Decimal(0)
NO_EFFECT = "none"
EFFECTS = ("cost", "revenue", "risk", "capital")


@dataclass(frozen=True, slots=True)
class Activity:
    """One of the nine: its rows by number, the part of the customer's costs (``None`` where nobody
    has said it), what our help is worth a year by effect, and what nobody has said the worth of."""

    key: str
    rows: tuple[int, ...]
    cost_share: Decimal | None
    effects: Mapping[str, Decimal | None]
    unvalued: int


@dataclass(frozen=True, slots=True)
class Chain:
    """All of them, and together."""

    activities: tuple[Activity, ...]
    cost_share: Decimal | None
    effects: Mapping[str, Decimal | None]

    @property
    def is_too_much(self) -> bool:
        """Whether the parts are more than all costs."""
        return self.cost_share is not None and self.cost_share > 1


def value_chain(rows: Mapping[int, Data]) -> Chain:
    """The chain of a customer.

    >>> chain = value_chain({1: {"activity": "operations", "effect": "cost", "cost_share": "0.4",
    ...                          "worth": "900"}})
    >>> operations = chain.activities[1]
    >>> operations.cost_share, operations.effects["cost"], chain.activities[0].cost_share
    (Decimal('0.4'), Decimal('900'), None)
    """
    activities = tuple(_activity(key, rows) for key in ACTIVITIES)
    return Chain(
        activities,
        _together(each.cost_share for each in activities),
        {effect: _together(each.effects[effect] for each in activities) for effect in EFFECTS},
    )


def _activity(key: str, rows: Mapping[int, Data]) -> Activity:
    own = {number: data for number, data in rows.items() if data["activity"] == key}
    shares = [number_of(data, "cost_share") for data in own.values()]
    helping = [data for data in own.values() if data["effect"] != NO_EFFECT]
    effects = {
        effect: _together(number_of(data, "worth") for data in helping if data["effect"] == effect)
        for effect in EFFECTS
    }
    return Activity(
        key,
        tuple(own),
        _together(shares),
        effects,
        sum(number_of(data, "worth") is None for data in helping),
    )


def _together(values: Iterable[Decimal | None]) -> Decimal | None:
    """Their sum; ``None`` where nobody has said any."""
    said = [each for each in values if each is not None]
    return sum(said, _ZERO) if said else None
