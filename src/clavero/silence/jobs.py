"""What is computed at night."""

from __future__ import annotations

from datetime import date

from clavero.identity.rules import Actor
from clavero.silence.selectors import states


def at_night(on: date) -> None:
    """Who has fallen silent by the day: the alerts of the same night read it from memory."""
    states(Actor.system(), on)
