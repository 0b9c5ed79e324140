"""What is done by the hour: nobody forgets a clock."""

from __future__ import annotations

from datetime import date

from clavero.care.services import escalate, forget_knocks
from clavero.core.errors import Refusal
from clavero.identity.rules import Actor


def escalate_at_night(on: date) -> Refusal | None:
    """Tell whoever has a complaint that little of its time is left, or none; and forget who used a
    link more than a day ago."""
    del on  # clocks are of this moment
    forget_knocks()
    escalate(Actor.system())
    return None
