"""What interactions do by the hour and at night."""

from __future__ import annotations

from datetime import date

from clavero.core.errors import Refusal
from clavero.identity.rules import Actor
from clavero.interactions import services


def by_the_hour(on: date) -> Refusal | None:
    """Take in what was copied to the mailbox. Without one there is nothing to do."""
    try:
        services.read_mailbox(Actor.system())
    except Refusal as refused:
        if refused.code == "no_mailbox":
            return refused
        raise
    return None


def recount_at_night(on: date) -> None:
    """Count what merged records had twice once, in whichever way they were merged."""
    services.recount_merged()
