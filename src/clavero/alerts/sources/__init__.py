"""Where signals come from: one module a source, which reads one domain as the system.

A source has ``KINDS``, all that it may tell of, and ``signals(on)``. ``None`` says that it cannot
know today, as before the first import: its alerts then stay as they are. :class:`Partly` says so of
some. ``WAITS`` are those of its
kinds that chance lets come and go: they are over after some days, all others at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module

from clavero.alerts.rules.signals import Signal

_MODULES = (
    "silence",
    "kpis",
    "changes",
    "matrix",
    "selection",
    "investment",
    "loyalty",
    "complaints",
)


@dataclass(frozen=True, slots=True)
class Partly:
    """What a source sees where it cannot know all today: alerts whose key ``is_unknown`` stay as
    they are."""

    signals: Iterable[Signal]
    is_unknown: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Source:
    """What it may tell of, and what it sees on a day."""

    name: str
    kinds: frozenset[str]
    signals: Callable[[date], Iterable[Signal] | Partly | None]
    waits: frozenset[str] = frozenset()


@cache
def sources() -> tuple[Source, ...]:
    """All of them; imported when asked for, because they bring the engine along."""
    found = ((name, import_module(f"{__name__}.{name}")) for name in _MODULES)
    return tuple(
        Source(name, module.KINDS, module.signals, getattr(module, "WAITS", frozenset()))
        for name, module in found
    )
