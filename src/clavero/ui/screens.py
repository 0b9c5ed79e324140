"""The lists there are, by their keys: of which views can be saved, and for whom.

Each domain registers its own in ``AppConfig.ready``, by the name of the declaration, which is
imported only when it is needed::

    register("portfolio.records", "clavero.portfolio.lists.RECORDS", manages_customers)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from clavero.ui.lists import Screen


@dataclass(frozen=True, slots=True)
class Registered:
    """A list, and whether an actor may open its page."""

    declared_as: str
    shown_to: Callable[[Any], bool]


_screens: dict[str, Registered] = {}


def register(key: str, declared_as: str, shown_to: Callable[[Any], bool]) -> None:
    """Say that there is a list; ``shown_to`` is asked with the actor, as its page asks."""
    _screens[key] = Registered(declared_as, shown_to)


def exists(key: str) -> bool:
    """Whether there is such a list."""
    return key in _screens


def may_open(actor: Any, key: str) -> bool:
    """Whether ``actor`` may open the page of a list that there is."""
    return exists(key) and _screens[key].shown_to(actor)


def query_for(key: str, query: str) -> str:
    """The part of an address's parameters that the list and its page know, and nothing else."""
    screen: Screen = import_string(_screens[key].declared_as)
    known = screen.parameters()
    kept = QueryDict(mutable=True)
    for name, values in QueryDict(query).lists():
        if name in known and any(values):
            kept.setlist(name, [value for value in values if value])
    return kept.urlencode()
