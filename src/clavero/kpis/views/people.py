"""Whose accounts a board is about."""

from __future__ import annotations

from clavero.identity.rules import Actor
from clavero.identity.selectors import team_of, team_with_names


def people_of(actor: Actor, person_id: int) -> list[int]:
    """A person and those who report to them, directly or not."""
    below = actor.team if person_id == actor.user_id else team_of(person_id)
    return sorted({person_id, *below})


def team_named(actor: Actor, person_id: int) -> tuple[list[int], dict[int, str] | None]:
    """The same, with the names of everybody where they came along in the same query."""
    if person_id == actor.user_id:
        return people_of(actor, person_id), None
    below, names = team_with_names(person_id)
    return sorted({person_id, *below}), names
