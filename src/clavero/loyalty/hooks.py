"""How a message is sent once its invitation is there; filled by the jobs, which know the queue."""

from __future__ import annotations

from collections.abc import Callable

on_delivery: list[Callable[[int], None]] = []
"""Called with an invitation's number after the transaction."""
