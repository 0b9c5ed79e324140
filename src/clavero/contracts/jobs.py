"""What is done by the hour: contracts that renew themselves run on."""

from __future__ import annotations

from datetime import date

from clavero.contracts.services import run_on
from clavero.core.errors import Refusal
from clavero.identity.rules import Actor


def run_on_at_night(on: date) -> Refusal | None:
    """Let what has ended, renews itself and was not decided run on."""
    run_on(Actor.system(), today=on)
    return None
