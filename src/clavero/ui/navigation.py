"""The shell's navigation. Each domain registers its entries in ``AppConfig.ready``::

register(Entry("today", _("Today"), "pages:today", "sun", lambda actor: True, order=10))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise


class Place(StrEnum):
    """Where an entry stands."""

    MAIN = "main"
    SETTINGS = "settings"
    PERSON = "person"  # under the person's own name
    CUSTOMER = "customer"  # on a customer's page: leads to more about that customer
    ACCOUNT = "account"  # on a customer's page, as a button beside the way to the rest
    PLAN = "plan"  # on the page of a customer's plan
    PORTFOLIO = "portfolio"  # on the page of the portfolio


SHELL = (Place.MAIN, Place.SETTINGS, Place.PERSON)
"""The places that every page has around it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the navigation.

    ``url_name`` takes no arguments, on a customer's page or plan the customer's id; ``icon`` is a
    Tabler icon's name; ``shown_to`` is asked with the actor of the request; ``order`` sorts within
    the place (leave room: 10, 20, …).
    """

    key: str
    label: str | Promise
    url_name: str
    icon: str
    shown_to: Callable[[Any], bool]
    order: int = 100
    place: Place = Place.MAIN


_entries: dict[str, Entry] = {}


def register(entry: Entry) -> None:
    """Add an entry; a second one with the same key takes the place of the first."""
    _entries[entry.key] = entry


def entries_for(actor: Any, place: Place = Place.MAIN) -> list[Entry]:
    """The entries of a place that ``actor`` may use, in order."""
    here = [entry for entry in _entries.values() if entry.place is place and entry.shown_to(actor)]
    return sorted(here, key=lambda entry: (entry.order, entry.key))
