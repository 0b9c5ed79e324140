"""What rooms above know of accounts, beside which a strategy is held.

A domain above that keeps the customer's people says so in its ``AppConfig.ready``:
``on_contacts.append(…)``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clavero.portfolio.selectors import Structure

CountContacts = Callable[[Collection[str], "Structure"], Mapping[str, int] | None]
"""How many people of each account, by code, are known, with those of all below it; ``None`` while
nobody keeps any."""

on_contacts: list[CountContacts] = []
