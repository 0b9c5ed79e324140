"""What others want to hear of the matrix.

A domain above fills ``on_review`` in its ``AppConfig.ready``. It is called inside the transaction
of the review, after the places are kept: what fails there undoes the review.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from clavero.identity.rules import Actor
from clavero.matrix.rules.quadrants import Strategy


@dataclass(frozen=True, slots=True)
class Review:
    """A review that was held: the official strategies by customer id, ``placed`` by it and
    ``before`` it, those without one left out."""

    id: int
    day: date
    actor: Actor
    placed: Mapping[int, Strategy]
    before: Mapping[int, Strategy]


on_review: list[Callable[[Review], None]] = []
