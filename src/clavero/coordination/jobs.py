"""What is done by the hour: nobody forgets a request."""

from __future__ import annotations

from datetime import date

from clavero.coordination.services import escalate
from clavero.core.errors import Refusal
from clavero.identity.rules import Actor


def escalate_at_night(on: date) -> Refusal | None:
    """Tell of requests whose time runs out or is over."""
    del on  # clocks are of this moment
    escalate(Actor.system())
    return None
