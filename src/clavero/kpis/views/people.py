"""Whose accounts a board is about."""

from __future__ import annotations

from clavero.identity.rules import Actor
from clavero.identity.selectors import team_of


def people_of(actor: Actor, person_id: int) -> list[int]:
    """A person and those who report to them, directly or not."""
    below = actor.team if person_id == actor.user_id else team_of(person_id)
    return sorted({person_id, *below})
