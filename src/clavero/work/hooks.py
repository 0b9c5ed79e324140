"""What rooms above say of the days of accounts, in ``AppConfig.ready``.

``DUE.append(tell)`` puts all that falls due elsewhere into the one list and the one calendar:
actions of plans, reviews, renewals, promises. ``KNOWN_AT_HANDOVER.append(tell)`` adds a section to
what whoever takes an account over gets to read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from clavero.core.errors import Sentence
from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.work.rules.tasks import DueKind


@dataclass(frozen=True, slots=True)
class Due:
    """Something that falls on a day at a customer; ``url`` is where it is done."""

    day: date
    kind: DueKind
    text: str
    customer_id: int | None
    url: str
    owner_id: int | None = None
    is_done: bool = False


Tell: TypeAlias = Callable[[Actor, Collection[int] | None, Period], Iterable[Due]]
"""What falls into a period at the customers of these numbers (``None``: at all that the actor
sees), as far as the actor may know of it. It is asked once a page, however many customers there
are: a query or two, never one a customer."""

DUE: list[Tell] = []


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to know, and where there is more of it."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """What one room says to whoever takes an account over; ``key`` is stable, one a room."""

    key: str
    title: Sentence
    lines: tuple[Line, ...]


KNOWN_AT_HANDOVER: list[Callable[[Actor, int], Section | None]] = []
"""A section on the customer of a number, which ``actor`` sees; nothing where there is none."""


def told_due(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> list[Due]:
    """All that the rooms above have to say."""
    return [due for tell in DUE for due in tell(actor, customer_ids, period)]


def told_at_handover(actor: Actor, customer_id: int) -> list[Section]:
    """The sections of the rooms above, in the order of their keys."""
    found = [tell(actor, customer_id) for tell in KNOWN_AT_HANDOVER]
    return sorted((each for each in found if each is not None), key=lambda each: each.key)
