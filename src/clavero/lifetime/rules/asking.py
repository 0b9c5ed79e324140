"""What can be asked: the model, and over how many years at which discount a customer is valued."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from clavero.lifetime.rules.models import Kind

HORIZONS = (3, 5)
"""Years: a key account's plan does not look further (methods §1.3)."""
USUAL_DISCOUNT = Decimal("0.1")
USUAL = Kind.MBG_NBD
"""A customer can leave after its first purchase too: BG/NBD believes one-time buyers for ever."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A picture of the base. ``discount`` is a yearly fraction."""

    kind: Kind = USUAL
    years: int = HORIZONS[0]
    discount: Decimal = USUAL_DISCOUNT
