"""What others add to the page of a plan, in ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from clavero.identity.rules import Actor


class NextStep(NamedTuple):
    """Something that waits for the manager, and where it is done."""

    icon: str
    sentence: str
    address: str


what_comes_next: list[Callable[[Actor, int, int], Iterable[NextStep]]] = []
"""Called with who reads, the plan and its customer; these steps come before the plan's own."""
