"""What others want to hear of the matrix.

A domain above fills ``on_review`` and ``on_withdrawal`` in its ``AppConfig.ready``. The first is
called inside the transaction of the review, after the places are kept: what fails there undoes the
review. The second is called inside that of its withdrawal: who has built on the review refuses,
and who only followed it takes that back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from clavero.identity.rules import Actor
from clavero.matrix.rules.quadrants import Strategy


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


on_review: list[Callable[[Review], None]] = []
on_withdrawal: list[Callable[[Review], None]] = []
