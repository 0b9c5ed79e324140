"""What is computed at night."""

from __future__ import annotations

from datetime import date

from clavero.identity.rules import Actor
from clavero.lifetime.rules.asking import Asked
from clavero.lifetime.selectors import lifetime_picture


def at_night(on: date) -> None:
    """Fit the purchases of the whole base. They tell of the ledger's last day, whatever ``on``."""
    lifetime_picture(Actor.system(), Asked())
