"""What domains above say of a customer in a word, beside its name.

Such a domain calls :func:`tell_marks` in its ``AppConfig.ready``; the portfolio's list, its files
and the customer's page show what it tells to that reader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

from clavero.identity.rules import Actor

if TYPE_CHECKING:  # who registers at the start must not wait for the engine
    from clavero.portfolio.selectors import Structure


@dataclass(frozen=True, slots=True)
class Mark:
    """A word set off beside a name; ``tone`` is one of the pills' (``accent``, ``warn``, …)."""

    label: str | Promise
    tone: str = "plain"


Teller = Callable[[Actor, "Structure"], Mapping[str, Mark]]
"""The marks of all customers that the actor may know of, by their code. It is asked once for a
page, whose queries it adds to."""

_tellers: dict[str, Teller] = {}


def tell_marks(key: str, teller: Teller) -> None:
    """Let ``teller`` be asked; a second one under the same key takes the place of the first."""
    _tellers[key] = teller


def marks_for(actor: Actor, shape: Structure) -> dict[str, list[Mark]]:
    """All that is told to ``actor``, by customer code, in the order of the keys."""
    found: dict[str, list[Mark]] = {}
    for _key, teller in sorted(_tellers.items()):
        for code, mark in teller(actor, shape).items():
            found.setdefault(code, []).append(mark)
    return found


def in_words(marks: Iterable[Mark]) -> str:
    """The words of marks, for a file."""
    return ", ".join(str(mark.label) for mark in marks)
