"""What rooms above count of serving accounts.

A domain above whose records are events of an activity says so in its ``AppConfig.ready``:
``COUNTED_IN_APP[Standard.VISIT] = InApp(…)``. They count where the rates of the activity say that
Clavero counts it, so that nothing counts twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class InApp:
    """``rows`` are the records of which each is an event, with a ``customer`` and a ``day``;
    ``stamp`` is new after every change to them. One query each. ``page`` is the name of the page
    that has those of an account."""

    rows: Callable[[], QuerySet[Any]]
    stamp: Callable[[], tuple[int, ...]]
    page: str


COUNTED_IN_APP: dict[str, InApp] = {}
