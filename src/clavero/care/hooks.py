"""What rooms above let people do from a complaint, in ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from clavero.core.errors import Sentence
from clavero.identity.rules import Actor


@dataclass(frozen=True, slots=True)
class Onward:
    """A button on the page of a complaint: for whom, and where it leads from the complaint's and
    the account's number."""

    label: Sentence
    icon: str
    shown_to: Callable[[Actor], bool]
    address: Callable[[int, int], str]


FROM_COMPLAINT: list[Onward] = []


def onward(actor: Actor, complaint_id: int, customer_id: int) -> list[tuple[Sentence, str, str]]:
    """The buttons for a reader: label, icon, address."""
    return [
        (each.label, each.icon, each.address(complaint_id, customer_id))
        for each in FROM_COMPLAINT
        if each.shown_to(actor)
    ]
