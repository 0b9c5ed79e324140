"""What plans do at night."""

from __future__ import annotations

from datetime import date

from clavero.core.errors import Refusal
from clavero.identity.rules import Actor
from clavero.plans import services


def at_night(on: date) -> Refusal | None:
    """Bring plans to where their records are, tell the KPIs what they count of themselves, and
    count what the company has lost. Without plans there is nothing to do."""
    services.settle_plans(Actor.system())
    try:
        services.tell_figures(Actor.system(), day=on)
    except Refusal as nothing:
        return nothing
    services.count_losses(Actor.system(), day=on)
    return None
