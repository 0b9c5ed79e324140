"""What others want to hear of the matrix.

A domain above fills ``on_review`` and ``on_withdrawal`` in its ``AppConfig.ready``. The first is
called inside the transaction of the review, after the places are kept: what fails there undoes the
review. The second is called inside that of its withdrawal: who has built on the review refuses,
and who only followed it takes that back. ``on_position`` asks who knows what the customer itself
says of us and of the best competitor: it is suggested to whoever scores, and nothing is scored by
itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from clavero.identity.rules import Actor
from clavero.matrix.rules.quadrants import Strategy

if TYPE_CHECKING:
    from clavero.portfolio.selectors import Structure


@dataclass(frozen=True, slots=True)
class Review:
    """A review and who holds it or withdraws it: the official strategies by customer id, ``placed``
    by it and ``before`` it, those without one left out. It was entered at ``held_at``."""

    id: int
    day: date
    held_at: datetime
    actor: Actor
    placed: Mapping[int, Strategy]
    before: Mapping[int, Strategy]


@dataclass(frozen=True, slots=True)
class Heard:
    """What an account's people say of us and of the best competitor, 0 to 10 each by criterion of
    position; how many said so, on which day, where (``said_in``), and the page about it."""

    scores: Mapping[str, tuple[Decimal, Decimal]]
    people: int
    day: date
    said_in: str
    url: str


on_position: list[Callable[[str, date, Structure | None], Heard | None]] = []
on_review: list[Callable[[Review], None]] = []
on_withdrawal: list[Callable[[Review], None]] = []
