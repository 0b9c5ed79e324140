"""What the rooms above say of a note, in ``AppConfig.ready``: where it is used already, and what
can be made of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from clavero.identity.rules import Actor


class Use(NamedTuple):
    """Where something came of a note, as its reader may see it."""

    note_id: int
    text: str
    address: str


class Offer(NamedTuple):
    """What can be made of a note at an account, and where."""

    icon: str
    label: str
    address: str


USES: list[Callable[[Actor, Collection[int]], Iterable[Use]]] = []
OFFERS: list[Callable[[Actor, int, int], Iterable[Offer]]] = []
"""Of a note, by its number, at an account that the reader sees, by its own."""


def uses_of(actor: Actor, note_ids: Collection[int]) -> dict[int, list[Use]]:
    """Where notes are used, by note."""
    found: dict[int, list[Use]] = {}
    for ask in USES if note_ids else ():
        for use in ask(actor, note_ids):
            found.setdefault(use.note_id, []).append(use)
    return found


def offers_at(actor: Actor, note_id: int, customer_id: int) -> list[Offer]:
    """All that can be made of it there."""
    return [offer for ask in OFFERS for offer in ask(actor, note_id, customer_id)]
