"""What rooms above keep of a contact, said in ``AppConfig.ready`` by who keeps it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

on_erasure: list[Callable[[Collection[int]], None]] = []
"""Called inside the transaction that forgets some contacts, a person and the records merged into
it: whoever keeps something of them forgets it too."""
KEPT_OF_CONTACT: dict[str, Callable[[int], Any]] = {}
"""By the name under which it is handed over: all that a room keeps of one contact, as data."""
