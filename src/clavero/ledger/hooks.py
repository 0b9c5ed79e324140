"""Where a higher domain asks to be told that the ledger changed.

``on_change`` is filled in ``AppConfig.ready``. Hooks run after the change is committed, may run
twice for the same change, and must leave the same result then. ``get_ready`` is what they load for
it: that is done in a thread of its own while a file is read, when the engine is at work.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias


class CustomerSeen(NamedTuple):
    """A customer as the lines of an import describe it; ``None`` where they say nothing."""

    code: str
    name: str | None
    tax_number: str | None
    country: str | None


@dataclass(frozen=True, slots=True)
class LedgerChange:
    """Lines came in or went out. ``months`` are those of the import, as ``2024-01``.

    ``customers`` are those of the import's file that have lines, as the ledger's latest lines
    describe them; ``customers_gone`` those that have none any more.
    """

    import_id: str
    customers: Sequence[CustomerSeen]
    months: Sequence[str]
    customers_gone: Sequence[str] = ()


Hook: TypeAlias = Callable[[LedgerChange], None]

on_change: list[Hook] = []
get_ready: list[Callable[[], object]] = []
