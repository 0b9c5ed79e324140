"""Why something that somebody entered cannot be used: values that a service turns into refusals.

A form shows all that is wrong at once, so a check answers with a list of :class:`Fault`; what
cannot exist with one raises :class:`Faulty`, which carries the same list.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Fault:
    """``code`` is stable, for programs and texts; ``on`` names what to mend (a factor's key, an
    account), empty for the whole; ``given`` is what was found and ``limit`` what is allowed."""

    code: StrEnum
    on: str = ""
    given: float | None = None
    limit: float | None = None


class Faulty(ValueError):
    """What was entered has ``faults``, one at least."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(", ".join(f"{fault.code} {fault.on}".strip() for fault in self.faults))
