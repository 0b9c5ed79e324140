"""What rooms above know of contacts; they fill these lists in their ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from clavero.core.errors import Sentence
from clavero.core.scope import Scope
from clavero.identity.rules import Actor


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


class Left(NamedTuple):
    """What is not found by who somebody is, and has to be looked at: a sentence, and its page."""

    what: Sentence
    url: str = ""


LEFT_OF_CONTACT: list[Callable[[Actor, Collection[int]], Iterable[Left]]] = []
"""What stays when some contacts are forgotten and may show them all the same, for who forgets
them."""
FILES_OF_CONTACT: list[Callable[[Collection[int]], Iterable[tuple[str, bytes]]]] = []
"""The files that some contacts sent, by their names, to be handed over with what is kept."""
KEPT_OF_CONTACT: dict[str, Callable[[int], Any]] = {}
"""By the name under which it is handed over: all that a room keeps of one contact, as data."""
