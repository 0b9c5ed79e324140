"""How a message that was written down is sent once the change is there; filled by the jobs, which
know the queue."""

from __future__ import annotations

from collections.abc import Callable

on_delivery: list[Callable[[int], None]] = []
"""Called with a delivery's number after the transaction."""
