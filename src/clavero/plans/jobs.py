"""What plans do at night."""

from __future__ import annotations

from datetime import date

from clavero.core.errors import Refusal
from clavero.identity.rules import Actor
from clavero.plans import services


def at_night(on: date) -> Refusal | None:
    """Tell the KPIs what plans count of themselves. Without plans there is nothing to do."""
    try:
        services.tell_figures(Actor.system(), day=on)
    except Refusal as nothing:
        return nothing
    return None
