"""What rooms above know of contacts; they fill these lists in their ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from clavero.core.errors import Sentence
from clavero.core.scope import Scope


@dataclass(frozen=True, slots=True)
class Met:
    """Somebody of ours was in contact with a contact: when, how, what about, and its address."""

    at: datetime
    how: Sentence
    about: str
    url: str


DaysMet = Mapping[tuple[int, int], Collection[date]]

on_days_met: list[Callable[[Mapping[int, Collection[int]], date | None], DaysMet]] = []
"""On which days people of ours were in contact with contacts, by (contact, person): asked with the
people that are tied to each contact, once for all of them; with a day, only of the last by then."""
MET_IN: set[str] = set()
"""The models whose changes change those days, as the audit calls them."""
on_met: list[Callable[[Scope, Collection[int]], Iterable[Met]]] = []
"""The last contacts with one person, whose records these are, for a reader who sees their account,
the newest first."""
on_erasure: list[Callable[[Collection[int]], None]] = []
"""Called inside the transaction that forgets some contacts, a person and the records merged into
it: whoever keeps something of them forgets it too."""
KEPT_OF_CONTACT: dict[str, Callable[[int], Any]] = {}
"""By the name under which it is handed over: all that a room keeps of one contact, as data."""
